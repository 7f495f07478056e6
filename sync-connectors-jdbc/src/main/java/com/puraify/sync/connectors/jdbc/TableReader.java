package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.ReadRequest.Scope;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table page by page. Each page starts right after the last row of the page before, in the
 * order of the key or of (change, key), never at a number of rows to skip: rows that come and go
 * meanwhile shift nothing.
 */
final class TableReader {

  private final SqlCalls calls;
  private final Table table;
  private final @Nullable ChangeOrder order;
  private final int pageSize;
  private @Nullable Shape shape;

  TableReader(SqlCalls calls, Table table, @Nullable ChangeOrder order, int pageSize) {
    this.calls = calls;
    this.table = table;
    this.order = order;
    this.pageSize = pageSize;
  }

  /** The projection of a read, kept for its next page. */
  private record Shape(Scope scope, Set<String> fields, Projection projection) {}

  /** What a page reads: a condition, its order, and what binds its parameters. */
  private record Query(List<String> conditions, List<String> orderBy, Binder binder) {}

  @FunctionalInterface
  private interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  Page read(ReadRequest request) {
    return calls.query(
        "reading " + table.name(),
        connection ->
            request.scope() == Scope.ALL
                ? readAll(connection, request)
                : readChanges(connection, request));
  }

  private Page readAll(Connection connection, ReadRequest request) throws SQLException {
    Position at = position(connection, request);
    return page(connection, request, at, afterKey(at, alive()));
  }

  private Page readChanges(Connection connection, ReadRequest request) throws SQLException {
    String since = request.since();
    if (order == null || since == null) {
      throw new ConnectorException(
          Kind.UNSUPPORTED,
          "table " + table.name() + " is read in full; declare modifiedAt or changeNumber");
    }
    Position at = position(connection, request);
    if (at.undated()) {
      String undated = order.column().quoted() + " IS NULL";
      return page(connection, request, at, afterKey(at, Stream.of(undated)));
    }
    List<String> columns =
        Stream.concat(Stream.of(order.column().quoted()), table.quotedKey().stream()).toList();
    String last = at.order();
    if (last == null) {
      ChangeOrder.Bound bound = order.since(connection, table, since);
      Binder binder =
          statement -> {
            for (int i = 0; i < bound.positions().size(); i++) {
              order.bind(statement, i + 1, bound.positions().get(i));
            }
          };
      return page(connection, request, at, query(Stream.of(bound.sql()), columns, binder));
    }
    Value[] key = key(at);
    Binder binder =
        statement -> {
          int index = 1;
          for (int i = 0; i < table.dialect().bindsOfLeadingColumn(); i++) {
            order.bind(statement, index++, last);
          }
          bindKey(statement, index, key);
        };
    String after = table.dialect().after(columns);
    return page(connection, request, at, query(Stream.of(after), columns, binder));
  }

  private Position position(Connection connection, ReadRequest request) throws SQLException {
    if (request.token() != null) {
      return Position.parse(request.token());
    }
    // Taken before the first row is read: what changes from now on belongs to the next read.
    String checkpoint = order == null ? null : order.checkpoint(connection, table);
    return new Position(checkpoint, false, null, null);
  }

  private Stream<String> alive() {
    return table.tombstone() == null ? Stream.of() : Stream.of(table.tombstone().isAlive());
  }

  private Query afterKey(Position at, Stream<String> conditions) {
    if (at.id() == null) {
      return query(conditions, table.quotedKey(), statement -> {});
    }
    Value[] key = key(at);
    String after = table.dialect().after(table.quotedKey());
    return query(
        Stream.concat(conditions, Stream.of(after)),
        table.quotedKey(),
        statement -> bindKey(statement, 1, key));
  }

  private Query query(Stream<String> conditions, List<String> orderBy, Binder binder) {
    List<String> all =
        Stream.concat(conditions, Stream.of(table.hasKey()))
            .filter(condition -> !condition.isEmpty())
            .toList();
    return new Query(all, orderBy, binder);
  }

  private Value[] key(Position at) {
    return ItemKey.keyOfRow(String.valueOf(at.id()), table.keyColumns());
  }

  private void bindKey(PreparedStatement statement, int from, Value[] key) throws SQLException {
    int index = from;
    for (int i = 0; i < key.length; i++) {
      int times = i == key.length - 1 ? 1 : table.dialect().bindsOfLeadingColumn();
      for (int j = 0; j < times; j++) {
        table.keyColumns().get(i).codec().bind(statement, index++, key[i]);
      }
    }
  }

  private Page page(Connection connection, ReadRequest request, Position at, Query query)
      throws SQLException {
    Projection projection = projection(request);
    String where = query.conditions().stream().collect(Collectors.joining(" AND ", " WHERE ", ""));
    String sql =
        "SELECT "
            + projection.columns()
            + " FROM "
            + table.from()
            + (query.conditions().isEmpty() ? "" : where)
            + " ORDER BY "
            + String.join(", ", query.orderBy())
            + " LIMIT "
            + pageSize;
    List<Page.Change> changes = new ArrayList<>(pageSize);
    String lastOrder = null;
    boolean ordered = request.scope() == Scope.CHANGES && !at.undated();
    try (PreparedStatement statement = calls.prepare(connection, sql)) {
      statement.setFetchSize(pageSize);
      query.binder().bind(statement);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changes.add(change(projection, row));
          if (ordered && order != null && changes.size() == pageSize) {
            lastOrder = projection.position(row, order);
          }
        }
      }
    }
    return new Page(changes, next(at, changes, ordered, lastOrder));
  }

  private static Page.Change change(Projection projection, ResultSet row) throws SQLException {
    Item item = projection.item(row);
    return projection.isDeleted(row)
        ? new Page.Removed(Lookup.Gone.because(item.id(), Lookup.Reason.DELETED))
        : new Page.Present(item);
  }

  private Page.Next next(
      Position at, List<Page.Change> changes, boolean ordered, @Nullable String lastOrder) {
    if (changes.size() == pageSize) {
      String id = changes.get(pageSize - 1).id();
      return new Page.More(new Position(at.checkpoint(), at.undated(), lastOrder, id).token());
    }
    if (ordered && order != null && order.column().nullable()) {
      // Rows that nobody has dated yet may be new: they are read every time.
      return new Page.More(new Position(at.checkpoint(), true, null, null).token());
    }
    return new Page.End(at.checkpoint());
  }

  private Projection projection(ReadRequest request) {
    Shape last = shape;
    if (last != null && last.scope() == request.scope() && last.fields().equals(request.fields())) {
      return last.projection();
    }
    ChangeOrder read = request.scope() == Scope.CHANGES ? order : null;
    Projection projection = Projection.of(table, request.fields(), read);
    shape = new Shape(request.scope(), request.fields(), projection);
    return projection;
  }
}
