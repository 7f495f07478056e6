package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds items by a field's values and by when they were created. */
final class ItemFinder {

  /** How many conditions Notion takes in one list. */
  private static final int MAX_WAYS = 100;

  /** How long the conditions of one query grow, so that it stays well below 500 KB. */
  private static final int MAX_LENGTH = 100_000;

  private final NotionApi api;
  private final DataSource source;
  private final PageReader reader;

  ItemFinder(NotionApi api, DataSource source, PageReader reader) {
    this.api = api;
    this.source = source;
    this.reader = reader;
  }

  List<Item> find(FindRequest request) {
    List<Property> wanted = source.wanted(request.fields());
    Instant since = request.createdSince();
    Position start = Position.start(since == null ? null : RowQuery.minute(since));
    Map<String, Item> found = new LinkedHashMap<>();
    for (RowFilter filter : filters(request)) {
      RowQuery query =
          RowQuery.byCreation(api, source.id(), filter, NotionApi.Named.of(wanted, source));
      for (Position at = start; at != null; ) {
        RowQuery.Rows rows = query.read(at);
        for (Json row : rows.rows()) {
          if (reader.read(row, wanted) instanceof Lookup.Found each) {
            found.putIfAbsent(each.id(), each.item());
          }
        }
        if (rows.cutOff() != null) {
          throw new ConnectorException(Kind.UNSUPPORTED, rows.cutOff());
        }
        at = rows.next();
      }
    }
    return List.copyOf(found.values());
  }

  /** Returns the queries to make; none if nothing can fit, and one for everything if need be. */
  private List<RowFilter> filters(FindRequest request) {
    String field = request.field();
    if (field == null) {
      return List.of(RowFilter.every());
    }
    Property property = source.property(field);
    if (property == null) {
      return List.of(RowFilter.every());
    }
    List<List<Json>> ways = new ArrayList<>();
    for (Value value : distinct(property, request.values())) {
      List<List<Json>> each = property.codec().conditions(value);
      if (each == null) {
        return List.of(RowFilter.every());
      }
      if (each.isEmpty()) {
        each = freshly(property, value);
      }
      ways.addAll(each);
    }
    return batches(property, ways);
  }

  /** An option that was not there when the schema was read may have been added since. */
  private List<List<Json>> freshly(Property property, Value value) {
    DataSource now = DataSource.read(NotionApi.expect("data_source", api.dataSource(source.id())));
    Property same = now.property(property.id());
    List<List<Json>> ways = same == null ? null : same.codec().conditions(value);
    return ways == null ? List.of() : ways;
  }

  private static Set<Value> distinct(Property property, List<Value> values) {
    Set<Value> distinct = new LinkedHashSet<>();
    values.forEach(value -> distinct.add(property.codec().type().canonical(value)));
    return distinct;
  }

  private static List<RowFilter> batches(Property property, List<List<Json>> ways) {
    List<RowFilter> filters = new ArrayList<>();
    List<List<Json>> batch = new ArrayList<>();
    int length = 0;
    for (List<Json> way : ways) {
      int more = way.toString().length();
      if (batch.size() == MAX_WAYS || (!batch.isEmpty() && length + more > MAX_LENGTH)) {
        filters.add(new RowFilter(property.id(), property.type(), List.copyOf(batch)));
        batch.clear();
        length = 0;
      }
      batch.add(way);
      length += more;
    }
    if (!batch.isEmpty()) {
      filters.add(new RowFilter(property.id(), property.type(), List.copyOf(batch)));
    }
    return filters;
  }
}
