package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Reads and writes which objects are associated with which, in batches. Thread-safe. */
final class Associations {

  private static final String DEFINED = "HUBSPOT_DEFINED";

  /** The kinds without a label, of each pair of types, as HubSpot documents them. */
  private static final Map<String, Integer> KINDS =
      Map.ofEntries(
          Map.entry("0-1 0-2", 279),
          Map.entry("0-2 0-1", 280),
          Map.entry("0-1 0-3", 4),
          Map.entry("0-3 0-1", 3),
          Map.entry("0-3 0-2", 341),
          Map.entry("0-2 0-3", 342),
          Map.entry("0-1 0-5", 15),
          Map.entry("0-5 0-1", 16),
          Map.entry("0-2 0-5", 340),
          Map.entry("0-5 0-2", 339),
          Map.entry("0-3 0-5", 27),
          Map.entry("0-5 0-3", 28),
          Map.entry("0-1 0-1", 449),
          Map.entry("0-2 0-2", 450));

  private final HubSpotApi api;
  private final String from;
  private final ConcurrentMap<String, Json> kinds = new ConcurrentHashMap<>();

  Associations(HubSpotApi api, String from) {
    this.api = api;
    this.from = from;
  }

  /**
   * Reads what objects are associated with, to the last of it.
   *
   * @return the ids, by the object's id; an object of which HubSpot does not tell is left out
   */
  Map<String, Set<String>> read(Association association, Collection<String> objects) {
    Map<String, Set<String>> ends = new HashMap<>();
    Set<String> untold = new LinkedHashSet<>(objects);
    List<Json> inputs = new ArrayList<>(objects.stream().map(HubSpotApi::id).toList());
    boolean again = false;
    while (!inputs.isEmpty()) {
      List<Json> more = new ArrayList<>();
      for (int start = 0; start < inputs.size(); start += HubSpotApi.ASSOCIATIONS_READ) {
        int end = Math.min(start + HubSpotApi.ASSOCIATIONS_READ, inputs.size());
        BatchAnswer answer =
            api.readAssociations(from, association.to(), inputs.subList(start, end));
        answer.results().forEach(each -> take(each, ends, untold, more));
        answer.problems().forEach(problem -> none(problem, ends, untold));
      }
      if (more.isEmpty() && !untold.isEmpty() && !again) {
        again = true; // HubSpot may leave out who has none, but it may leave out others too
        untold.forEach(id -> more.add(HubSpotApi.id(id)));
      }
      inputs = more;
    }
    untold.forEach(id -> ends.putIfAbsent(id, Set.of()));
    ends.keySet().retainAll(new LinkedHashSet<>(objects));
    return ends;
  }

  private static void take(
      Json result, Map<String, Set<String>> ends, Set<String> untold, List<Json> more) {
    String id = RecordReader.id(result.at("from"));
    untold.remove(id);
    Set<String> all = ends.computeIfAbsent(id, key -> new LinkedHashSet<>());
    for (Json each : result.at("to").elements()) {
      Json to = each.at("toObjectId");
      all.add(to.isNumber() ? to.number().toPlainString() : to.text());
    }
    Json next = result.at("paging", "next", "after");
    if (next.isText()) {
      more.add(Json.object(o -> o.put("id", id).put("after", next.text())));
    }
  }

  /** That there are none is an error to HubSpot. */
  private static void none(Problem problem, Map<String, Set<String>> ends, Set<String> untold) {
    if (!problem.isMissing()) {
      throw new ConnectorException(
          Kind.PROTOCOL, "HubSpot does not tell the associations: " + problem.words());
    }
    for (String id : problem.ids()) {
      untold.remove(id);
      ends.putIfAbsent(id, new LinkedHashSet<>());
    }
  }

  /** Returns the associations of a new object, as its creation takes them. */
  List<Json> ofNew(Association association, Set<String> objects) {
    Json kinds = Json.array(kind(association.to()));
    return objects.stream()
        .map(id -> Json.object(o -> o.put("to", HubSpotApi.id(id)).put("types", kinds)))
        .toList();
  }

  /** Returns the kind of association without a label. */
  private Json kind(String to) {
    Integer known = KINDS.get(from + " " + to);
    if (known != null) {
      return kind(DEFINED, known);
    }
    Json asked = kinds.get(to);
    if (asked == null) {
      asked = ask(to);
      kinds.put(to, asked);
    }
    return asked;
  }

  private Json ask(String to) {
    List<Json> labels = api.labels(from, to);
    for (Json each : labels) {
      if (each.at("label").isNull() && each.at("typeId").isNumber()) {
        return kind(each.at("category").text(), each.at("typeId").number().longValueExact());
      }
    }
    throw new UnwritableException(
        Reason.FORBIDDEN,
        "HubSpot has no association without a label from " + from + " to " + to,
        Association.idOf(to));
  }

  private static Json kind(String category, long type) {
    return Json.object(o -> o.put("associationCategory", category).put("associationTypeId", type));
  }

  /**
   * Makes objects be associated with just what is asked for.
   *
   * @param wanted the ids that each object is to be associated with, by its id
   * @return what went wrong, by the id of the object; the others are as wanted
   * @throws ConnectorException if nothing was changed
   */
  Map<String, Failure> write(Association association, Map<String, Set<String>> wanted) {
    Map<String, Set<String>> held = read(association, wanted.keySet());
    Map<String, Set<String>> added = new LinkedHashMap<>();
    Map<String, Set<String>> removed = new LinkedHashMap<>();
    wanted.forEach(
        (id, objects) -> {
          Set<String> before = held.getOrDefault(id, Set.of());
          added.put(id, without(objects, before));
          removed.put(id, without(before, objects));
        });
    Map<String, Failure> failures = new HashMap<>();
    boolean changed = add(association, added, failures);
    remove(association, removed, failures, changed);
    return failures;
  }

  private static Set<String> without(Set<String> all, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  private boolean add(
      Association association, Map<String, Set<String>> added, Map<String, Failure> failures) {
    List<Edge> edges = edges(added);
    boolean changed = false;
    for (int start = 0; start < edges.size(); start += HubSpotApi.ASSOCIATIONS_WRITTEN) {
      List<Edge> some =
          edges.subList(start, Math.min(start + HubSpotApi.ASSOCIATIONS_WRITTEN, edges.size()));
      changed |= add(association, some, failures, changed);
    }
    return changed;
  }

  /** Adds edges; where HubSpot refuses all of them for one, looks for it in halves. */
  private boolean add(
      Association association,
      List<Edge> edges,
      Map<String, Failure> failures,
      boolean changedBefore) {
    try {
      BatchAnswer answer =
          BatchAnswer.read(
              api.associate(
                  from,
                  association.to(),
                  edges.stream()
                      .map(
                          edge ->
                              Json.object(
                                  o ->
                                      o.put("from", HubSpotApi.id(edge.from))
                                          .put("to", HubSpotApi.id(edge.to))))
                      .toList()));
      account(edges, answer, failures);
      return true;
    } catch (ConnectorException e) {
      if (isRefusal(e) && edges.size() > 1) {
        int middle = edges.size() / 2;
        boolean changed = add(association, edges.subList(0, middle), failures, changedBefore);
        return add(
                association,
                edges.subList(middle, edges.size()),
                failures,
                changedBefore || changed)
            || changed;
      }
      if (isRefusal(e)) {
        edges.forEach(edge -> failures.put(edge.from, new Failure(e, false)));
        return false;
      }
      if (!changedBefore && !e.effectPossible() && e.kind() != Kind.PROTOCOL) {
        throw e;
      }
      edges.forEach(edge -> failures.put(edge.from, new Failure(e, true)));
      return true;
    }
  }

  private static boolean isRefusal(ConnectorException e) {
    return !e.effectPossible() && (e.kind() == Kind.INVALID || e.kind() == Kind.NOT_FOUND);
  }

  /** An edge that HubSpot does not confirm may be there or not. */
  private static void account(List<Edge> edges, BatchAnswer answer, Map<String, Failure> failures) {
    Set<Edge> confirmed = new LinkedHashSet<>();
    Set<String> changed = new LinkedHashSet<>();
    for (Json each : answer.results()) {
      Edge edge = new Edge(end(each, "from", "fromObjectId"), end(each, "to", "toObjectId"));
      confirmed.add(edge);
      changed.add(edge.from);
    }
    String refused =
        answer.problems().stream().map(Problem::words).findFirst().orElse("it was not confirmed");
    for (Edge edge : edges) {
      if (!confirmed.contains(edge)) {
        boolean told = !answer.problems().isEmpty();
        ConnectorException why =
            new ConnectorException(Kind.INVALID, "association with " + edge.to + ": " + refused);
        failures.put(edge.from, new Failure(why, !told || changed.contains(edge.from)));
      }
    }
  }

  private static String end(Json edge, String object, String number) {
    Json id = edge.at(object, "id");
    Json end = id.isMissing() ? edge.at(number) : id;
    return end.isNumber()
        ? end.number().toPlainString()
        : Objects.requireNonNullElse(end.textOrNull(), "");
  }

  private void remove(
      Association association,
      Map<String, Set<String>> removed,
      Map<String, Failure> failures,
      boolean changedBefore) {
    List<Edge> edges = edges(removed);
    boolean changed = changedBefore;
    for (int start = 0; start < edges.size(); start += HubSpotApi.ASSOCIATIONS_WRITTEN) {
      List<Edge> some =
          edges.subList(start, Math.min(start + HubSpotApi.ASSOCIATIONS_WRITTEN, edges.size()));
      try {
        api.dissociate(from, association.to(), archived(some));
        changed = true;
      } catch (ConnectorException e) {
        if (!changed && !e.effectPossible()) {
          throw e;
        }
        some.forEach(edge -> failures.put(edge.from, new Failure(e, true)));
      }
    }
  }

  private static List<Json> archived(List<Edge> edges) {
    Map<String, List<Json>> ends = new LinkedHashMap<>();
    edges.forEach(
        edge ->
            ends.computeIfAbsent(edge.from, key -> new ArrayList<>()).add(HubSpotApi.id(edge.to)));
    List<Json> inputs = new ArrayList<>();
    ends.forEach(
        (id, to) ->
            inputs.add(
                Json.object(o -> o.put("from", HubSpotApi.id(id)).put("to", Json.array(to)))));
    return inputs;
  }

  private static List<Edge> edges(Map<String, Set<String>> ends) {
    List<Edge> edges = new ArrayList<>();
    ends.forEach((id, objects) -> objects.forEach(to -> edges.add(new Edge(id, to))));
    return edges;
  }

  private record Edge(String from, String to) {}

  /**
   * Why an object's associations are not as wanted.
   *
   * @param why what HubSpot said
   * @param isOpen whether some of them may have been changed nevertheless
   */
  record Failure(ConnectorException why, boolean isOpen) {}
}
