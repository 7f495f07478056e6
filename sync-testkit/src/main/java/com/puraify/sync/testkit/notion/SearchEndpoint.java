package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/search}: by title, and as late as queries are. */
final class SearchEndpoint {
  /** A page or data source that was found. */
  private record Found(String id, Instant editedAt, boolean page) {}

  private final Workspace workspace;
  private final Paging paging;

  SearchEndpoint(Workspace workspace, Paging paging) {
    this.workspace = workspace;
    this.paging = paging;
  }

  ObjectNode search(Call call) {
    call.query();
    JsonNode body =
        Shape.object(
            "body", call.body(), Set.of("query", "filter", "sort", "start_cursor", "page_size"));
    String query = body.has("query") ? Shape.text("body.query", body.path("query"), 0, 2000) : "";
    int size =
        body.has("page_size") ? Shape.integer("body.page_size", body.path("page_size"), 0, 100) : 0;
    String kind = kind(body.path("filter"));
    boolean trashed = body.path("filter").path("in_trash").asBoolean(false);
    boolean ascending = isAscending(body.path("sort"));
    ObjectNode answer =
        paging.page(
            "search " + query + body.path("filter") + body.path("sort"),
            Paging.cursor(body),
            size,
            () -> find(PropertySpec.fold(query), kind, trashed, ascending),
            found -> show(found, call.version()));
    answer.put("type", "page_or_data_source").putObject("page_or_data_source");
    return answer;
  }

  private static String kind(JsonNode filter) {
    if (filter.isMissingNode()) {
      return "";
    }
    Shape.object("body.filter", filter, Set.of("property", "value", "in_trash"));
    if (filter.has("in_trash")) {
      Shape.bool("body.filter.in_trash", filter.path("in_trash"));
    }
    if (!filter.has("property") && !filter.has("value") && filter.has("in_trash")) {
      return "";
    }
    Shape.oneOf("body.filter.property", filter.path("property"), List.of("object"));
    return Shape.oneOf("body.filter.value", filter.path("value"), List.of("page", "data_source"));
  }

  private static boolean isAscending(JsonNode sort) {
    if (sort.isMissingNode()) {
      return false;
    }
    if (sort.has("property")) {
      Shape.object("body.sort", sort, Set.of("property"));
      Shape.oneOf("body.sort.property", sort.path("property"), List.of("relevance"));
      return false;
    }
    Shape.object("body.sort", sort, Set.of("timestamp", "direction"));
    Shape.oneOf("body.sort.timestamp", sort.path("timestamp"), List.of("last_edited_time"));
    return Shape.oneOf(
            "body.sort.direction", sort.path("direction"), List.of("ascending", "descending"))
        .equals("ascending");
  }

  private List<Found> find(String query, String kind, boolean trashed, boolean ascending) {
    List<Found> found = new ArrayList<>();
    if (!kind.equals("data_source")) {
      Instant seen = workspace.now().minus(workspace.quirks.visibilityLag());
      for (String id : List.copyOf(workspace.pages.keySet())) {
        PageRecord page = workspace.page(id);
        PageState state = page == null ? null : page.at(seen);
        if (page != null
            && state != null
            && state.inTrash() == trashed
            && workspace.sees(page.id)
            && matches(RichText.plain(state.values().get("title")), query)) {
          found.add(new Found(page.id, state.editedAt(), true));
        }
      }
    }
    if (!kind.equals("page")) {
      for (DataSourceRecord source : workspace.dataSources.values()) {
        boolean gone = source.inTrash || workspace.databaseOf(source).inTrash;
        if (gone == trashed && workspace.sees(source.id) && matches(source.name(), query)) {
          found.add(new Found(source.id, source.editedAt, false));
        }
      }
    }
    Comparator<Found> order = Comparator.comparing(Found::editedAt).thenComparing(Found::id);
    found.sort(ascending ? order : order.reversed());
    return found;
  }

  private static boolean matches(String title, String query) {
    return PropertySpec.fold(title).contains(query);
  }

  private JsonNode show(Found found, ApiVersion version) {
    if (found.page) {
      PageRecord page = workspace.page(found.id);
      return page == null
          ? Json.object().put("object", "page").put("id", found.id)
          : PageView.show(Reading.byBot(workspace, page, page.state()), version, null);
    }
    DataSourceRecord source = workspace.dataSources.get(found.id);
    return source == null
        ? Json.object().put("object", "data_source").put("id", found.id)
        : SchemaView.source(workspace, source, version);
  }
}
