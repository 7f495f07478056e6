package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How data sources and databases are shown. */
final class SchemaView {
  private SchemaView() {}

  static ObjectNode source(Workspace workspace, DataSourceRecord source, ApiVersion version) {
    DatabaseRecord database = workspace.databaseOf(source);
    boolean trashed = source.inTrash || database.inTrash;
    ObjectNode shown = Json.object().put("object", "data_source").put("id", source.id);
    shown.putNull("cover").set("icon", source.icon);
    shown.put("created_time", Dates.minute(source.createdAt));
    shown.set("created_by", UserView.partial(source.createdBy));
    shown.set("last_edited_by", UserView.partial(source.editedBy));
    shown.put("last_edited_time", Dates.minute(source.editedAt));
    shown.set("title", source.title);
    shown.putArray("description");
    shown.put("is_inline", database.inline);
    ObjectNode properties = shown.putObject("properties");
    for (PropertySpec property : source.properties) {
      properties.set(property.name, property(workspace, property));
    }
    shown.set("parent", PageView.parent(workspace, Parent.database(database.id)));
    shown.set("database_parent", PageView.parent(workspace, database.parent));
    shown.put("url", PageView.url(database.id)).putNull("public_url").put("in_trash", trashed);
    if (version.knowsArchived()) {
      shown.put("archived", trashed);
    }
    if (workspace.quirks.extraFields()) {
      shown.put("x_future_field", "tomorrow");
    }
    return shown;
  }

  private static ObjectNode property(Workspace workspace, PropertySpec property) {
    ObjectNode shown = Json.object().put("id", property.encodedId()).put("name", property.name);
    shown.put("description", property.description).put("type", property.type);
    shown.set(property.type, property.behaviour().config(workspace, property));
    return shown;
  }

  static ObjectNode database(Workspace workspace, DatabaseRecord database, ApiVersion version) {
    ObjectNode shown = Json.object().put("object", "database").put("id", database.id);
    shown.set("title", database.title);
    shown.set("description", database.description);
    shown.set("parent", PageView.parent(workspace, database.parent));
    shown.put("is_inline", database.inline).put("in_trash", database.inTrash);
    shown.put("is_locked", database.locked);
    shown.put("created_time", Dates.millisecond(database.createdAt));
    shown.put("last_edited_time", Dates.millisecond(database.editedAt));
    ArrayNode sources = shown.putArray("data_sources");
    database.dataSources.stream()
        .filter(source -> !source.inTrash && workspace.sees(source.id))
        .forEach(s -> sources.addObject().put("id", s.id).put("name", s.name()));
    shown.set("icon", database.icon);
    shown.set("cover", database.cover);
    shown.put("url", PageView.url(database.id)).putNull("public_url");
    if (version.knowsArchived()) {
      shown.put("archived", database.inTrash);
    }
    return shown;
  }
}
