package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/pages}. */
final class PageEndpoints {
  private static final Set<String> CREATE_KEYS =
      Set.of(
          "parent", "properties", "icon", "cover", "children", "content", "template", "position");
  private static final Set<String> UPDATE_KEYS =
      Set.of(
          "properties",
          "icon",
          "cover",
          "is_locked",
          "template",
          "erase_content",
          "in_trash",
          "is_archived");

  private final Workspace workspace;
  private final PageWrites writes;
  private final Blocks blocks;

  PageEndpoints(Workspace workspace, PageWrites writes, Blocks blocks) {
    this.workspace = workspace;
    this.writes = writes;
    this.blocks = blocks;
  }

  ObjectNode create(Call call) {
    call.query("filter_properties", "filter_properties[]");
    JsonNode body = Shape.object("body", call.body(), CREATE_KEYS);
    Parent parent = parent("body.parent", body.path("parent"));
    if (workspace.quirks.blockLimitReached()) {
      throw NotionError.restricted(
          "This workspace has reached its block limit.",
          Json.object().put("block_limit", "block_creation"));
    }
    if (body.has("template") && !body.path("template").path("type").asText().equals("none")) {
      throw NotionError.notFound(
          "template", body.path("template").path("template_id").asText("default"));
    }
    Decoration decoration = Decoration.read(body);
    DataSourceRecord source =
        parent.kind() == Parent.Kind.DATA_SOURCE ? workspace.visibleSource(parent.id()) : null;
    Writing writing = new Writing(workspace, false);
    Map<String, @Nullable JsonNode> changes =
        new PropertyWrites(writing, source).accept("body.properties", body.path("properties"));
    Set<PropertySpec> only = call.filterProperties(source == null ? List.of() : source.properties);
    String children = body.has("children") ? "children" : "content";
    List<ObjectNode> content = blocks.parse("body." + children, body.path(children));
    PageRecord page = writes.create(parent, changes, writing, workspace.bot.id());
    blocks.append(page, content);
    workspace.change(page, decoration.apply(page.state()));
    return show(page, call, only);
  }

  ObjectNode retrieve(Call call) {
    call.query("filter_properties", "filter_properties[]");
    PageRecord page = workspace.visiblePage(call.id("page_id"));
    return show(page, call, only(page, call));
  }

  ObjectNode update(Call call) {
    call.query("filter_properties", "filter_properties[]");
    Set<String> keys = new HashSet<>(UPDATE_KEYS);
    if (call.version().knowsArchived()) {
      keys.add("archived");
    }
    JsonNode body = Shape.object("body", call.body(), keys);
    PageRecord page = workspace.visiblePage(call.id("page_id"));
    Boolean trash = trash(body);
    if (page.state().inTrash() && !Boolean.FALSE.equals(trash)) {
      throw NotionError.inTrash();
    }
    Boolean archive = flag(body, "is_archived");
    Boolean lock = flag(body, "is_locked");
    Boolean erase = flag(body, "erase_content");
    Decoration decoration = Decoration.read(body);
    Writing writing = new Writing(workspace, false);
    Map<String, @Nullable JsonNode> changes =
        new PropertyWrites(writing, workspace.sourceOf(page.state()))
            .accept("body.properties", body.path("properties"));
    Set<PropertySpec> only = only(page, call);
    writes.edit(
        page,
        changes,
        before -> {
          PageState after = decoration.apply(before);
          after = archive == null ? after : after.archived(archive);
          after = lock == null ? after : after.locked(lock);
          return trash == null ? after : after.trashed(trash ? workspace.now() : null);
        },
        writing,
        workspace.bot.id());
    if (Boolean.TRUE.equals(erase)) {
      page.blocks.clear();
    }
    return show(page, call, only);
  }

  ObjectNode move(Call call) {
    call.query();
    JsonNode body = Shape.object("body", call.body(), Set.of("parent"));
    PageRecord page = workspace.visiblePage(call.id("page_id"));
    if (page.state().inTrash()) {
      throw NotionError.inTrash();
    }
    Parent parent = parent("body.parent", body.path("parent"));
    if (parent.kind() != Parent.Kind.PAGE && parent.kind() != Parent.Kind.DATA_SOURCE) {
      throw Shape.bad("body.parent.data_source_id", "defined", null);
    }
    writes.move(page, parent, workspace.bot.id());
    return show(page, call, null);
  }

  private @Nullable Set<PropertySpec> only(PageRecord page, Call call) {
    return call.filterProperties(PageView.properties(workspace, page.state()));
  }

  private ObjectNode show(PageRecord page, Call call, @Nullable Set<PropertySpec> only) {
    return page.shownPartially
        ? PageView.partial(page)
        : PageView.show(Reading.byBot(workspace, page, page.state()), call.version(), only);
  }

  /** Returns {@code in_trash}, or its older name {@code archived}, or null. */
  static @Nullable Boolean trash(JsonNode body) {
    Boolean trash = flag(body, "in_trash");
    Boolean archived = flag(body, "archived");
    if (trash != null && archived != null && !trash.equals(archived)) {
      throw NotionError.validation("body.archived and body.in_trash contradict each other.");
    }
    return trash == null ? archived : trash;
  }

  static @Nullable Boolean flag(JsonNode body, String key) {
    return body.has(key) ? (Boolean) Shape.bool("body." + key, body.path(key)) : null;
  }

  /** Reads a parent that must exist; a database stands for its only data source. */
  private Parent parent(String path, JsonNode node) {
    Shape.object(
        path, node, Set.of("type", "page_id", "database_id", "data_source_id", "workspace"));
    if (node.has("data_source_id")) {
      String id = Shape.id(path + ".data_source_id", node.path("data_source_id"));
      return Parent.dataSource(open(workspace.visibleSource(id)).id);
    }
    if (node.has("database_id")) {
      DatabaseRecord database =
          workspace.visibleDatabase(Shape.id(path + ".database_id", node.path("database_id")));
      if (database.dataSources.size() > 1) {
        throw NotionApi.severalSources(database);
      }
      return Parent.dataSource(open(database.dataSources.get(0)).id);
    }
    if (node.has("page_id")) {
      PageRecord page = workspace.visiblePage(Shape.id(path + ".page_id", node.path("page_id")));
      if (page.state().inTrash()) {
        throw NotionError.inTrash();
      }
      return Parent.page(page.id);
    }
    if (node.has("workspace")) {
      Shape.bool(path + ".workspace", node.path("workspace"));
      return Parent.workspace();
    }
    throw Shape.bad(path + ".data_source_id", "defined", null);
  }

  private DataSourceRecord open(DataSourceRecord source) {
    if (source.inTrash || workspace.databaseOf(source).inTrash) {
      throw NotionError.inTrash();
    }
    return source;
  }
}
