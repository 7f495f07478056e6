package com.puraify.sync.benchmarks;

import com.puraify.sync.value.Side;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One table of sample rows, handled by plain JDBC, as the people and programs on a side do. */
final class SampleTable {

  private static final int BATCH = 1_000;

  private final Database database;
  private final DataSource source;
  private final String table;
  private final SampleRow.Key key;

  SampleTable(Database database, Side side, String table, SampleRow.Key key) {
    this.database = database;
    this.source = database.side(side);
    this.table = table;
    this.key = key;
  }

  /** Makes the table, empty. */
  void create() throws SQLException {
    execute("DROP TABLE IF EXISTS " + table);
    execute(database.ddl(table, key));
  }

  /** Has the database do what it does in its own time, so that it does not do it while measured. */
  void settle() throws SQLException {
    execute(
        database.kind() == Database.Kind.SQLITE
            ? "PRAGMA wal_checkpoint(TRUNCATE)"
            : "VACUUM ANALYZE " + table);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Inserts rows by their numbers. */
  void insert(LongStream numbers) throws SQLException {
    String sql =
        "INSERT INTO " + table + " (" + SampleRow.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    batches(
        sql,
        numbers,
        (statement, number) -> {
          SampleRow row = SampleRow.of(number, key);
          bindId(statement, 1, row.id());
          statement.setString(2, row.code());
          statement.setString(3, row.title());
          statement.setString(4, row.notes());
          statement.setBigDecimal(5, row.amount());
          statement.setBoolean(6, row.active());
          if (database.kind() == Database.Kind.SQLITE) {
            statement.setString(7, row.due().toString());
            statement.setString(8, row.seenText());
          } else {
            statement.setObject(7, row.due());
            statement.setTimestamp(8, Timestamp.valueOf(row.seen()));
          }
        });
  }

  /** Does to the table what people do on a side. */
  void edit(SampleEdits edits, Side side) throws SQLException {
    String column = side == Side.LOCAL ? "title" : "amount";
    batches(
        "UPDATE " + table + " SET " + column + " = ? WHERE id = ?",
        edits.edited(side),
        (statement, number) -> {
          SampleRow row = SampleEdits.edit(side, SampleRow.of(number, key));
          if (side == Side.LOCAL) {
            statement.setString(1, row.title());
          } else {
            statement.setBigDecimal(1, row.amount());
          }
          bindId(statement, 2, row.id());
        });
    batches(
        "DELETE FROM " + table + " WHERE id = ?",
        edits.deleted(side),
        (statement, number) -> bindId(statement, 1, SampleRow.of(number, key).id()));
    insert(edits.added(side));
  }

  private void bindId(PreparedStatement statement, int at, String id) throws SQLException {
    if (key == SampleRow.Key.NUMBER) {
      statement.setLong(at, Long.parseLong(id));
    } else if (database.kind() == Database.Kind.SQLITE) {
      statement.setString(at, id);
    } else {
      statement.setObject(at, UUID.fromString(id));
    }
  }

  private interface Binder {
    void bind(PreparedStatement statement, long number) throws SQLException;
  }

  private void batches(String sql, LongStream numbers, Binder binder) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection.setAutoCommit(false);
      int pending = 0;
      for (var each = numbers.iterator(); each.hasNext(); ) {
        binder.bind(statement, each.nextLong());
        statement.addBatch();
        if (++pending == BATCH) {
          statement.executeBatch();
          connection.commit();
          pending = 0;
        }
      }
      statement.executeBatch();
      connection.commit();
    }
  }

  /**
   * Checks every row of the table.
   *
   * @param expected returns what the row of a number must be, or null if it must not be there
   * @param rows how many rows there must be
   * @throws IllegalStateException if a row is not as expected; the message shows both
   */
  void check(LongFunction<@Nullable SampleRow> expected, long rows) throws SQLException {
    long found = 0;
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(BATCH);
        try (ResultSet row =
            statement.executeQuery("SELECT " + SampleRow.COLUMNS + " FROM " + table)) {
          while (row.next()) {
            found++;
            String there = there(row);
            SampleRow wanted = expected.apply(SampleRow.numberIn(row.getString(2)));
            String must = wanted == null ? "no row" : text(wanted);
            if (!must.equals(there)) {
              throw new IllegalStateException(
                  table + " holds\n  " + there + "\ninstead of\n  " + must);
            }
          }
        }
      }
      connection.commit();
    }
    if (found != rows) {
      throw new IllegalStateException(table + " holds " + found + " rows instead of " + rows);
    }
  }

  private static String text(SampleRow row) {
    return String.join(
        "|",
        row.id(),
        row.code(),
        row.title(),
        row.notes(),
        row.amount().stripTrailingZeros().toPlainString(),
        Boolean.toString(row.active()),
        row.due().toString(),
        row.seenText());
  }

  private static String there(ResultSet row) throws SQLException {
    return String.join(
        "|",
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        new BigDecimal(row.getString(5)).stripTrailingZeros().toPlainString(),
        Boolean.toString(row.getBoolean(6)),
        row.getString(7),
        row.getString(8));
  }
}
