package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds rows by their keys or by the value of a column. */
final class RowFinder {

  /** How many keys one statement asks for; SQLite lets conditions nest a thousand deep. */
  static final int KEYS_PER_QUERY = 500;

  /** How many rows a find returns at most; more are not worth comparing one by one. */
  static final int MAX_FOUND = 100_000;

  private final SqlCalls calls;
  private final Table table;
  private final TableReader reader;
  private final boolean dated;

  /**
   * Creates a finder.
   *
   * @param dated whether rows that the engine creates have a time of change, so that those created
   *     since some time are among those changed since then
   */
  RowFinder(SqlCalls calls, Table table, TableReader reader, boolean dated) {
    this.calls = calls;
    this.table = table;
    this.reader = reader;
    this.dated = dated;
  }

  /**
   * A row as it is now.
   *
   * @param deleted whether it is marked as deleted
   */
  record Row(Item item, boolean deleted) {}

  /** Looks items up; an id that cannot be of this table says nothing about any row. */
  List<Lookup> lookup(List<String> ids, Set<String> fields) {
    Map<String, Value[]> keys = new HashMap<>();
    for (String id : ids) {
      try {
        keys.put(id, ItemKey.key(id, table.keyColumns()));
      } catch (UnfitValueException e) {
        // Answered as unknown below.
      }
    }
    Projection projection = Projection.of(table, fields, null);
    Map<String, Row> rows =
        calls.query(
            "looking up rows of " + table.name(),
            connection -> select(connection, keys.values(), projection, false));
    List<Lookup> answers = new ArrayList<>(ids.size());
    for (String id : ids) {
      Row row = rows.get(id);
      if (row != null && !row.deleted()) {
        answers.add(new Lookup.Found(row.item()));
      } else {
        boolean known = keys.containsKey(id);
        answers.add(Lookup.Gone.because(id, known ? Lookup.Reason.DELETED : Lookup.Reason.UNKNOWN));
      }
    }
    return answers;
  }

  /**
   * Returns the rows with some keys, by their ids.
   *
   * @param lock whether they must stay as they are until the transaction ends
   */
  Map<String, Row> select(
      Connection connection, Iterable<Value[]> keys, Projection projection, boolean lock)
      throws SQLException {
    Map<String, Row> rows = new HashMap<>();
    List<Value[]> chunk = new ArrayList<>();
    for (Value[] key : keys) {
      chunk.add(key);
      if (chunk.size() == KEYS_PER_QUERY) {
        selectChunk(connection, chunk, projection, lock, rows);
        chunk.clear();
      }
    }
    if (!chunk.isEmpty()) {
      selectChunk(connection, chunk, projection, lock, rows);
    }
    return rows;
  }

  private void selectChunk(
      Connection connection,
      List<Value[]> keys,
      Projection projection,
      boolean lock,
      Map<String, Row> rows)
      throws SQLException {
    calls.checkCancelled();
    // Rows are locked in the order of their keys, so that two writers do not wait for each other.
    String sql =
        "SELECT "
            + projection.columns()
            + " FROM "
            + table.from()
            + " WHERE "
            + isAnyOf(keys.size())
            + (lock ? " ORDER BY " + String.join(", ", table.quotedKey()) : "")
            + (lock ? table.dialect().lockClause() : "");
    try (PreparedStatement statement = calls.prepare(connection, sql)) {
      int index = 1;
      for (Value[] key : keys) {
        for (int i = 0; i < key.length; i++) {
          table.keyColumns().get(i).codec().bind(statement, index++, key[i]);
        }
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Item item = projection.item(row);
          rows.put(item.id(), new Row(item, projection.isDeleted(row)));
        }
      }
    }
  }

  private String isAnyOf(int count) {
    List<String> key = table.quotedKey();
    if (key.size() == 1) {
      return key.get(0) + " IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }
    String one = "(" + String.join(" = ? AND ", key) + " = ?)";
    return "(" + String.join(" OR ", Collections.nCopies(count, one)) + ")";
  }

  /**
   * Finds rows by the value of a column if the request names one that SQL can compare; else reads
   * all rows that may be meant.
   */
  List<Item> find(FindRequest request) {
    Column column = request.field() == null ? null : table.columns().get(request.field());
    if (column != null && column.codec().comparable()) {
      return findByValue(column, request);
    }
    Set<String> fields = new HashSet<>(request.fields());
    Set<Value> values = new HashSet<>();
    if (column != null) {
      fields.add(column.name());
      for (Value value : request.values()) {
        values.add(column.codec().type().canonical(value));
      }
    }
    boolean since = dated && request.createdSince() != null;
    return scan(
        since
            ? ReadRequest.changes(String.valueOf(request.createdSince()), fields)
            : ReadRequest.all(fields),
        column,
        values);
  }

  private List<Item> scan(ReadRequest first, @Nullable Column column, Set<Value> values) {
    List<Item> found = new ArrayList<>();
    ReadRequest request = first;
    while (true) {
      Page page = reader.read(request);
      for (Page.Change change : page.changes()) {
        if (change instanceof Page.Present present && fits(present.item(), column, values)) {
          add(found, present.item());
        }
      }
      if (!(page.next() instanceof Page.More more)) {
        return found;
      }
      request = request.next(more);
    }
  }

  private static boolean fits(Item item, @Nullable Column column, Set<Value> values) {
    if (column == null) {
      return true;
    }
    Value value = item.fields().get(column.name());
    return value != null && values.contains(column.codec().type().canonical(value));
  }

  private void add(List<Item> found, Item item) {
    if (found.size() == MAX_FOUND) {
      throw new ConnectorException(
          Kind.UNSUPPORTED,
          "more than "
              + MAX_FOUND
              + " rows of "
              + table.name()
              + " may be meant; match on a field, or give the table a key that is a UUID");
    }
    found.add(item);
  }

  private List<Item> findByValue(Column column, FindRequest request) {
    List<Value> values = spellings(column, request.values());
    boolean empty = values.removeIf(Value::isNull);
    Projection projection = Projection.of(table, request.fields(), null);
    return calls.query(
        "finding rows of " + table.name(),
        connection -> {
          List<Item> found = new ArrayList<>();
          if (empty) {
            collect(connection, projection, column.quoted() + " IS NULL", column, List.of(), found);
          }
          for (int from = 0; from < values.size(); from += KEYS_PER_QUERY) {
            int to = Math.min(from + KEYS_PER_QUERY, values.size());
            List<Value> chunk = values.subList(from, to);
            String marks = String.join(", ", Collections.nCopies(chunk.size(), "?"));
            String condition = column.quoted() + " IN (" + marks + ")";
            collect(connection, projection, condition, column, chunk, found);
          }
          return found;
        });
  }

  /** Values are compared in Unicode normal form; the database compares what is stored. */
  private static List<Value> spellings(Column column, List<Value> values) {
    List<Value> spellings = new ArrayList<>();
    for (Value value : values) {
      try {
        Value stored = column.codec().stored(value);
        spellings.add(stored);
        if (stored instanceof Value.Text text) {
          spellings.add(spelled(text, Normalizer.Form.NFC));
          spellings.add(spelled(text, Normalizer.Form.NFD));
        }
      } catch (UnfitValueException e) {
        // No row can hold it.
      }
    }
    return distinctByContent(spellings);
  }

  private static Value spelled(Value.Text text, Normalizer.Form form) {
    return new Value.Text(Normalizer.normalize(text.value(), form));
  }

  /** Two texts that are equal to the engine may be stored differently: both are kept. */
  private static List<Value> distinctByContent(List<Value> values) {
    Set<String> seen = new HashSet<>();
    List<Value> distinct = new ArrayList<>();
    for (Value value : values) {
      if (seen.add(value.toString())) {
        distinct.add(value);
      }
    }
    return distinct;
  }

  private void collect(
      Connection connection,
      Projection projection,
      String condition,
      Column column,
      List<Value> values,
      List<Item> found)
      throws SQLException {
    calls.checkCancelled();
    List<String> conditions = new ArrayList<>(List.of(condition));
    if (table.tombstone() != null) {
      conditions.add(table.tombstone().isAlive());
    }
    if (!table.hasKey().isEmpty()) {
      conditions.add(table.hasKey());
    }
    String sql =
        "SELECT "
            + projection.columns()
            + " FROM "
            + table.from()
            + " WHERE "
            + String.join(" AND ", conditions);
    try (PreparedStatement statement = calls.prepare(connection, sql)) {
      for (int i = 0; i < values.size(); i++) {
        column.codec().bind(statement, i + 1, values.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          add(found, projection.item(row));
        }
      }
    }
  }
}
