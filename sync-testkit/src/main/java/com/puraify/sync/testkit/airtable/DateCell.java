package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Days. */
final class DateCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (!value.isTextual()) {
      throw AirtableError.badValue(field);
    }
    String text = value.asText();
    LocalDate date = writing.typecast() ? Times.looseDate(text) : Times.date(text);
    if (date == null && !writing.typecast()) {
      throw AirtableError.badValue(field);
    }
    return date == null ? null : Json.text(date.toString());
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    return LocalDate.parse(stored.asText()).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
