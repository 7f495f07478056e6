package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How pages are shown. */
final class PageView {
  private static final String HOST = "https://app.notion.com/p/";

  private PageView() {}

  /** Shows a page; with {@code only} given, no other properties than these. */
  static ObjectNode show(Reading reading, ApiVersion version, @Nullable Set<PropertySpec> only) {
    Workspace workspace = reading.workspace();
    PageRecord page = reading.page();
    PageState state = reading.state();
    ObjectNode shown = Json.object().put("object", "page").put("id", page.id);
    shown.put("created_time", Dates.minute(page.createdAt));
    shown.put("last_edited_time", Dates.minute(state.editedAt()));
    shown.set("created_by", UserView.partial(page.createdBy));
    shown.set("last_edited_by", UserView.partial(state.editedBy()));
    shown.set("cover", state.cover());
    shown.set("icon", state.icon());
    shown.set("parent", parent(workspace, state.parent()));
    shown.put("in_trash", state.inTrash());
    if (version.knowsArchived()) {
      shown.put("archived", state.inTrash());
    }
    shown.put("is_archived", state.archived()).put("is_locked", state.locked());
    ObjectNode properties = shown.putObject("properties");
    for (PropertySpec property : properties(workspace, state)) {
      if (only == null || only.contains(property)) {
        properties.set(property.name, property(reading, property));
      }
    }
    shown.put("url", url(title(workspace, page), page.id)).putNull("public_url");
    if (workspace.quirks.extraFields()) {
      shown.putObject("x_future_field").put("since", "tomorrow").putArray("list").add(1).addNull();
    }
    return shown;
  }

  static ObjectNode partial(PageRecord page) {
    return Json.object().put("object", "page").put("id", page.id);
  }

  private static ObjectNode property(Reading reading, PropertySpec property) {
    ObjectNode shown = Json.object().put("id", property.encodedId()).put("type", property.type);
    shown.set(property.type, property.behaviour().show(reading, property));
    if (property.type.equals("relation")) {
      shown.put("has_more", reading.related(property).size() > reading.inline());
    }
    if (reading.workspace().quirks.extraFields()) {
      shown.put("x_future_hint", "ignore me");
    }
    return shown;
  }

  /** Returns the properties of a page: those of its data source, or a title alone. */
  static List<PropertySpec> properties(Workspace workspace, PageState state) {
    DataSourceRecord source = workspace.sourceOf(state);
    return source == null
        ? List.of(new PropertySpec("title", "title", "title"))
        : source.properties;
  }

  static String title(Workspace workspace, PageRecord page) {
    return RichText.plain(page.state().values().get("title"));
  }

  private static String url(String title, String id) {
    String slug = title.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    return HOST + (slug.isEmpty() ? "" : slug + "-") + id.replace("-", "");
  }

  static String url(String id) {
    return HOST + id.replace("-", "");
  }

  static ObjectNode parent(Workspace workspace, Parent parent) {
    if (parent.kind() == Parent.Kind.WORKSPACE) {
      return Json.object().put("type", "workspace").put("workspace", true);
    }
    String key = parent.kind().name().toLowerCase(Locale.ROOT) + "_id";
    ObjectNode shown = Json.object().put("type", key).put(key, parent.id());
    if (parent.kind() == Parent.Kind.DATA_SOURCE) {
      DataSourceRecord source = workspace.dataSources.get(parent.id());
      shown.put("database_id", source == null ? null : source.databaseId);
    }
    return shown;
  }

  /** Returns the block that stands for a page or database in the page around it. */
  static ObjectNode block(
      ApiVersion version,
      String type,
      String title,
      Map<String, JsonNode> fields,
      boolean trashed) {
    ObjectNode block = Json.object().put("object", "block");
    fields.forEach(block::set);
    block.put("has_children", false).put("in_trash", trashed).put("type", type);
    block.putObject(type).put("title", title);
    if (version.knowsArchived()) {
      block.put("archived", trashed);
    }
    return block;
  }
}
