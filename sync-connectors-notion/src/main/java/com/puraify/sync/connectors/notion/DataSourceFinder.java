package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds data sources by id or by name. */
final class DataSourceFinder {

  private static final int LISTED = 20;

  private final NotionApi api;

  DataSourceFinder(NotionApi api) {
    this.api = api;
  }

  /**
   * Returns a data source.
   *
   * @param nameOrId its id, the id of a database that holds it alone, its name, or a name that is
   *     like no other's but for case, spaces and punctuation
   * @throws ConnectorException of kind {@code NOT_FOUND} if nothing or more than one thing fits
   */
  DataSource find(String nameOrId) {
    Optional<String> id = NotionIds.uuid(nameOrId.strip());
    Json json = id.isPresent() ? byId(id.get()) : retrieve(byName(nameOrId).id());
    if (json.at("in_trash").isTrue() || json.at("archived").isTrue()) {
      throw notFound(
          "the Notion data source '" + nameOrId + "' is in the trash; restore it to sync it");
    }
    return DataSource.read(json);
  }

  /** Lists the data sources that the integration can reach, except those in the trash. */
  List<EntityName> all() {
    return search(null);
  }

  private Json byId(String id) {
    try {
      Json found = api.dataSource(id);
      return "database".equals(found.at("object").textOrNull())
          ? onlySource(found)
          : NotionApi.expect("data_source", found);
    } catch (ConnectorException e) {
      if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.INVALID) {
        throw e;
      }
      return sourceOfDatabase(id, e);
    }
  }

  private Json sourceOfDatabase(String id, ConnectorException noSource) {
    Json database;
    try {
      database = api.database(id);
    } catch (ConnectorException e) {
      if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.INVALID) {
        throw e;
      }
      throw new ConnectorException(
          Kind.NOT_FOUND,
          "neither a data source nor a database "
              + id
              + " can be reached; share it with the integration (the page's menu, Connections) and"
              + " check the id: "
              + noSource.getMessage(),
          e);
    }
    return onlySource(database);
  }

  private Json onlySource(Json database) {
    List<Json> sources = database.at("data_sources").elements();
    if (sources.size() == 1) {
      return retrieve(NotionIds.normal(sources.get(0).at("id").text()));
    }
    String listed =
        sources.stream()
            .map(
                source ->
                    "'" + source.at("name").textOrNull() + "' " + source.at("id").textOrNull())
            .collect(Collectors.joining(", "));
    throw notFound(
        "the Notion database '"
            + DataSource.nameOf(database)
            + "' holds "
            + sources.size()
            + " data sources; name one of them by its id: "
            + listed);
  }

  private Json retrieve(String id) {
    return NotionApi.expect("data_source", api.dataSource(id));
  }

  private EntityName byName(String name) {
    Optional<EntityName> exact =
        only(name, search(name), candidate -> candidate.name().equals(name));
    if (exact.isPresent()) {
      return exact.get();
    }
    // The search looks for words in titles; a name that only looks alike is not found by it.
    List<EntityName> all = search(null);
    String simple = Schema.simplify(name);
    return only(name, all, candidate -> candidate.name().equals(name))
        .or(() -> only(name, all, candidate -> Schema.simplify(candidate.name()).equals(simple)))
        .orElseThrow(
            () ->
                notFound(
                    "no data source called '"
                        + name
                        + "' can be reached; share it with the integration (the page's menu,"
                        + " Connections), or take one of these: "
                        + nearest(simple, all)));
  }

  private static Optional<EntityName> only(
      String name, List<EntityName> candidates, Predicate<EntityName> fits) {
    List<EntityName> fitting = candidates.stream().filter(fits).toList();
    if (fitting.size() > 1) {
      throw notFound(
          fitting.size()
              + " data sources are called '"
              + name
              + "'; name the right one by its id: "
              + list(fitting));
    }
    return fitting.stream().findFirst();
  }

  private static String nearest(String simple, List<EntityName> all) {
    if (all.isEmpty()) {
      return "(none is shared)";
    }
    Comparator<EntityName> byDistance =
        Comparator.comparingInt(
            candidate -> Distance.between(simple, Schema.simplify(candidate.name())));
    return list(all.stream().sorted(byDistance).toList());
  }

  private static String list(List<EntityName> names) {
    String listed =
        names.stream()
            .limit(LISTED)
            .map(each -> "'" + each.name() + "' " + each.id())
            .collect(Collectors.joining(", "));
    return names.size() <= LISTED ? listed : listed + " and " + (names.size() - LISTED) + " more";
  }

  private List<EntityName> search(@Nullable String query) {
    List<EntityName> found = new ArrayList<>();
    String cursor = null;
    do {
      String from = cursor;
      Json list =
          api.search(
              Json.object(
                  o -> {
                    if (query != null) {
                      o.put("query", query);
                    }
                    o.put(
                        "filter",
                        Json.object(f -> f.put("property", "object").put("value", "data_source")));
                    if (from != null) {
                      o.put("start_cursor", from);
                    }
                    o.put("page_size", NotionApi.PAGE_SIZE);
                  }));
      for (Json each : list.at("results").elements()) {
        if ("data_source".equals(each.at("object").textOrNull()) && !each.at("in_trash").isTrue()) {
          found.add(
              new EntityName(NotionIds.normal(each.at("id").text()), DataSource.nameOf(each)));
        }
      }
      cursor = NotionApi.nextCursor(list, from);
    } while (cursor != null);
    return found.stream().distinct().toList();
  }

  private static ConnectorException notFound(String message) {
    return new ConnectorException(Kind.NOT_FOUND, message);
  }
}
