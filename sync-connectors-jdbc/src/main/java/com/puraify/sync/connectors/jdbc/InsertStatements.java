package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connectors.jdbc.RowInserts.NewRow;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The INSERT statements of a table: of many rows where the keys are known, else in the way in which
 * the database tells surely which row got which key.
 */
final class InsertStatements {

  private final SqlCalls calls;
  private final Table table;

  InsertStatements(SqlCalls calls, Table table) {
    this.calls = calls;
    this.table = table;
  }

  /** Inserts rows, and returns their keys in the same order. */
  List<Value[]> insert(Connection connection, List<NewRow> rows, List<Bookkeeping.Extra> extras)
      throws SQLException {
    Map<Integer, Value[]> keys = new HashMap<>();
    for (SameColumns<NewRow> group : SameColumns.group(rows, row -> row.row().columns())) {
      List<NewRow> same = group.writes();
      List<Value[]> inserted =
          same.get(0).key() != null
              ? insertKnown(connection, same, extras)
              : insertNew(connection, same, extras);
      for (int i = 0; i < inserted.size(); i++) {
        keys.put(same.get(i).index(), inserted.get(i));
      }
    }
    return rows.stream().map(row -> Objects.requireNonNull(keys.get(row.index()))).toList();
  }

  private List<Value[]> insertKnown(
      Connection connection, List<NewRow> rows, List<Bookkeeping.Extra> extras)
      throws SQLException {
    int width = rows.get(0).row().columns().size() + extras.size();
    int most = Math.min(Dialect.INSERT_ROWS, table.dialect().maxParameters() / width);
    int whole = rows.size() - rows.size() % most;
    insertMany(connection, rows.subList(0, whole), extras, most);
    insertMany(connection, rows.subList(whole, rows.size()), extras, rows.size() - whole);
    return rows.stream().map(row -> Objects.requireNonNull(row.key())).toList();
  }

  /** Inserts rows, so many by each statement. */
  private void insertMany(
      Connection connection, List<NewRow> rows, List<Bookkeeping.Extra> extras, int rowsEach)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String sql = sql(rows.get(0), extras, rowsEach);
    try (PreparedStatement statement = calls.prepare(connection, sql)) {
      int index = 1;
      for (int i = 0; i < rows.size(); i++) {
        index = bind(statement, index, rows.get(i), extras);
        if ((i + 1) % rowsEach == 0) {
          calls.checkCancelled();
          requireCount(statement.executeUpdate(), rowsEach);
          index = 1;
        }
      }
    }
  }

  private List<Value[]> insertNew(
      Connection connection, List<NewRow> rows, List<Bookkeeping.Extra> extras)
      throws SQLException {
    boolean identity = table.keyColumns().size() == 1 && table.keyColumns().get(0).generated();
    return table.dialect().returnsKeysByRow(identity)
        ? insertReturning(connection, rows, extras)
        : insertBatch(connection, rows, extras);
  }

  private List<Value[]> insertReturning(
      Connection connection, List<NewRow> rows, List<Bookkeeping.Extra> extras)
      throws SQLException {
    String sql = sql(rows.get(0), extras, 1) + " RETURNING " + String.join(", ", table.quotedKey());
    List<Value[]> keys = new ArrayList<>(rows.size());
    try (PreparedStatement statement = calls.prepare(connection, sql)) {
      for (NewRow row : rows) {
        calls.checkCancelled();
        bind(statement, 1, row, extras);
        try (ResultSet key = statement.executeQuery()) {
          collect(key, keys);
        }
      }
    }
    requireCount(keys.size(), rows.size());
    return keys;
  }

  /** A batch runs its rows one after the other, and tells their keys in the same order. */
  private List<Value[]> insertBatch(
      Connection connection, List<NewRow> rows, List<Bookkeeping.Extra> extras)
      throws SQLException {
    String[] keyNames = table.keyColumns().stream().map(Column::name).toArray(String[]::new);
    List<Value[]> keys = new ArrayList<>(rows.size());
    try (PreparedStatement statement =
        calls.prepare(connection, sql(rows.get(0), extras, 1), keyNames)) {
      for (NewRow row : rows) {
        bind(statement, 1, row, extras);
        statement.addBatch();
      }
      calls.checkCancelled();
      statement.executeBatch();
      try (ResultSet key = statement.getGeneratedKeys()) {
        boolean more = true;
        while (more) {
          more = collect(key, keys);
        }
      }
    }
    requireCount(keys.size(), rows.size());
    return keys;
  }

  private boolean collect(ResultSet row, List<Value[]> keys) throws SQLException {
    if (!row.next()) {
      return false;
    }
    Value[] key = new Value[table.keyColumns().size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = table.keyColumns().get(i).codec().read(row, i + 1);
    }
    return keys.add(key);
  }

  private void requireCount(int found, int expected) {
    if (found != expected) {
      throw SqlCalls.broken(
          "the database tells of "
              + found
              + " rows inserted into "
              + table.name()
              + " instead of "
              + expected
              + "; a trigger or a rule holds rows back. Nothing was written");
    }
  }

  private String sql(NewRow row, List<Bookkeeping.Extra> extras, int rows) {
    List<Column> columns = new ArrayList<>(row.row().columns());
    extras.forEach(extra -> columns.add(extra.column()));
    if (columns.isEmpty()) {
      return table.dialect().insertDefaults(table.from());
    }
    String one = "(" + String.join(", ", columns.stream().map(Column::placeholder).toList()) + ")";
    return "INSERT INTO "
        + table.from()
        + " ("
        + String.join(", ", columns.stream().map(Column::quoted).toList())
        + ") VALUES "
        + String.join(", ", Collections.nCopies(rows, one));
  }

  private static int bind(
      PreparedStatement statement, int from, NewRow row, List<Bookkeeping.Extra> extras)
      throws SQLException {
    int index = from;
    Value[] values = row.row().values();
    for (int i = 0; i < values.length; i++) {
      row.row().columns().get(i).codec().bind(statement, index++, values[i]);
    }
    for (Bookkeeping.Extra extra : extras) {
      extra.column().codec().bind(statement, index++, extra.value());
    }
    return index;
  }
}
