package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds items by a property's values and by when they were created.
 *
 * <p>By search where HubSpot can be asked; otherwise by listing everything. What is found is read
 * by its id, for the index lags behind.
 */
final class ItemFinder {

  /** How many values, and how many characters of them, one condition takes. */
  private static final int MOST_VALUES = 100;

  private static final int LONGEST_VALUES = 1_800;

  /** How many ways to fit one search takes. */
  private static final int MOST_WAYS = 5;

  private final HubSpotApi api;
  private final RecordType type;
  private final Records records;
  private final RecordReader reader;

  ItemFinder(HubSpotApi api, RecordType type, Records records, RecordReader reader) {
    this.api = api;
    this.type = type;
    this.records = records;
    this.reader = reader;
  }

  List<Item> find(FindRequest request) {
    RecordType.Wanted wanted = type.wanted(request.fields());
    List<Json> created = created(request.createdSince());
    Optional<List<Json>> conditions = conditions(request);
    if (conditions.isEmpty() && created.isEmpty()) {
      return everything(wanted);
    }
    List<List<Json>> ways =
        conditions
            .map(all -> all.stream().map(each -> both(created, each)).toList())
            .orElse(List.of(created));
    Map<String, Item> found = new LinkedHashMap<>();
    for (List<List<Json>> some : packed(ways)) {
      search(some, wanted).forEach(item -> found.putIfAbsent(item.id(), item));
    }
    return List.copyOf(found.values());
  }

  private List<Json> created(@Nullable Instant since) {
    return since == null
        ? List.of()
        : List.of(
            RecordSearch.filter(type.type().createdProperty(), "GTE", RecordSearch.time(since)));
  }

  private static List<Json> both(List<Json> some, Json other) {
    List<Json> all = new ArrayList<>(some);
    all.add(other);
    return all;
  }

  /** Returns one condition for each way to fit; empty if the property cannot be searched. */
  private Optional<List<Json>> conditions(FindRequest request) {
    Property property = request.field() == null ? null : type.property(request.field());
    if (property == null) {
      return Optional.empty();
    }
    PropertyCodec codec = property.codec();
    Set<Value> distinct = new LinkedHashSet<>();
    request.values().forEach(value -> distinct.add(codec.type().canonical(value)));
    List<Json> conditions = new ArrayList<>();
    Set<String> listed = new LinkedHashSet<>();
    for (Value value : distinct) {
      if (value.isNull() || value.equals(codec.nothing())) {
        conditions.add(RecordSearch.empty(property.name()));
        continue;
      }
      Optional<PropertyCodec.Term> term = codec.search(value);
      if (term.isEmpty()) {
        return Optional.empty();
      }
      if (term.get().isListed()) {
        listed.add(term.get().text());
      } else {
        conditions.add(RecordSearch.filter(property.name(), "EQ", term.get().text()));
      }
    }
    lists(listed).forEach(list -> conditions.add(RecordSearch.in(property.name(), list)));
    return Optional.of(conditions);
  }

  private static List<List<String>> lists(Set<String> values) {
    List<List<String>> lists = new ArrayList<>();
    List<String> list = new ArrayList<>();
    int length = 0;
    for (String value : values) {
      int more = Json.of(value).toString().length() + 1;
      if (list.size() == MOST_VALUES || (!list.isEmpty() && length + more > LONGEST_VALUES)) {
        lists.add(List.copyOf(list));
        list.clear();
        length = 0;
      }
      list.add(value);
      length += more;
    }
    if (!list.isEmpty()) {
      lists.add(List.copyOf(list));
    }
    return lists;
  }

  /** Puts as many ways into one search as it takes. */
  private static List<List<List<Json>>> packed(List<List<Json>> ways) {
    List<List<List<Json>>> packed = new ArrayList<>();
    List<List<Json>> pack = new ArrayList<>();
    int length = 0;
    for (List<Json> way : ways) {
      int more = way.toString().length();
      if (pack.size() == MOST_WAYS || (!pack.isEmpty() && length + more > LONGEST_VALUES)) {
        packed.add(List.copyOf(pack));
        pack.clear();
        length = 0;
      }
      pack.add(way);
      length += more;
    }
    if (!pack.isEmpty()) {
      packed.add(List.copyOf(pack));
    }
    return packed;
  }

  private List<Item> search(List<List<Json>> ways, RecordType.Wanted wanted) {
    RecordSearch search = new RecordSearch(api, type.type().path());
    List<Item> found = new ArrayList<>();
    String at = null;
    do {
      RecordSearch.Found page = search.page(ways, List.of(type.type().createdProperty()), at);
      List<String> ids = page.objects().stream().map(RecordReader::id).toList();
      for (Lookup lookup : records.lookUp(ids, wanted)) {
        if (lookup instanceof Lookup.Found each) {
          found.add(each.item());
        }
      }
      at = page.last();
    } while (at != null);
    return found;
  }

  private List<Item> everything(RecordType.Wanted wanted) {
    List<String> names = wanted.names();
    boolean narrow = Names.fit(names);
    List<Item> found = new ArrayList<>();
    String at = null;
    do {
      Json list =
          api.list(type.type().path(), at, narrow ? names : List.of(type.type().createdProperty()))
              .body();
      for (Json object : list.at("results").elements()) {
        found.add(
            narrow
                ? reader.item(object, wanted.properties())
                : Item.of(RecordReader.id(object), Fields.empty()));
      }
      at = HubSpotApi.after(list, at);
    } while (at != null);
    if (narrow) {
      return records.complete(found, wanted);
    }
    return records.lookUp(found.stream().map(Item::id).toList(), wanted).stream()
        .filter(Lookup.Found.class::isInstance)
        .map(each -> ((Lookup.Found) each).item())
        .toList();
  }
}
