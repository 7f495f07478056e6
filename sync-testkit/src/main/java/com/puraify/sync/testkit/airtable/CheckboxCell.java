package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checkboxes: ticked or empty, never false. */
final class CheckboxCell extends StoredCell {
  private static final Set<String> TICKS = Set.of("true", "checked", "yes", "1");

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? value : null;
    }
    if (writing.typecast() && value.isValueNode()) {
      boolean ticked = TICKS.contains(value.asText().toLowerCase(Locale.ROOT));
      return ticked ? Json.bool(true) : null;
    }
    throw AirtableError.badValue(field);
  }
}
