package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** {@code /v1/data_sources} and {@code /v1/databases}. */
final class SchemaEndpoints {
  private static final Set<String> PARENT_KEYS =
      Set.of("type", "page_id", "workspace", "database_id");

  private final Workspace workspace;
  private final SchemaWrites schema;
  private final Queries queries;

  SchemaEndpoints(Workspace workspace, SchemaWrites schema, Queries queries) {
    this.workspace = workspace;
    this.schema = schema;
    this.queries = queries;
  }

  ObjectNode retrieveSource(Call call) {
    call.query();
    DataSourceRecord source = workspace.visibleSource(call.id("data_source_id"));
    return SchemaView.source(workspace, source, call.version());
  }

  ObjectNode query(Call call) {
    call.query("filter_properties", "filter_properties[]");
    DataSourceRecord source = workspace.visibleSource(call.id("data_source_id"));
    if (source.inTrash || workspace.databaseOf(source).inTrash) {
      throw NotionError.notFound("data source", source.id);
    }
    return queries.run(
        source, call.body(), call.version(), call.filterProperties(source.properties));
  }

  ObjectNode templates(Call call) {
    call.query("name", "start_cursor", "page_size");
    workspace.visibleSource(call.id("data_source_id"));
    ObjectNode answer = Json.object();
    answer.putArray("templates");
    return answer.put("has_more", false).putNull("next_cursor");
  }

  ObjectNode createSource(Call call) {
    call.query();
    JsonNode body =
        Shape.object("body", call.body(), Set.of("parent", "properties", "title", "icon"));
    Shape.object("body.parent", body.path("parent"), PARENT_KEYS);
    String id = Shape.id("body.parent.database_id", body.path("parent").path("database_id"));
    DatabaseRecord database = workspace.visibleDatabase(id);
    if (database.inTrash) {
      throw NotionError.inTrash();
    }
    Shape.defined("body.properties", body.path("properties"));
    DataSourceRecord source = newSource(database, title(body));
    source.icon = icon(body, source.icon);
    schema.create(source, "body.properties", body.path("properties"));
    add(database, source);
    return SchemaView.source(workspace, source, call.version());
  }

  ObjectNode updateSource(Call call) {
    call.query();
    JsonNode body =
        Shape.object(
            "body", call.body(), keys(call, "properties", "title", "icon", "in_trash", "parent"));
    DataSourceRecord source = workspace.visibleSource(call.id("data_source_id"));
    Boolean trash = PageEndpoints.trash(body);
    if (source.inTrash && !Boolean.FALSE.equals(trash)) {
      throw NotionError.inTrash();
    }
    JsonNode title = body.has("title") ? title(body) : source.title;
    if (body.has("properties")) {
      schema.patch(source, "body.properties", body.path("properties"));
    }
    if (body.has("parent")) {
      move(source, body.path("parent"));
    }
    source.title = title;
    source.icon = icon(body, source.icon);
    source.inTrash = trash == null ? source.inTrash : trash;
    edited(source);
    return SchemaView.source(workspace, source, call.version());
  }

  private void move(DataSourceRecord source, JsonNode parent) {
    Shape.object("body.parent", parent, PARENT_KEYS);
    DatabaseRecord target =
        workspace.visibleDatabase(Shape.id("body.parent.database_id", parent.path("database_id")));
    workspace.databaseOf(source).dataSources.remove(source);
    target.dataSources.add(source);
    source.databaseId = target.id;
  }

  ObjectNode createDatabase(Call call) {
    call.query();
    // A top-level "properties" is what older versions took; it is accepted and has no effect.
    JsonNode body =
        Shape.object(
            "body",
            call.body(),
            Set.of(
                "parent",
                "title",
                "description",
                "is_inline",
                "initial_data_source",
                "icon",
                "cover",
                "properties"));
    Parent parent = databaseParent(body.path("parent"));
    JsonNode initial = body.path("initial_data_source");
    if (!initial.isMissingNode()) {
      Shape.object("body.initial_data_source", initial, Set.of("properties"));
    }
    DatabaseRecord database =
        new DatabaseRecord(workspace.ids.object(), parent, title(body), workspace.now());
    decorate(database, body);
    DataSourceRecord source = newSource(database, database.title);
    schema.create(source, "body.initial_data_source.properties", initial.path("properties"));
    workspace.databases.put(database.id, database);
    add(database, source);
    return SchemaView.database(workspace, database, call.version());
  }

  ObjectNode retrieveDatabase(Call call) {
    call.query();
    DatabaseRecord database = workspace.visibleDatabase(call.id("database_id"));
    return SchemaView.database(workspace, database, call.version());
  }

  ObjectNode updateDatabase(Call call) {
    call.query();
    JsonNode body =
        Shape.object(
            "body",
            call.body(),
            keys(
                call,
                "parent",
                "title",
                "description",
                "is_inline",
                "icon",
                "cover",
                "in_trash",
                "is_locked"));
    DatabaseRecord database = workspace.visibleDatabase(call.id("database_id"));
    Boolean trash = PageEndpoints.trash(body);
    Boolean lock = PageEndpoints.flag(body, "is_locked");
    if (database.inTrash && !Boolean.FALSE.equals(trash)) {
      throw NotionError.inTrash();
    }
    Parent parent = body.has("parent") ? databaseParent(body.path("parent")) : database.parent;
    database.title = body.has("title") ? title(body) : database.title;
    decorate(database, body);
    database.parent = parent;
    database.inTrash = trash == null ? database.inTrash : trash;
    database.locked = lock == null ? database.locked : lock;
    database.editedAt = workspace.now();
    workspace.touched();
    return SchemaView.database(workspace, database, call.version());
  }

  private void decorate(DatabaseRecord database, JsonNode body) {
    Decoration decoration = Decoration.read(body);
    if (body.has("description")) {
      database.description =
          RichText.accept(
              new Writing(workspace, false), "body.description", body.path("description"));
    }
    Boolean inline = PageEndpoints.flag(body, "is_inline");
    database.inline = inline == null ? database.inline : inline;
    database.icon = decoration.icon() == null ? database.icon : decoration.icon();
    database.cover = decoration.cover() == null ? database.cover : decoration.cover();
  }

  private Parent databaseParent(JsonNode node) {
    Shape.object("body.parent", node, PARENT_KEYS);
    if (node.has("workspace")) {
      Shape.bool("body.parent.workspace", node.path("workspace"));
      return Parent.workspace();
    }
    PageRecord page = workspace.visiblePage(Shape.id("body.parent.page_id", node.path("page_id")));
    if (page.state().inTrash()) {
      throw NotionError.inTrash();
    }
    return Parent.page(page.id);
  }

  private JsonNode title(JsonNode body) {
    return body.has("title")
        ? RichText.accept(new Writing(workspace, false), "body.title", body.path("title"))
        : Json.array();
  }

  private static JsonNode icon(JsonNode body, JsonNode present) {
    JsonNode icon = Decoration.read(body).icon();
    return icon == null ? present : icon;
  }

  private DataSourceRecord newSource(DatabaseRecord database, JsonNode title) {
    return new DataSourceRecord(
        workspace.ids.object(), database.id, title, workspace.now(), workspace.bot.id());
  }

  private void add(DatabaseRecord database, DataSourceRecord source) {
    database.dataSources.add(source);
    workspace.dataSources.put(source.id, source);
    workspace.touched();
  }

  private void edited(DataSourceRecord source) {
    source.editedAt = workspace.now();
    source.editedBy = workspace.bot.id();
    workspace.touched();
  }

  private static Set<String> keys(Call call, String... keys) {
    Set<String> all = new HashSet<>(Set.of(keys));
    if (call.version().knowsArchived()) {
      all.add("archived");
    }
    return all;
  }
}
