package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import com.puraify.sync.testkit.tck.Trouble;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;

/** A table with a column of each kind, and an application that works on it in plain SQL. */
final class TableUnderTest implements PlatformUnderTest {

  private final DataSource application;
  private final FaultyDataSource connector;
  private final Dialect dialect;
  private final boolean feed;
  private int created;

  /**
   * What a database calls things.
   *
   * @param autoKey the type of a primary key that the database fills
   * @param moment the type of points in time
   * @param now what is now, in that type
   * @param bound how a value is bound to a parameter
   */
  record Dialect(
      String autoKey,
      String moment,
      String now,
      java.util.function.Function<Value, Object> bound) {}

  /**
   * Makes the table anew.
   *
   * @param feed whether rows have text keys, times of change and tombstones; else the database
   *     numbers them, and a row that is deleted is gone
   */
  TableUnderTest(DataSource database, Dialect dialect, boolean feed) throws SQLException {
    this.application = database;
    this.connector = new FaultyDataSource(database);
    this.dialect = dialect;
    this.feed = feed;
    sql("DROP TABLE IF EXISTS \"things\"");
    sql(
        "CREATE TABLE \"things\" (\"id\" "
            + (feed ? "VARCHAR(60) NOT NULL PRIMARY KEY" : dialect.autoKey())
            + ", \"title\" VARCHAR(200) NOT NULL, \"note\" VARCHAR(40), \"code\" VARCHAR(40)"
            + " UNIQUE, \"count\" BIGINT, \"price\" DECIMAL(12,2), \"weight\" DOUBLE PRECISION,"
            + " \"done\" BOOLEAN, \"due\" DATE, \"at\" "
            + dialect.moment()
            + (feed ? ", \"changed\" " + dialect.moment() + ", \"gone\" BOOLEAN" : "")
            + ")");
  }

  @Override
  public Entity entity() {
    JdbcEntity.Builder table = JdbcEntity.table("things", connector).key("id").pageSize(4);
    return (feed ? table.modifiedAt("changed").tombstone("gone") : table).build();
  }

  @Override
  public Optional<Entity> missing() {
    return Optional.of(JdbcEntity.table("nothing_of_that_name", connector).build());
  }

  @Override
  public String create(Fields fields) {
    Fields row =
        feed && !fields.mentions("id") ? fields.with("id", Value.text("row " + ++created)) : fields;
    List<String> columns = new ArrayList<>(row.ids().stream().map(TableUnderTest::quoted).toList());
    List<String> values = new ArrayList<>(Collections.nCopies(columns.size(), "?"));
    if (feed) {
      columns.add("\"changed\"");
      values.add(dialect.now());
    }
    String insert =
        "INSERT INTO \"things\" ("
            + String.join(", ", columns)
            + ") VALUES ("
            + String.join(", ", values)
            + ")";
    if (feed) {
      execute(insert, row, List.of());
      return ((Value.Text) row.get("id")).value();
    }
    execute(insert, row, List.of());
    return ask("SELECT MAX(\"id\") FROM \"things\"");
  }

  @Override
  public void update(String id, Fields fields) {
    List<String> sets = new ArrayList<>();
    fields.ids().forEach(field -> sets.add(quoted(field) + " = ?"));
    if (feed) {
      sets.add("\"changed\" = " + dialect.now());
    }
    execute(
        "UPDATE \"things\" SET " + String.join(", ", sets) + " WHERE \"id\" = ?",
        fields,
        List.of(key(id)));
  }

  @Override
  public void remove(String id) {
    execute(
        feed
            ? "UPDATE \"things\" SET \"gone\" = TRUE, \"changed\" = "
                + dialect.now()
                + " WHERE \"id\" = ?"
            : "DELETE FROM \"things\" WHERE \"id\" = ?",
        Fields.empty(),
        List.of(key(id)));
  }

  private Object key(String id) {
    return feed ? id : Long.valueOf(id);
  }

  @Override
  public Map<String, Fields> items() {
    String query =
        "SELECT * FROM \"things\""
            + (feed ? " WHERE \"gone\" IS NULL OR NOT \"gone\"" : "")
            + " ORDER BY \"id\"";
    Map<String, Fields> items = new LinkedHashMap<>();
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        items.put(rows.getString("id"), fields(rows));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return items;
  }

  private static Fields fields(ResultSet row) throws SQLException {
    Fields.Builder fields = Fields.builder();
    for (String text : List.of("title", "note", "code")) {
      fields.put(text, Value.text(row.getString(text)));
    }
    fields.put("count", Value.number(row.getBigDecimal("count")));
    fields.put("price", Value.number(row.getBigDecimal("price")));
    boolean done = row.getBoolean("done");
    return fields.put("done", row.wasNull() ? Value.NULL : Value.bool(done)).build();
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private String ask(String query) {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql, Fields fields, List<Object> further) {
    try (Connection connection = application.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 0;
      for (Value value : fields.toMap().values()) {
        statement.setObject(++parameter, dialect.bound().apply(value));
      }
      for (Object each : further) {
        statement.setObject(++parameter, each);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean trouble(Trouble trouble) {
    switch (trouble) {
      case DOWN -> connector.onConnect = new SQLException("the server is not there", "08001");
      case REFUSED -> connector.onConnect = new SQLException("password refused", "28P01");
      case ANSWER_LOST, BATCH_BROKEN -> {
        connector.commitsAnyway = trouble == Trouble.ANSWER_LOST;
        connector.onCommit = new SQLRecoverableException("the connection was reset", "08006");
      }
      case LISTING_STOPS -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void relieve() {
    connector.onConnect = null;
    connector.onCommit = null;
  }

  @Override
  public OptionalInt held() {
    return OptionalInt.of(connector.open.get());
  }

  @Override
  public void close() {
    if (connector.open.get() != 0) {
      throw new AssertionError(connector.open.get() + " connections were not given back");
    }
  }

  /** Returns a value as drivers take it that know java.time. */
  static Object bound(Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Num number) {
      return number.value();
    }
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    if (value instanceof Value.Day day) {
      return day.value();
    }
    return value instanceof Value.Moment moment
        ? moment.value().atOffset(java.time.ZoneOffset.UTC)
        : null;
  }
}
