package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Gone;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects by their ids, and finds out what became of those that are not there.
 *
 * <p>Each id is accounted for. HubSpot's answer to a batch may leave some out without a word, and
 * shows a merged object under the id of the one that took it over.
 */
final class Records {

  /** Holds, on the object that took over others, their ids. */
  private static final String MERGED = "hs_merged_object_ids";

  private final HubSpotApi api;
  private final RecordType type;
  private final RecordReader reader;
  private final Associations associations;

  Records(HubSpotApi api, RecordType type, RecordReader reader, Associations associations) {
    this.api = api;
    this.type = type;
    this.reader = reader;
    this.associations = associations;
  }

  /** Returns one answer for each id, in their order. */
  List<Lookup> lookUp(List<String> ids, RecordType.Wanted wanted) {
    List<String> asked =
        new ArrayList<>(new LinkedHashSet<>(ids.stream().filter(RecordIds::isOne).toList()));
    Map<String, Lookup> answers = new HashMap<>();
    for (int from = 0; from < asked.size(); from += HubSpotApi.BATCH) {
      List<String> some = asked.subList(from, Math.min(from + HubSpotApi.BATCH, asked.size()));
      answers.putAll(batch(some, wanted.properties()));
    }
    List<Item> found = new ArrayList<>();
    answers
        .values()
        .forEach(
            answer -> {
              if (answer instanceof Lookup.Found each) {
                found.add(each.item());
              }
            });
    for (Item item : complete(found, wanted)) {
      answers.put(item.id(), new Lookup.Found(item));
    }
    return ids.stream()
        .map(id -> answers.getOrDefault(id, Gone.because(id, Reason.UNKNOWN)))
        .toList();
  }

  /** Adds the wanted associations to items. */
  List<Item> complete(List<Item> items, RecordType.Wanted wanted) {
    if (wanted.associations().isEmpty() || items.isEmpty()) {
      return items;
    }
    Map<String, Item> byId = new LinkedHashMap<>();
    items.forEach(item -> byId.put(item.id(), item));
    for (Association association : wanted.associations()) {
      Map<String, Set<String>> ends = associations.read(association, byId.keySet());
      byId.replaceAll(
          (id, item) -> {
            Set<String> objects = ends.get(id);
            Value value = objects == null ? null : Association.value(objects);
            return value == null
                ? item
                : item.withFields(item.fields().with(association.id(), value));
          });
    }
    return List.copyOf(byId.values());
  }

  private Map<String, Lookup> batch(List<String> ids, List<Property> wanted) {
    List<String> names = names(wanted);
    BatchAnswer answer = api.batchRead(type.type().path(), ids, names, false);
    Map<String, Lookup> answers = new HashMap<>();
    for (Json object : answer.results()) {
      answers.put(RecordReader.id(object), seen(object, wanted));
    }
    for (Json object : answer.results()) { // who was asked for comes before who it took over
      for (String merged : RecordIds.in(object.at("properties", MERGED).textOrNull())) {
        answers.putIfAbsent(merged, new Gone(merged, Reason.MERGED, RecordReader.id(object)));
      }
    }
    Set<String> lost = new LinkedHashSet<>();
    answer.problems().stream().filter(Problem::isMissing).forEach(each -> lost.addAll(each.ids()));
    lost.retainAll(ids);
    lost.removeAll(answers.keySet());
    for (String id : ids) {
      if (!answers.containsKey(id) && !lost.contains(id)) {
        Lookup alone = alone(id, wanted);
        if (alone == null) {
          lost.add(id);
        } else {
          answers.put(id, alone);
        }
      }
    }
    answers.putAll(inTheBin(lost));
    answers.keySet().retainAll(ids);
    return answers;
  }

  private static List<String> names(List<Property> wanted) {
    List<String> names = new ArrayList<>(wanted.stream().map(Property::name).toList());
    if (!names.contains(MERGED)) {
      names.add(MERGED);
    }
    return names;
  }

  private Lookup seen(Json object, List<Property> wanted) {
    return object.at("archived").isTrue()
        ? Gone.because(RecordReader.id(object), Reason.DELETED)
        : new Lookup.Found(reader.item(object, wanted));
  }

  /** Looks at one object that a batch said nothing of; returns null if it is not there. */
  private @Nullable Lookup alone(String id, List<Property> wanted) {
    List<String> names = names(wanted);
    Json object;
    try {
      object = api.object(type.type().path(), id, Names.fit(names) ? names : List.of(MERGED));
    } catch (ConnectorException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
    String shown = RecordReader.id(object);
    if (!shown.equals(id)) {
      return new Gone(id, Reason.MERGED, shown);
    }
    if (!Names.fit(names)) {
      throw new ConnectorException(
          Kind.PROTOCOL,
          "HubSpot leaves object " + id + " out of a batch, although it is there; read it again");
    }
    return seen(object, wanted);
  }

  /**
   * Tells which lost objects lie in the recycle bin. Of others, HubSpot does not tell whether they
   * were erased, lay in the bin for more than 90 days, or are another account's.
   */
  private Map<String, Lookup> inTheBin(Set<String> lost) {
    Map<String, Lookup> answers = new HashMap<>();
    if (!lost.isEmpty()) {
      BatchAnswer bin = api.batchRead(type.type().path(), lost, List.of(), true);
      for (Json object : bin.results()) {
        String id = RecordReader.id(object);
        if (object.at("archived").isTrue()) {
          answers.put(id, Gone.because(id, Reason.DELETED));
        }
      }
    }
    for (String id : lost) {
      answers.putIfAbsent(id, Gone.because(id, Reason.UNKNOWN));
    }
    return answers;
  }
}
