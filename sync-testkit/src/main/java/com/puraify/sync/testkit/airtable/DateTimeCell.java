package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments, read in the time zone of their field when the text names none. */
final class DateTimeCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (!value.isTextual()) {
      throw AirtableError.badValue(field);
    }
    ZoneId zone = Times.zone(field.option("timeZone"));
    Instant time = Times.time(value.asText(), zone);
    if (time == null && writing.typecast()) {
      LocalDate date = Times.looseDate(value.asText());
      time = date == null ? null : date.atStartOfDay(zone).toInstant();
    }
    if (time == null && !writing.typecast()) {
      throw AirtableError.badValue(field);
    }
    return time == null ? null : Json.text(Times.shown(time.truncatedTo(ChronoUnit.MILLIS)));
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    return Instant.parse(stored.asText());
  }
}
