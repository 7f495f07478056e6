package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;

/**
 * Property values as plain JSON, for roll-ups that list them: texts as strings, options as their
 * names, users and pages as their ids, so that nothing is in them that changes by itself.
 */
final class PlainJson {

  private PlainJson() {}

  /** Returns the plain form of an array of property values. */
  static Json ofElements(Json values) {
    return Json.array(values.elements().stream().map(PlainJson::of).toList());
  }

  private static Json of(Json value) {
    String type = value.at("type").textOrNull();
    Json content = type == null ? Json.MISSING : value.at(type);
    if (type == null || content.isNull()) {
      return Json.NULL;
    }
    return switch (type) {
      case "title", "rich_text" -> Json.of(TextCodec.plain(content));
      case "select", "status" -> content.at("name");
      case "multi_select" -> each(content, "name");
      case "people", "relation" -> each(content, "id");
      case "created_by", "last_edited_by" -> content.at("id");
      case "files" -> FilesCodec.plain(content);
      case "formula" -> orNull(content.at(content.at("type").text()));
      case "unique_id" -> orNull(content.at("number"));
      default -> content;
    };
  }

  private static Json each(Json array, String member) {
    return Json.array(array.elements().stream().map(e -> orNull(e.at(member))).toList());
  }

  private static Json orNull(Json json) {
    return json.isMissing() ? Json.NULL : json;
  }
}
