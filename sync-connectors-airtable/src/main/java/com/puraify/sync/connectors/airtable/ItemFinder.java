package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds items by a field's values and by when they were created. */
final class ItemFinder {

  /** How many conditions are asked for at once: as many as records on a page. */
  private static final int MAX_CONDITIONS = AirtableApi.PAGE_SIZE;

  /** How long a formula grows, roughly. */
  private static final int MAX_LENGTH = 12_000;

  private final AirtableApi api;
  private final Table table;
  private final RecordReader reader;

  ItemFinder(AirtableApi api, Table table, RecordReader reader) {
    this.api = api;
    this.table = table;
    this.reader = reader;
  }

  List<Item> find(FindRequest request) {
    List<Column> wanted = table.wanted(request.fields());
    Map<String, Item> found = new LinkedHashMap<>();
    for (List<String> conditions : conditions(request)) {
      String formula = formula(request.createdSince(), conditions);
      for (Json record : new Listing(api, wanted, formula).all()) {
        Item item = reader.item(record, wanted);
        found.putIfAbsent(item.id(), item);
      }
    }
    return List.copyOf(found.values());
  }

  private static @Nullable String formula(@Nullable Instant since, List<String> conditions) {
    List<String> all = new ArrayList<>();
    if (since != null) {
      all.add(Formula.createdSince(since));
    }
    if (!conditions.isEmpty()) {
      all.add(Formula.any(conditions));
    }
    return all.isEmpty() ? null : Formula.all(all);
  }

  /** Returns the listings to make, each by its conditions: one without any for everything. */
  private List<List<String>> conditions(FindRequest request) {
    Column column = request.field() == null ? null : table.column(request.field());
    if (column == null) {
      return List.of(List.of());
    }
    Set<Value> distinct = new LinkedHashSet<>();
    request.values().forEach(value -> distinct.add(column.codec().type().canonical(value)));
    List<List<String>> batches = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    int length = 0;
    for (Value value : distinct) {
      String condition = column.codec().condition(Formula.field(column.id()), value);
      if (condition == null) {
        return List.of(List.of());
      }
      if (batch.size() == MAX_CONDITIONS || length + condition.length() > MAX_LENGTH) {
        batches.add(List.copyOf(batch));
        batch.clear();
        length = 0;
      }
      batch.add(condition);
      length += condition.length();
    }
    batches.add(List.copyOf(batch));
    return batches.stream().filter(each -> !each.isEmpty()).toList();
  }
}
