package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** {@code date}: a calendar day. */
final class DayCodec implements FieldCodec {

  static final FieldType TYPE = FieldType.day();

  private static final int LAST_YEAR = 9999;

  /** How far a day's beginning may be from midnight in UTC, and a day for the comparison. */
  private static final int SLACK_DAYS = 2;

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() ? Value.NULL : day(cell.text());
  }

  /** Reads a day. */
  static Value day(String text) {
    try {
      return Value.day(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "Airtable's date '" + text + "' cannot be read", e);
    }
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(value instanceof Value.Day day)) {
      throw FieldCodec.wrongKind(value, "a day without a time");
    }
    int year = day.value().getYear();
    if (year < 1 || year > LAST_YEAR) {
      throw new UnwritableException("takes dates of the years 1 to 9999, not of " + year);
    }
    return Json.of(day.value().toString());
  }

  @Override
  public boolean mergeable() {
    return true;
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    if (value.isNull()) {
      return Formula.empty(field);
    }
    if (!(value instanceof Value.Day day)) {
      return null;
    }
    Instant start = day.value().atStartOfDay(ZoneOffset.UTC).toInstant();
    return Formula.between(
        field,
        start.atOffset(ZoneOffset.UTC).minusDays(SLACK_DAYS).toInstant(),
        start.atOffset(ZoneOffset.UTC).plusDays(SLACK_DAYS).toInstant());
  }
}
