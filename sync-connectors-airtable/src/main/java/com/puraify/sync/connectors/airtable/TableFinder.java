package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds bases and their tables by id or by name. */
final class TableFinder {

  private static final int LISTED = 20;
  private static final String NO_RIGHTS = "none";

  private final HttpCalls account;
  private final Function<String, HttpCalls> ofBase;
  private final @Nullable String only;

  /**
   * Creates a finder.
   *
   * @param account the calls that concern the token alone
   * @param ofBase the calls to a base, by its id
   * @param only the id or name of the one base to look in, or null for all
   */
  TableFinder(HttpCalls account, Function<String, HttpCalls> ofBase, @Nullable String only) {
    this.account = account;
    this.ofBase = ofBase;
    this.only = only;
  }

  /** Something that has an id and a name. */
  private record Named(String id, String name) {}

  /**
   * Returns a table.
   *
   * @param name what it is called by: see {@link AirtableConnection#table}
   * @throws ConnectorException of kind {@code NOT_FOUND} if nothing or more than one thing fits
   */
  Table find(String name) {
    String text = name.strip();
    int slash = text.indexOf('/');
    if (slash > 0 && AirtableIds.isBase(text.substring(0, slash))) {
      String base = text.substring(0, slash);
      return pick(text.substring(slash + 1), Map.of(new Named(base, base), tables(base)));
    }
    if (only != null && AirtableIds.isBase(only)) {
      return pick(text, Map.of(new Named(only, only), tables(only)));
    }
    List<Named> bases = only == null ? bases() : List.of(pickBase(only, bases()));
    for (int at = slash; only == null && at > 0; at = text.indexOf('/', at + 1)) {
      List<Named> fitting = fitting(text.substring(0, at), bases);
      if (fitting.size() > 1) {
        throw ambiguous("base", text.substring(0, at), fitting);
      }
      if (fitting.size() == 1) {
        return pick(text.substring(at + 1), in(fitting));
      }
    }
    return pick(text, in(bases));
  }

  /**
   * Lists the tables that the token reaches: by their names, or, where several have the same, by
   * the base's name and their own.
   */
  List<EntityName> all() {
    List<Named> bases =
        only == null
            ? bases()
            : List.of(AirtableIds.isBase(only) ? new Named(only, only) : pickBase(only, bases()));
    Map<Named, List<Json>> tables = in(bases);
    Map<String, Long> times =
        tables.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(table -> nameOf(table), Collectors.counting()));
    List<EntityName> all = new ArrayList<>();
    for (Named base : bases) {
      for (Json table : tables.getOrDefault(base, List.of())) {
        String name = nameOf(table);
        all.add(
            new EntityName(
                Table.key(base.id(), table.at("id").text()),
                times.getOrDefault(name, 0L) > 1 ? base.name() + "/" + name : name));
      }
    }
    return all;
  }

  private static String nameOf(Json table) {
    return table.at("name").text();
  }

  private List<Named> bases() {
    List<Named> bases = new ArrayList<>();
    String offset = null;
    do {
      HttpCall call = HttpCall.get("/v0/meta/bases");
      Json answer = account.send(offset == null ? call : call.parameter("offset", offset)).body();
      if (!answer.at("bases").isArray()) {
        throw new ConnectorException(Kind.PROTOCOL, "Airtable answered with a list of no bases");
      }
      for (Json base : answer.at("bases").elements()) {
        if (!NO_RIGHTS.equals(base.at("permissionLevel").textOrNull())) {
          bases.add(new Named(base.at("id").text(), base.at("name").text()));
        }
      }
      String next = answer.at("offset").textOrNull();
      if (next != null && next.equals(offset)) {
        throw new ConnectorException(
            Kind.PROTOCOL, "Airtable's list of bases goes on with the offset it came from");
      }
      offset = next;
    } while (offset != null);
    return bases;
  }

  private List<Json> tables(String base) {
    Json answer =
        ofBase.apply(base).send(HttpCall.get("/v0/meta/bases/" + base + "/tables")).body();
    if (!answer.at("tables").isArray()) {
      throw new ConnectorException(Kind.PROTOCOL, "Airtable answered with a base of no tables");
    }
    return answer.at("tables").elements();
  }

  /** Returns the tables of some bases; of several, those are left out that may not be seen. */
  private Map<Named, List<Json>> in(List<Named> bases) {
    Map<Named, List<Json>> tables = new HashMap<>();
    for (Named base : bases) {
      try {
        tables.put(base, tables(base.id()));
      } catch (ConnectorException e) {
        if (bases.size() == 1 || e.kind() != Kind.PERMISSION) {
          throw e;
        }
      }
    }
    return tables;
  }

  private static Named pickBase(String name, List<Named> bases) {
    List<Named> fitting = fitting(name, bases);
    if (fitting.size() > 1) {
      throw ambiguous("base", name, fitting);
    }
    if (fitting.isEmpty()) {
      throw notFound("the token reaches no base '" + name + "'; it reaches " + names(bases));
    }
    return fitting.get(0);
  }

  /** Returns those with an id or a name: exactly, or else but for case, spaces and punctuation. */
  private static List<Named> fitting(String name, List<Named> all) {
    String text = name.strip();
    List<Named> exact =
        all.stream().filter(each -> each.id().equals(text) || each.name().equals(text)).toList();
    return exact.isEmpty()
        ? all.stream()
            .filter(each -> Schema.simplify(each.name()).equals(Schema.simplify(text)))
            .toList()
        : exact;
  }

  private static Table pick(String name, Map<Named, List<Json>> tables) {
    List<Named> all = new ArrayList<>();
    Map<String, Table> read = new HashMap<>();
    tables.forEach(
        (base, each) ->
            each.forEach(table -> all.add(new Named(table.at("id").text(), nameOf(table)))));
    List<Named> fitting = fitting(name, all);
    if (fitting.size() > 1) {
      throw ambiguous("table", name, fitting);
    }
    if (fitting.isEmpty()) {
      throw notFound(
          "the token reaches no Airtable table '"
              + name
              + "' in "
              + tables.keySet().stream().map(Named::name).sorted().limit(LISTED).toList()
              + "; there are "
              + names(all));
    }
    tables.forEach(
        (base, each) -> {
          for (Json table : each) {
            if (table.at("id").text().equals(fitting.get(0).id())) {
              read.put("", Table.read(base.id(), table));
            }
          }
        });
    return read.values().iterator().next();
  }

  private static String names(List<Named> all) {
    return all.stream()
        .map(Named::name)
        .sorted()
        .limit(LISTED)
        .collect(Collectors.joining("', '", "'", all.size() > LISTED ? "', …" : "'"));
  }

  private static ConnectorException ambiguous(String what, String name, List<Named> fitting) {
    return notFound(
        "several Airtable "
            + what
            + "s are called '"
            + name
            + "'; name the base too, or give an id of "
            + fitting.stream().map(Named::id).toList());
  }

  private static ConnectorException notFound(String message) {
    return new ConnectorException(Kind.NOT_FOUND, message);
  }
}
