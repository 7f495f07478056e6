package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Updates and deletes rows if they are still as expected: in one transaction, the rows of a batch
 * are read and locked, those that hold are written, and the others are reported stale.
 */
final class RowUpdates {

  private final SqlCalls calls;
  private final Table table;
  private final RowFinder finder;
  private final Bookkeeping bookkeeping;
  private final boolean readBack;

  RowUpdates(
      SqlCalls calls, Table table, RowFinder finder, Bookkeeping bookkeeping, boolean readBack) {
    this.calls = calls;
    this.table = table;
    this.finder = finder;
    this.bookkeeping = bookkeeping;
    this.readBack = readBack;
  }

  /**
   * A write whose values are known to fit.
   *
   * @param index its place in the batch
   * @param written what it writes, or null for a delete
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on within a batch, never compared
  private record Change(
      int index, String id, Value[] key, @Nullable RowValues written, Expectation expected) {

    List<Column> columns() {
      return written == null ? List.of() : written.columns();
    }
  }

  List<WriteResult> update(List<Write.Update> batch) {
    @Nullable WriteResult[] results = new WriteResult[batch.size()];
    List<Change> changes = new ArrayList<>(batch.size());
    for (int i = 0; i < results.length; i++) {
      Write.Update update = batch.get(i);
      try {
        Value[] key = ItemKey.key(update.id(), table.keyColumns());
        RowValues written = RowValues.of(table, update.fields(), false);
        changes.add(new Change(i, update.id(), key, written, update.expected()));
      } catch (UnfitValueException e) {
        results[i] = e.refusal();
      }
    }
    return write("updating rows of " + table.name(), changes, results);
  }

  List<WriteResult> delete(List<Write.Delete> batch) {
    @Nullable WriteResult[] results = new WriteResult[batch.size()];
    List<Change> changes = new ArrayList<>(batch.size());
    for (int i = 0; i < results.length; i++) {
      Write.Delete delete = batch.get(i);
      try {
        Value[] key = ItemKey.key(delete.id(), table.keyColumns());
        changes.add(new Change(i, delete.id(), key, null, delete.expected()));
      } catch (UnfitValueException e) {
        results[i] = e.refusal();
      }
    }
    return write("deleting rows of " + table.name(), changes, results);
  }

  private List<WriteResult> write(
      String doing, List<Change> changes, @Nullable WriteResult[] results) {
    if (!changes.isEmpty()) {
      try {
        Outcome<Map<Integer, WriteResult>> outcome =
            calls.transaction(doing, connection -> apply(connection, changes));
        outcome
            .result()
            .forEach((index, result) -> results[index] = inDoubt(result, outcome.doubt()));
      } catch (RefusedException e) {
        if (changes.size() > 1) {
          throw e.fault().exception(doing);
        }
        results[changes.get(0).index()] = rejected(e.fault(), changes.get(0).written() == null);
      }
    }
    return Arrays.stream(results).map(Objects::requireNonNull).toList();
  }

  private static WriteResult inDoubt(WriteResult result, @Nullable String doubt) {
    return doubt != null && result instanceof WriteResult.Done
        ? new WriteResult.Unknown(doubt, null)
        : result;
  }

  private WriteResult rejected(SqlFault fault, boolean delete) {
    Column column = table.columnNamed(fault.column());
    return delete
        ? new WriteResult.Rejected(Reason.OTHER, fault.message(), null)
        : new WriteResult.Rejected(
            fault.reason(), fault.message(), column == null ? null : column.name());
  }

  private Map<Integer, WriteResult> apply(Connection connection, List<Change> changes)
      throws SQLException {
    String lockAll = table.dialect().lockAll(table.from());
    if (lockAll != null) {
      try (PreparedStatement statement = calls.prepare(connection, lockAll)) {
        statement.executeUpdate();
      }
    }
    Projection projection = Projection.of(table, fieldsOf(changes), null);
    Map<String, RowFinder.Row> rows =
        finder.select(connection, changes.stream().map(Change::key).toList(), projection, true);
    Map<Integer, WriteResult> results = new LinkedHashMap<>();
    List<Change> due = new ArrayList<>(changes.size());
    for (Change change : changes) {
      RowFinder.Row row = rows.get(change.id());
      if (row == null || row.deleted()) {
        results.put(
            change.index(),
            WriteResult.Rejected.because(
                Reason.GONE, "table " + table.name() + " has no row " + change.id()));
      } else if (!change.expected().holds(row.item().fields())) {
        results.put(change.index(), new WriteResult.Stale(row.item()));
      } else {
        due.add(change);
      }
    }
    Instant now = due.isEmpty() ? null : bookkeeping.clock(connection);
    Set<String> untouched = execute(connection, due, now);
    Map<String, RowFinder.Row> after =
        readBack && !due.isEmpty()
            ? finder.select(connection, due.stream().map(Change::key).toList(), projection, false)
            : Map.of();
    for (Change change : due) {
      RowFinder.Row before = Objects.requireNonNull(rows.get(change.id()));
      results.put(
          change.index(),
          untouched.contains(change.id())
              ? WriteResult.Rejected.because(
                  Reason.FORBIDDEN,
                  "the database changed no row; a trigger or a rule for rows held it back")
              : done(change, before.item(), after.get(change.id()), now));
    }
    return results;
  }

  private WriteResult done(
      Change change, Item before, RowFinder.@Nullable Row readBackRow, @Nullable Instant now) {
    RowValues written = change.written();
    if (written == null) {
      return new WriteResult.Done(change.id(), null, before);
    }
    Item after =
        readBackRow == null
            ? new Item(change.id(), written.fields(), bookkeeping.modifiedAt(now), null)
            : readBackRow.item();
    return new WriteResult.Done(change.id(), after, before);
  }

  private static Set<String> fieldsOf(List<Change> changes) {
    Set<String> fields = new HashSet<>();
    for (Change change : changes) {
      fields.addAll(change.expected().fields());
      if (change.written() != null) {
        change.written().columns().forEach(column -> fields.add(column.name()));
      }
    }
    return fields;
  }

  /** Writes, and returns the ids of the rows that stayed as they were. */
  private Set<String> execute(Connection connection, List<Change> due, @Nullable Instant now)
      throws SQLException {
    List<Change> writing =
        due.stream().filter(c -> c.written() == null || c.written().values().length > 0).toList();
    Set<String> untouched = new HashSet<>();
    for (SameColumns<Change> group : SameColumns.group(writing, Change::columns)) {
      calls.checkCancelled();
      RowValues written = group.writes().get(0).written();
      try (PreparedStatement statement = calls.prepare(connection, sql(written, now))) {
        for (Change change : group.writes()) {
          bind(statement, change, now);
          statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        for (int i = 0; i < counts.length; i++) {
          if (counts[i] == 0) {
            untouched.add(group.writes().get(i).id());
          }
        }
      }
    }
    return untouched;
  }

  /** Returns the statement for a write; writes of the same columns share it. */
  private String sql(@Nullable RowValues written, @Nullable Instant now) {
    String where = " WHERE " + String.join(" = ? AND ", table.quotedKey()) + " = ?";
    if (written == null && table.tombstone() == null) {
      return "DELETE FROM " + table.from() + where;
    }
    List<String> assignments = new ArrayList<>();
    if (written != null) {
      written.columns().forEach(column -> assignments.add(assignment(column)));
    } else if (table.tombstone() != null) {
      assignments.add(assignment(table.tombstone().column()));
    }
    bookkeeping.onWrite(now).forEach(extra -> assignments.add(assignment(extra.column())));
    String raise = bookkeeping.raise();
    if (raise != null) {
      assignments.add(raise);
    }
    return "UPDATE " + table.from() + " SET " + String.join(", ", assignments) + where;
  }

  private static String assignment(Column column) {
    return column.quoted() + " = " + column.placeholder();
  }

  private void bind(PreparedStatement statement, Change change, @Nullable Instant now)
      throws SQLException {
    int index = 1;
    RowValues written = change.written();
    if (written != null) {
      for (int i = 0; i < written.values().length; i++) {
        written.columns().get(i).codec().bind(statement, index++, written.values()[i]);
      }
    } else if (table.tombstone() != null && now != null) {
      Tombstone tombstone = table.tombstone();
      tombstone.column().codec().bind(statement, index++, tombstone.mark(now));
    }
    if (written != null || table.tombstone() != null) {
      for (Bookkeeping.Extra extra : bookkeeping.onWrite(now)) {
        extra.column().codec().bind(statement, index++, extra.value());
      }
    }
    for (int i = 0; i < change.key().length; i++) {
      table.keyColumns().get(i).codec().bind(statement, index++, change.key()[i]);
    }
  }
}
