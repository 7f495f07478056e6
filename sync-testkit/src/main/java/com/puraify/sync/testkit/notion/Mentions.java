package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Mentions within rich text. */
final class Mentions {
  private static final List<String> TYPES =
      List.of("user", "page", "date", "database", "data_source");

  private Mentions() {}

  static ObjectNode accept(Writing writing, String path, JsonNode node) {
    Shape.object(path, node, Set.of("type", "user", "page", "date", "database", "data_source"));
    String type = TYPES.stream().filter(node::has).findFirst().orElse("user");
    JsonNode body = node.path(type);
    String inner = path + "." + type;
    ObjectNode mention = Json.object().put("type", type);
    if (type.equals("date")) {
      mention.set("date", Dates.accept(inner, body));
    } else {
      Shape.object(inner, body, type.equals("user") ? Set.of("id", "object") : Set.of("id"));
      String id = Shape.id(inner + ".id", body.path("id"));
      if (type.equals("user") && !writing.workspace().users.containsKey(id)) {
        throw NotionError.notFound("user", id);
      }
      if (type.equals("page")) {
        writing.workspace().visiblePage(id);
      }
      mention.putObject(type).put("id", id);
    }
    return mention;
  }

  static ObjectNode show(Workspace workspace, ObjectNode span) {
    JsonNode mention = span.path("mention");
    String type = mention.path("type").asText();
    String id = mention.path(type).path("id").asText();
    ObjectNode shown = span.deepCopy();
    switch (type) {
      case "user" -> {
        SimulatedUser user = workspace.users.get(id);
        shown.put("plain_text", "@" + (user == null ? "Anonymous" : user.name()));
        if (user != null) {
          ((ObjectNode) shown.path("mention")).set("user", UserView.show(workspace, user));
        }
      }
      case "page" -> {
        PageRecord page = workspace.page(id);
        boolean seen = page != null && workspace.sees(id);
        shown.put(
            "plain_text", page != null && seen ? PageView.title(workspace, page) : "Untitled");
        shown.put("href", "https://app.notion.com/p/" + id.replace("-", ""));
      }
      case "date" -> shown.put("plain_text", mention.path("date").path("start").asText());
      default -> shown.put("plain_text", "Untitled");
    }
    return shown;
  }
}
