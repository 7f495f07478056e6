package com.puraify.sync.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.puraify.sync.delta.Base;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a file, each with a message that says what to do, and nothing half done. */
class SqliteFailuresTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<StateChange> SETTING = List.of(new StateChange.PutSetting("a", "1"));

  @TempDir Path folder;

  @Test
  void missingFolder_isNotCreated() {
    refused(folder.resolve("nowhere/state.db"), "does not exist", "Create it");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void folderInsteadOfAFile_isRefused() {
    refused(folder, "is a folder");
  }

  @Test
  void nameThatSqliteTakesForOptions_isRefused() {
    refused(folder.resolve("a?mode=memory"), "another name");
  }

  @Test
  void fileOfAnotherKind_isRefusedAndLeftAlone() throws IOException {
    Path file = folder.resolve("state.db");
    String text = "this is a letter, not a database\n".repeat(100);
    Files.writeString(file, text);
    refused(file, "not a SQLite database", "another file");
    assertThat(file).hasContent(text);
  }

  @Test
  void folderThatCannotBeWritten_isSaidSo() {
    Path unwritable = Path.of("/proc");
    assumeThat(unwritable).isDirectory();
    refused(unwritable.resolve("state.db"), "cannot be opened or created", "may write its folder");
  }

  @Test
  void lockedFile_isSaidSo_andWorksAfterwards() throws SQLException {
    Path file = folder.resolve("state.db");
    try (StateStore store = JdbcStateStore.builder(file).patience(Duration.ofMillis(50)).build();
        Connection other = raw(file)) {
      execute(other, "BEGIN IMMEDIATE");
      assertThatThrownBy(() -> store.commit("s", SETTING))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("locked by another program")
          .hasMessageContaining(file.toString());
      assertThat(store.load("s").settings()).isEmpty();
      execute(other, "COMMIT");
      store.commit("s", SETTING);
      assertThat(store.load("s").settings()).containsEntry("a", "1");
    }
  }

  @Test
  void fullDisk_losesTheCommitThatDidNotFit_andNothingElse() {
    Path file = folder.resolve("state.db");
    SqliteDatabase database = new SqliteDatabase(file, MINUTE);
    try (JdbcStateStore store = JdbcStateStore.on(database, null)) {
      Lease lease = store.acquire("s", "a", MINUTE, Instant.EPOCH).orElseThrow();
      store.commit(lease, puts(1, 10));
      database.write(
          session -> {
            session.execute("PRAGMA max_page_count = 60");
            return true;
          });
      assertThatThrownBy(() -> store.commit(lease, puts(11, 5000)))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("No room is left")
          .hasMessageContaining("Free disk space");
      assertThat(store.linksAfter("s", 0, 9999)).hasSize(10);
      assertThat(store.load("s").lastLinkNumber()).isEqualTo(10);
      store.commit(lease, puts(11, 12));
      assertThat(store.linksAfter("s", 0, 9999)).hasSize(12);
    }
  }

  @Test
  void closedStore_isSaidSo() {
    StateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
    store.close();
    store.close();
    assertThatThrownBy(() -> store.load("s"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("was closed");
    assertThatThrownBy(() -> store.commit("s", SETTING)).isInstanceOf(StateException.class);
  }

  @Test
  void damagedFile_isSaidSo() throws IOException {
    Path file = folder.resolve("state.db");
    try (StateStore store = JdbcStateStore.sqlite(file)) {
      Lease lease = store.acquire("s", "a", MINUTE, Instant.EPOCH).orElseThrow();
      store.commit(lease, puts(1, 5000));
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 8192, bytes.length, (byte) 0x5A);
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> {
              try (StateStore store = JdbcStateStore.sqlite(file)) {
                store.linksAfter("s", 0, 9999);
              }
            })
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void patienceOutOfRange_isRefused() {
    JdbcStateStore.Builder builder = JdbcStateStore.builder(folder.resolve("state.db"));
    assertThatThrownBy(() -> builder.patience(Duration.ofSeconds(-1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("patience");
  }

  @Test
  void twoStoresOnOneFile_seeEachOthersCommits_andShareTheLease() {
    Path file = folder.resolve("state.db");
    try (StateStore one = JdbcStateStore.sqlite(file);
        StateStore two = JdbcStateStore.sqlite(file)) {
      Lease lease = one.acquire("s", "one", MINUTE, Instant.EPOCH).orElseThrow();
      assertThat(two.acquire("s", "two", MINUTE, Instant.EPOCH)).isEmpty();
      one.commit(lease, puts(1, 3));
      assertThat(two.linksAfter("s", 0, 9)).isEqualTo(one.linksAfter("s", 0, 9)).hasSize(3);
      Lease taken = two.acquire("s", "two", MINUTE, Instant.EPOCH.plus(MINUTE)).orElseThrow();
      assertThatThrownBy(() -> one.commit(lease, puts(4, 4))).hasMessageContaining("two holds it");
      Base other = Base.of(List.of("new field"), new long[] {7});
      Link link = link(4).withBase(Side.LOCAL, other);
      two.commit(taken, List.of(new StateChange.PutLink(link)));
      assertThat(one.links("s", List.of(4L))).containsExactly(link);
    }
  }

  private static void refused(Path file, String... words) {
    assertThatThrownBy(() -> JdbcStateStore.sqlite(file))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll(words);
  }

  static List<StateChange> puts(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .<StateChange>mapToObj(number -> new StateChange.PutLink(link(number)))
        .toList();
  }

  static Link link(long number) {
    Base base = Base.of(List.of("a", "b"), new long[] {number, 2});
    return new Link(number, "l" + number, "r" + number, base, base, Link.Condition.SOUND);
  }

  private static Connection raw(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
