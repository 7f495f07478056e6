package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The choices of a field; cells hold their ids. */
final class Choices {
  private Choices() {}

  /** Returns the id of the choice with this name, made when the writing may do so. */
  static String id(Writing writing, FieldSpec field, String name) {
    JsonNode known = field.choice("name", name);
    if (known != null) {
      return known.path("id").asText();
    }
    if (!writing.typecast() || writing.base().permission.compareTo(Permission.CREATE) < 0) {
      throw AirtableError.refused(
          "INVALID_MULTIPLE_CHOICE_OPTIONS",
          "Insufficient permissions to create new select option \"" + name + "\"");
    }
    ArrayNode choices = field.options.withArray("/choices");
    ObjectNode added = add(writing.workspace().ids, field, name);
    int index = choices.size() - 1;
    writing.transaction().onUndo(() -> choices.remove(index));
    return added.path("id").asText();
  }

  static ObjectNode add(Ids ids, FieldSpec field, String name) {
    ArrayNode choices = field.options.withArray("/choices");
    ObjectNode choice = Json.object().put("id", ids.next("sel")).put("name", name);
    choice.put("color", Ids.colour(choices.size()));
    choices.add(choice);
    return choice;
  }

  /** Returns the name of a choice, or null when it is gone. */
  static @Nullable JsonNode name(FieldSpec field, JsonNode id) {
    JsonNode choice = field.choice("id", id.asText());
    return choice == null ? null : choice.path("name");
  }
}
