package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * {@code dateTime}: a point in time, to the second. No field shows more, and whether Airtable keeps
 * more is not known.
 */
final class MomentCodec implements FieldCodec {

  static final FieldType TYPE = FieldType.moment(Duration.ofSeconds(1));

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final int SLACK_SECONDS = 2;

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() ? Value.NULL : Value.moment(instant(cell.text()));
  }

  /** Reads a point in time. */
  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "Airtable's time '" + text + "' cannot be read", e);
    }
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(TYPE.canonical(value) instanceof Value.Moment moment)) {
      throw FieldCodec.wrongKind(value, "a point in time");
    }
    if (moment.value().isBefore(FIRST) || !moment.value().isBefore(END)) {
      throw new UnwritableException("takes times of the years 1 to 9999, not " + moment.value());
    }
    return Json.of(moment.value().toString());
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    Value canonical = TYPE.canonical(value);
    if (canonical.isNull()) {
      return Formula.empty(field);
    }
    return canonical instanceof Value.Moment moment
        ? Formula.between(
            field,
            moment.value().minusSeconds(SLACK_SECONDS),
            moment.value().plusSeconds(SLACK_SECONDS))
        : null;
  }
}
