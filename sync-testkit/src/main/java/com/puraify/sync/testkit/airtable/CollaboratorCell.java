package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One person. */
final class CollaboratorCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (!value.isObject() && !writing.typecast()) {
      throw AirtableError.badValue(field);
    }
    return Json.text(Collaborators.id(writing, field, value));
  }

  @Override
  @Nullable JsonNode shown(Viewing viewing, FieldSpec field, JsonNode stored) {
    return Collaborators.shown(viewing, stored);
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    JsonNode shown = Collaborators.shown(viewing, stored);
    return shown == null ? null : shown.path("name").asText();
  }
}
