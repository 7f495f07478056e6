package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One choice, shown by its name. */
final class SelectCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    boolean named = value.isTextual() || (writing.typecast() && value.isValueNode());
    if (!named || (value.asText().isEmpty() && !writing.typecast())) {
      throw AirtableError.badValue(field);
    }
    String name = value.asText();
    return name.isEmpty() ? null : Json.text(Choices.id(writing, field, name));
  }

  @Override
  @Nullable JsonNode shown(Viewing viewing, FieldSpec field, JsonNode stored) {
    return Choices.name(field, stored);
  }

  @Override
  @Nullable JsonNode shownV2(Viewing viewing, FieldSpec field, JsonNode stored) {
    return field.choice("id", stored.asText());
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    JsonNode name = Choices.name(field, stored);
    return name == null ? null : name.asText();
  }
}
