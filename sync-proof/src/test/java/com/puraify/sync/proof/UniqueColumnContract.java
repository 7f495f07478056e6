package com.puraify.sync.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of unique columns and foreign keys of a real database; a subclass for each. */
abstract class UniqueColumnContract {

  private static final Schema REMOTE =
      Schema.of(
          "People",
          Field.of("f1", "Name", FieldType.text()),
          Field.of("f2", "Email", FieldType.text()));

  private final ManualTime time = ManualTime.advancing();
  private final MemoryEntity remote =
      MemoryPlatform.named("cloud", time)
          .entity(REMOTE)
          .idPrefix("r")
          .capabilities(
              Capabilities.builder()
                  .incremental(true)
                  .granularity(Duration.ofSeconds(1))
                  .findable(true)
                  .build())
          .build();
  private DataSource source;

  /** Returns an empty database. */
  abstract DataSource database() throws SQLException;

  /** Returns how a column is declared that the database numbers by itself. */
  abstract String numbered();

  @BeforeEach
  void makeTable() throws SQLException {
    source = database();
    execute(
        "CREATE TABLE people (id "
            + numbered()
            + ", name VARCHAR(40) NOT NULL, email VARCHAR(60) UNIQUE)");
  }

  private SyncReport sync(SchemaMapping mapping) {
    try (SyncEngine engine =
        SyncEngine.builder().state(store).time(time).singleThreaded().build()) {
      time.advance(Duration.ofMinutes(5));
      return engine.sync(config(mapping));
    }
  }

  private final MemoryStateStore store = MemoryStateStore.create();

  private SyncConfig config(SchemaMapping mapping) {
    return SyncConfig.between(JdbcEntity.table("people", source).key("id").build(), remote)
        .id("people")
        .sweepEvery(Duration.ZERO)
        .mapping(mapping)
        .build();
  }

  private static SchemaMapping byName() {
    return SchemaMapping.builder().matchOn("name", "Name").build();
  }

  private static Fields person(String name, String email) {
    return Fields.of("f1", Value.text(name), "f2", Value.text(email));
  }

  private void synced() {
    remote.put(person("a", "a@x"));
    remote.put(person("b", "b@x"));
    remote.put(person("c", "c@x"));
    assertThat(sync(byName()).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void bothCreateTheSameUniqueValue_whichIsTheMatchKey_endAsOneLink() throws SQLException {
    SchemaMapping byEmail = SchemaMapping.builder().matchOn("email", "Email").build();
    execute("INSERT INTO people (name, email) VALUES ('mine', 'x@x')");
    remote.put(person("theirs", "x@x"));

    sync(byEmail);
    SyncReport second = sync(byEmail);

    assertThat(second.status()).isEqualTo(SyncStatus.SUCCESS);
    bothHold(Map.of("theirs", "x@x"));
  }

  @Test
  void bothCreateTheSameUniqueValue_underDifferentKeys_isResolvedByEitherSide()
      throws SQLException {
    synced();
    execute("INSERT INTO people (name, email) VALUES ('mine', 'x@x')");
    remote.put(person("theirs", "x@x"));

    SyncReport report = sync(byName());

    assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(report.rejected()).isEqualTo(1);
    assertThat(rows()).containsEntry("mine", "x@x").doesNotContainKey("theirs");
    assertThat(remotes()).containsEntry("theirs", "x@x").containsEntry("mine", "x@x");

    execute("UPDATE people SET email = 'mine@x' WHERE name = 'mine'");
    sync(byName());
    sync(byName());
    assertThat(sync(byName()).status()).isEqualTo(SyncStatus.SUCCESS);
    bothHold(Map.of("a", "a@x", "b", "b@x", "c", "c@x", "mine", "mine@x", "theirs", "x@x"));
  }

  @Test
  void chainOfRenames_arrives() throws SQLException {
    synced();
    remote.edit("r3", Fields.of("f2", Value.text("d@x")));
    remote.edit("r2", Fields.of("f2", Value.text("c@x")));
    remote.edit("r1", Fields.of("f2", Value.text("b@x")));

    SyncReport report = sync(byName());

    assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
    bothHold(Map.of("a", "b@x", "b", "c@x", "c", "d@x"));
  }

  @Test
  void swap_isRefusedAndLosesNothing() throws SQLException {
    synced();
    remote.edit("r1", Fields.of("f2", Value.text("b@x")));
    remote.edit("r2", Fields.of("f2", Value.text("a@x")));
    remote.edit("r3", Fields.of("f2", Value.text("new@x")));

    SyncReport report = sync(byName());

    assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(rows()).isEqualTo(Map.of("a", "a@x", "b", "b@x", "c", "new@x"));
    assertThat(remotes()).isEqualTo(Map.of("a", "b@x", "b", "a@x", "c", "new@x"));
  }

  @Test
  void valueOfADeletedItem_goesToANewOne() throws SQLException {
    synced();
    remote.remove("r2");
    remote.put(person("new", "b@x"));

    SyncReport report = sync(byName());

    assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
    bothHold(Map.of("a", "a@x", "new", "b@x", "c", "c@x"));
  }

  @Test
  void refusedValue_holdsUpItsOwnItemOnly() throws SQLException {
    synced();
    remote.edit("r1", Fields.of("f1", Value.NULL));
    remote.edit("r2", Fields.of("f2", Value.text("b2@x")));

    SyncReport report = sync(byName());

    assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(rows()).isEqualTo(Map.of("a", "a@x", "b", "b2@x", "c", "c@x"));
  }

  private void bothHold(Map<String, String> expected) throws SQLException {
    assertThat(rows()).isEqualTo(expected);
    assertThat(remotes()).isEqualTo(expected);
  }

  private Map<String, String> remotes() {
    Map<String, String> people = new TreeMap<>();
    remote
        .items()
        .values()
        .forEach(fields -> people.put(text(fields.get("f1")), text(fields.get("f2"))));
    return people;
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.value() : "-";
  }

  private Map<String, String> rows() throws SQLException {
    Map<String, String> people = new TreeMap<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, email FROM people")) {
      while (rows.next()) {
        people.put(rows.getString(1), rows.getString(2));
      }
    }
    return people;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
