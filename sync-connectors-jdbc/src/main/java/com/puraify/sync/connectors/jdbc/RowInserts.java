package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connectors.jdbc.Table.KeySource;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates rows. Where the key is known beforehand, a create that is sent again finds its row and
 * makes no second one.
 */
final class RowInserts {

  /** How often a batch is looked at again because some of its rows were there before. */
  private static final int REPEATS = 3;

  private final SqlCalls calls;
  private final Table table;
  private final RowFinder finder;
  private final Bookkeeping bookkeeping;
  private final InsertStatements statements;
  private final boolean readBack;

  RowInserts(
      SqlCalls calls, Table table, RowFinder finder, Bookkeeping bookkeeping, boolean readBack) {
    this.calls = calls;
    this.table = table;
    this.finder = finder;
    this.bookkeeping = bookkeeping;
    this.statements = new InsertStatements(calls, table);
    this.readBack = readBack;
  }

  /**
   * A row to be created.
   *
   * @param index its place in the batch
   * @param key its key, or null if the database gives it one
   * @param keyFromEngine whether the key is the engine's name for the creation, which is nobody
   *     else's
   * @param asked the values that the engine asks for
   * @param row the values that are inserted: those asked for, and the key
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on within a batch, never compared
  record NewRow(
      int index, Value @Nullable [] key, boolean keyFromEngine, RowValues asked, RowValues row) {}

  List<WriteResult> create(List<Write.Create> batch) {
    @Nullable WriteResult[] results = new WriteResult[batch.size()];
    List<NewRow> rows = new ArrayList<>(batch.size());
    for (int i = 0; i < results.length; i++) {
      try {
        rows.add(newRow(i, batch.get(i)));
      } catch (UnfitValueException e) {
        results[i] = e.refusal();
      }
    }
    insert(rows, results, REPEATS);
    return Arrays.stream(results).map(Objects::requireNonNull).toList();
  }

  private NewRow newRow(int index, Write.Create create) throws UnfitValueException {
    RowValues asked = RowValues.of(table, create.fields(), true);
    if (table.keySource() == KeySource.DATABASE) {
      return new NewRow(index, null, false, asked, asked);
    }
    Column first = table.keyColumns().get(0);
    if (table.keySource() == KeySource.ENGINE && asked.get(first) == null) {
      Value key = first.codec().stored(new Value.Text(create.key()));
      List<Column> columns = new ArrayList<>(asked.columns());
      columns.add(first);
      Value[] values = Arrays.copyOf(asked.values(), columns.size());
      values[columns.size() - 1] = key;
      return new NewRow(
          index, new Value[] {key}, true, asked, new RowValues(List.copyOf(columns), values));
    }
    Value[] key = new Value[table.keyColumns().size()];
    for (int i = 0; i < key.length; i++) {
      Column column = table.keyColumns().get(i);
      Value value = asked.get(column);
      if (value == null || value.isNull()) {
        throw new UnfitValueException(
                "the database gives the key column "
                    + column.name()
                    + " no value by itself; map a field to it")
            .in(column.name());
      }
      key[i] = value;
    }
    return new NewRow(index, key, false, asked, asked);
  }

  private void insert(List<NewRow> rows, @Nullable WriteResult[] results, int repeats) {
    if (rows.isEmpty()) {
      return;
    }
    String doing = "inserting rows into " + table.name();
    try {
      Outcome<List<WriteResult>> outcome = calls.transaction(doing, c -> insert(c, rows));
      for (int i = 0; i < rows.size(); i++) {
        results[rows.get(i).index()] = inDoubt(outcome.result().get(i), outcome.doubt());
      }
    } catch (RefusedException e) {
      List<NewRow> rest = withoutExisting(e.fault(), rows, results);
      if (rest.size() < rows.size() && repeats > 0) {
        insert(rest, results, repeats - 1);
      } else if (rows.size() > 1) {
        throw e.fault().exception(doing);
      } else {
        results[rows.get(0).index()] = rejected(e.fault());
      }
    }
  }

  private static WriteResult inDoubt(WriteResult result, @Nullable String doubt) {
    return doubt != null && result instanceof WriteResult.Done done
        ? new WriteResult.Unknown(doubt, done.id())
        : result;
  }

  private WriteResult rejected(SqlFault fault) {
    Column column = table.columnNamed(fault.column());
    return new WriteResult.Rejected(
        fault.reason(), fault.message(), column == null ? null : column.name());
  }

  private List<WriteResult> insert(java.sql.Connection connection, List<NewRow> rows)
      throws SQLException {
    Instant now = bookkeeping.clock(connection);
    List<Bookkeeping.Extra> extras = bookkeeping.onInsert(now);
    List<Value[]> keys = statements.insert(connection, rows, extras);
    Map<String, RowFinder.Row> after =
        readBack
            ? finder.select(connection, keys, Projection.of(table, fieldsOf(rows), null), false)
            : Map.of();
    List<WriteResult> results = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String id = ItemKey.id(keys.get(i));
      RowFinder.Row row = after.get(id);
      Item item =
          row == null
              ? new Item(id, rows.get(i).asked().fields(), bookkeeping.modifiedAt(now), null)
              : row.item();
      results.add(WriteResult.Done.with(item));
    }
    return results;
  }

  private static Set<String> fieldsOf(List<NewRow> rows) {
    Set<String> fields = new HashSet<>();
    rows.forEach(row -> row.asked().columns().forEach(column -> fields.add(column.name())));
    return fields;
  }

  /**
   * Answers for those rows whose key is in the table already, and returns the others. A row under
   * the engine's own name is an earlier try of the same creation; a row under a key out of its
   * fields is one if it holds just what was to be created.
   */
  private List<NewRow> withoutExisting(
      SqlFault fault, List<NewRow> rows, @Nullable WriteResult[] results) {
    if (fault.what() != SqlFault.What.DUPLICATE || table.keySource() == KeySource.DATABASE) {
      return rows;
    }
    Projection projection = Projection.of(table, fieldsOf(rows), null);
    List<Value[]> keys = rows.stream().map(row -> Objects.requireNonNull(row.key())).toList();
    Map<String, RowFinder.Row> existing =
        calls.query(
            "looking for rows of " + table.name(),
            connection -> finder.select(connection, keys, projection, false));
    List<NewRow> rest = new ArrayList<>(rows.size());
    Set<String> seen = new HashSet<>();
    for (NewRow row : rows) {
      String id = ItemKey.id(Objects.requireNonNull(row.key()));
      RowFinder.Row there = existing.get(id);
      if (there != null) {
        boolean ours = row.keyFromEngine() || (!there.deleted() && holds(there.item(), row));
        results[row.index()] = ours ? WriteResult.Done.with(there.item()) : taken(id, there);
      } else if (!seen.add(id)) {
        results[row.index()] = taken(id, null);
      } else {
        rest.add(row);
      }
    }
    return rest;
  }

  private static boolean holds(Item item, NewRow row) {
    for (int i = 0; i < row.asked().values().length; i++) {
      Column column = row.asked().columns().get(i);
      Value there = item.fields().get(column.name());
      if (there == null
          || !column.codec().type().canonical(there).equals(row.asked().values()[i])) {
        return false;
      }
    }
    return true;
  }

  private WriteResult taken(String id, RowFinder.@Nullable Row by) {
    String who = by != null && by.deleted() ? "a deleted row" : "another row";
    return new WriteResult.Rejected(
        Reason.DUPLICATE, who + " has the key " + id, table.keyColumns().get(0).name());
  }
}
