package com.puraify.sync.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The contract on a SQLite file, and what is SQLite's alone. */
class SqliteEntityTest extends SqliteDialectContract {

  @TempDir Path directory;

  @Override
  DataSource open() throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + directory.resolve("app.db"));
    source.setJournalMode("WAL");
    source.setEnforceForeignKeys(true);
    return source;
  }

  @Test
  void times_asTextsAndNumbers_areAllUnderstood() throws Exception {
    sql("CREATE TABLE e (id TEXT PRIMARY KEY, at DATETIME, d DATE)");
    Instant noon = Instant.parse("2025-07-25T12:00:00Z");
    Map<String, Object> forms =
        Map.of(
            "blank", "2025-07-25 12:00:00",
            "letter", "2025-07-25T12:00:00",
            "utc", "2025-07-25T12:00:00Z",
            "offset", "2025-07-25T14:00:00+02:00",
            "minutes", "2025-07-25 12:00",
            "fraction", "2025-07-25 12:00:00.000",
            "seconds", noon.getEpochSecond(),
            "millis", noon.toEpochMilli(),
            "real", (double) noon.getEpochSecond());
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO e VALUES (?, ?, ?)")) {
      for (Map.Entry<String, Object> each : forms.entrySet()) {
        insert.setString(1, each.getKey());
        insert.setObject(2, each.getValue());
        insert.setObject(3, each.getValue());
        insert.executeUpdate();
      }
    }
    EntitySession session = session(table("e").build());
    Map<String, Item> items = items(drain(session, ReadRequest.all(Set.of("at", "d"))));
    for (String form : forms.keySet()) {
      assertThat(items.get(form).fields())
          .as(form)
          .isEqualTo(
              Fields.of("at", Value.moment(noon), "d", Value.day(LocalDate.of(2025, 7, 25))));
    }
  }

  @Test
  void times_areWrittenInTheFormThatIsThere() throws Exception {
    Instant at = Instant.parse("2025-07-25T12:00:00.250Z");
    Map<Object, String> expected =
        Map.of(
            "2020-01-01 00:00:00",
            "2025-07-25 12:00:00.250",
            "2020-01-01T00:00:00",
            "2025-07-25T12:00:00.250",
            "2020-01-01T00:00:00Z",
            "2025-07-25T12:00:00.250Z",
            1577836800L,
            "1753444800",
            1577836800000L,
            "1753444800250");
    for (Map.Entry<Object, String> each : expected.entrySet()) {
      sql("DROP TABLE IF EXISTS e", "CREATE TABLE e (id TEXT PRIMARY KEY, at DATETIME)");
      try (Connection connection = dataSource.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO e VALUES ('old', ?)")) {
        insert.setObject(1, each.getKey());
        insert.executeUpdate();
      }
      EntitySession session = session(table("e").build());
      session.write(List.of(create(K1, Fields.of("at", Value.moment(at)))));
      assertThat(ask("SELECT at FROM e WHERE id <> 'old'")).isEqualTo(each.getValue());
    }
  }

  @Test
  void changes_inEachFormOfTime_seeWhatIsNewAndNotWhatIsOld() throws Exception {
    for (String form :
        List.of(
            "strftime('%Y-%m-%d %H:%M:%S', 'now', ?)",
            "strftime('%Y-%m-%dT%H:%M:%S', 'now', ?)",
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?)",
            "CAST(strftime('%s', 'now', ?) AS INTEGER)",
            "CAST(strftime('%s', 'now', ?) AS INTEGER) * 1000",
            "strftime('%s', 'now', ?) + 0.5")) {
      sql("DROP TABLE IF EXISTS e", "CREATE TABLE e (id TEXT PRIMARY KEY, at DATETIME)");
      try (Connection connection = dataSource.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO e VALUES (?, " + form + ")")) {
        for (String age : List.of("-3 days", "-20 minutes", "-1 minutes", "+0 minutes")) {
          insert.setString(1, age);
          insert.setString(2, age);
          insert.executeUpdate();
        }
      }
      EntitySession session = session(table("e").modifiedAt("at").pageSize(1).build());
      String since = databaseTime().toString();
      assertThat(ids(drain(session, ReadRequest.changes(since, Set.of()))))
          .as(form)
          .containsExactly("-1 minutes", "+0 minutes");
    }
  }

  @Test
  void changes_columnThatDoesNotSortByTime_isRefusedAloud() throws Exception {
    Map<String, String> problems =
        Map.of(
            "('a', '2025-07-25 12:00:00'), ('b', 1753444800)", "both numbers and texts",
            "('a', '2025-07-25T12:00:00+02:00')", "different offsets",
            "('a', 'yesterday')", "no points in time");
    for (Map.Entry<String, String> each : problems.entrySet()) {
      sql("DROP TABLE IF EXISTS e", "CREATE TABLE e (id TEXT PRIMARY KEY, at DATETIME)");
      sql("INSERT INTO e VALUES " + each.getKey());
      EntitySession session = session(table("e").modifiedAt("at").build());
      assertThatThrownBy(() -> session.read(ReadRequest.all(Set.of())))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining(each.getValue());
    }
  }

  @Test
  void lockedFile_isUnavailable_andSaysWhatToDo() throws Exception {
    textTable();
    rows(1);
    SQLiteDataSource impatient = new SQLiteDataSource();
    impatient.setUrl("jdbc:sqlite:" + directory.resolve("app.db"));
    impatient.setBusyTimeout(20);
    EntitySession session = session(JdbcEntity.table("t", impatient).build());
    try (Connection other = dataSource.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThat(ids(drain(session, ReadRequest.all(Set.of())))).containsExactly("k0");
      ConnectorException e =
          catchThrowableOfType(
              ConnectorException.class,
              () -> session.write(List.of(update("k0", Fields.of("a", Value.text("x"))))));
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e).hasMessageContaining("another program holds a lock");
      assertThat(e).hasMessageContaining("busy_timeout");
      statement.execute("ROLLBACK");
    }
    assertThat(session.write(List.of(update("k0", Fields.of("a", Value.text("x"))))).get(0))
        .isInstanceOf(WriteResult.Done.class);
  }

  @Test
  void fullDisk_isUnavailable_andNothingIsWritten() throws Exception {
    textTable();
    Connection limited = dataSource.getConnection();
    try (Statement statement = limited.createStatement()) {
      statement.execute("PRAGMA max_page_count = 5");
    }
    EntitySession session = session(JdbcEntity.table("t", new SingleConnection(limited)).build());
    String big = "x".repeat(8000);
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class,
            () ->
                session.write(
                    List.of(
                        create(K1, Fields.of("a", Value.text(big))),
                        create(K2, Fields.of("a", Value.text(big))))));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("disk is full");
    limited.close();
    assertThat(ask("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void keysThatSqliteLeavesNull_areNoItems() throws Exception {
    sql("CREATE TABLE k (id TEXT PRIMARY KEY, a TEXT)");
    sql("INSERT INTO k VALUES (NULL, 'x'), ('y', 'y'), (NULL, 'z')");
    EntitySession session = session(table("k").build());
    assertThat(ids(drain(session, ReadRequest.all(Set.of())))).containsExactly("y");
  }

  @Test
  void partialUniqueIndex_saysNothingOfAllRows() throws Exception {
    sql("CREATE TABLE p (id TEXT PRIMARY KEY, a TEXT, b TEXT)");
    sql("CREATE UNIQUE INDEX pa ON p (a) WHERE b = 'x'", "CREATE UNIQUE INDEX pb ON p (b)");
    EntitySession session = session(table("p").build());
    assertThat(field(session, "a").unique()).isFalse();
    assertThat(field(session, "b").unique()).isTrue();
  }

  @Test
  void longQuery_isCancelled_whenItsThreadIsInterrupted() throws Exception {
    sql("CREATE TABLE one (id INTEGER PRIMARY KEY)", "INSERT INTO one VALUES (1)");
    sql(
        "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
            + " WHERE x < 2000000000) SELECT one.id FROM one"
            + " WHERE (SELECT count(*) FROM n) > 0");
    EntitySession session = session(table("endless").key("id").build());
    Thread reader = Thread.currentThread();
    Thread killer =
        new Thread(
            () -> {
              while (Stream.of(reader.getStackTrace())
                  .noneMatch(frame -> frame.getMethodName().equals("executeQuery"))) {
                Thread.onSpinWait();
              }
              reader.interrupt();
            });
    killer.start();
    assertThatThrownBy(() -> session.read(ReadRequest.all(Set.of())))
        .isInstanceOf(com.puraify.sync.error.SyncCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    killer.join();
  }

  @Test
  void looseNumbers_keepTheirDigits() throws Exception {
    sql("CREATE TABLE l (id TEXT PRIMARY KEY, i INTEGER, d DECIMAL(20,4), r REAL)");
    EntitySession session = session(table("l").build());
    Fields fields =
        Fields.of(
            "i", Value.number(9007199254740993L),
            "d", Value.number(new java.math.BigDecimal("12345678901.2345")),
            "r", Value.number(new java.math.BigDecimal("1e-7")));
    session.write(List.of(create(K1, fields)));
    assertThat(items(drain(session, ReadRequest.all(Set.of("i", "d", "r")))).get(K1).fields())
        .isEqualTo(fields);
  }

  @Test
  void rowsWrittenWhileReading_doNotWaitForEachOther() throws Exception {
    textTable();
    rows(30);
    EntitySession reading = session(table("t").pageSize(10).build());
    EntitySession writing = session(table("t").build());
    ReadRequest first = ReadRequest.all(Set.of());
    Page page = reading.read(first);
    assertThat(writing.write(List.of(update("k1", Fields.of("a", Value.text("x"))))).get(0))
        .isInstanceOf(WriteResult.Done.class);
    assertThat(ids(drain(reading, first.next((Page.More) page.next())))).hasSize(20);
  }
}
