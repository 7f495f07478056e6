package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several people. */
final class MultipleCollaboratorCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (!value.isArray()) {
      throw AirtableError.badValue(field);
    }
    Set<String> ids = new LinkedHashSet<>();
    value.forEach(item -> ids.add(Collaborators.id(writing, field, item)));
    return ids.isEmpty() ? null : Json.array(ids);
  }

  @Override
  @Nullable JsonNode shown(Viewing viewing, FieldSpec field, JsonNode stored) {
    ArrayNode shown = Json.array();
    for (JsonNode id : stored) {
      JsonNode user = Collaborators.shown(viewing, id);
      if (user != null) {
        shown.add(user);
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    JsonNode shown = shown(viewing, field, stored);
    return shown == null ? null : FormulaValues.ofJson(shown);
  }
}
