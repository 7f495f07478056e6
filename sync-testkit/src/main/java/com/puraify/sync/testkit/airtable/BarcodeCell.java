package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Barcodes: a text and the type of the code. */
final class BarcodeCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (value.isTextual() && writing.typecast()) {
      return value.asText().isEmpty() ? null : Json.object().put("text", value.asText());
    }
    JsonNode text = value.path("text");
    JsonNode type = value.path("type");
    if (!text.isTextual() || !(type.isTextual() || type.isMissingNode() || type.isNull())) {
      throw AirtableError.badValue(field);
    }
    ObjectNode stored = Json.object().put("text", text.asText());
    if (type.isTextual()) {
      stored.put("type", type.asText());
    }
    return stored;
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    return stored.path("text").asText();
  }
}
