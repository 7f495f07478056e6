package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** People in cells; cells hold their ids. */
final class Collaborators {
  private Collaborators() {}

  /** Returns the id of the person that a value names. */
  static String id(Writing writing, FieldSpec field, JsonNode value) {
    for (SimulatedCollaborator user : writing.workspace().users.values()) {
      if (names(user, value, writing.typecast())) {
        return user.id();
      }
    }
    throw AirtableError.badValue(field);
  }

  private static boolean names(SimulatedCollaborator user, JsonNode value, boolean typecast) {
    if (value.isObject()) {
      JsonNode id = value.path("id");
      return id.isTextual()
          ? id.asText().equals(user.id())
          : value.path("email").asText().equals(user.email());
    }
    String text = value.isTextual() ? value.asText() : "";
    return text.equals(user.id())
        || (typecast && (text.equals(user.email()) || text.equals(user.name())));
  }

  static ObjectNode shown(SimulatedCollaborator user) {
    return Json.object().put("id", user.id()).put("email", user.email()).put("name", user.name());
  }

  static @Nullable JsonNode shown(Viewing viewing, JsonNode id) {
    SimulatedCollaborator user = viewing.workspace().users.get(id.asText());
    return user == null ? null : shown(user);
  }
}
