package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Searches what the index holds, which is late, and shows what the records are by now. The order of
 * rows that are equal by the sort is nobody's plan, but stays the same from page to page.
 */
final class SearchEndpoint {
  private final Portal portal;
  private final RecordView view;
  private @Nullable Found latest;

  SearchEndpoint(Portal portal, RecordView view) {
    this.portal = portal;
    this.view = view;
  }

  /** One record that was found, with what it is sorted by. */
  private record Row(CrmRecord record, @Nullable BigDecimal number, @Nullable String text) {}

  /** What a search found, kept for its next page as long as nothing changes. */
  private record Found(String search, long version, List<Row> rows) {}

  Reply search(Call call) {
    ObjectType type = portal.requireType(call.parameter("objectType"));
    SearchQuery query = SearchQuery.parse(call, type, portal);
    List<Row> found = found(call, type, query);
    ObjectNode body = Json.object().put("total", found.size());
    ArrayNode results = body.putArray("results");
    int end = Math.min(found.size(), query.offset() + query.limit());
    for (int i = query.offset(); i < end; i++) {
      results.add(view.show(found.get(i).record, query.properties(), List.of()));
    }
    if (end < found.size() && query.limit() > 0) {
      body.putObject("paging").putObject("next").put("after", Integer.toString(end));
    }
    return Reply.ok(body);
  }

  private List<Row> found(Call call, ObjectType type, SearchQuery query) {
    String search =
        type.typeId
            + call.body().path("filterGroups")
            + call.body().path("sorts")
            + call.body().path("query");
    Found kept = latest;
    if (kept != null && kept.search.equals(search) && kept.version == portal.version()) {
      return kept.rows;
    }
    List<Row> rows = rows(type, query);
    latest = new Found(search, portal.version(), rows);
    return rows;
  }

  private List<Row> rows(ObjectType type, SearchQuery query) {
    PropertySpec sortBy = query.sortBy() == null ? null : type.property(query.sortBy());
    List<Row> rows = new ArrayList<>();
    for (CrmRecord record : type.records.values()) {
      RecordState indexed = record.indexed;
      if (indexed != null && fits(record, indexed, query)) {
        rows.add(row(record, indexed, sortBy));
      }
    }
    if (sortBy != null) {
      rows.sort(order(query.descending()));
    }
    return rows;
  }

  private static Row row(CrmRecord record, RecordState indexed, @Nullable PropertySpec sortBy) {
    if (sortBy == null) {
      return new Row(record, null, null);
    }
    if (sortBy.isNumeric()) {
      return new Row(record, SearchFilter.own(sortBy, indexed), null);
    }
    String value = indexed.value(sortBy.name);
    return new Row(record, null, value == null ? null : value.toLowerCase(Locale.ROOT));
  }

  private Comparator<Row> order(boolean descending) {
    Comparator<Row> numbers =
        Comparator.comparing(
            Row::number, Comparator.nullsLast(SearchEndpoint.<BigDecimal>natural(descending)));
    Comparator<Row> texts =
        Comparator.comparing(
            Row::text, Comparator.nullsLast(SearchEndpoint.<String>natural(descending)));
    return numbers.thenComparing(texts).thenComparingLong(row -> portal.ids.mixed(row.record.id));
  }

  private static <T extends Comparable<T>> Comparator<T> natural(boolean descending) {
    return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
  }

  private static boolean fits(CrmRecord record, RecordState indexed, SearchQuery query) {
    String text = query.text();
    if (text != null && !contains(record.type, indexed, text)) {
      return false;
    }
    return query.groups().isEmpty()
        || query.groups().stream()
            .anyMatch(group -> group.stream().allMatch(filter -> filter.fits(record, indexed)));
  }

  private static boolean contains(ObjectType type, RecordState indexed, String text) {
    return type.defaults.stream()
        .map(indexed::value)
        .anyMatch(value -> value != null && value.toLowerCase(Locale.ROOT).contains(text));
  }
}
