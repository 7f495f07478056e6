package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code date}: a day, a point in time to the minute, or a range of either. */
final class DateCodec implements PropertyCodec {

  /** Notion cuts points in time to the minute. */
  static final Duration PRECISION = Duration.ofMinutes(1);

  static final FieldType TYPE = new FieldType.Temporal(PRECISION);

  private static final Set<String> PARTS = Set.of("start", "end");

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json content) {
    return readDate(content);
  }

  /** Reads a date or a range, as date properties, formulas and roll-ups hold it. */
  static Value readDate(Json content) {
    if (content.isNull() || content.at("start").isNull()) {
      return Value.NULL;
    }
    String zone = content.at("time_zone").textOrNull();
    Value start = readEnd(content.at("start").text(), zone);
    Json end = content.at("end");
    return end.isNull()
        ? start
        : new Value.Struct(Map.of("start", start, "end", readEnd(end.text(), zone)));
  }

  private static Value readEnd(String text, @Nullable String zone) {
    try {
      if (text.indexOf('T') < 0) {
        return Value.day(LocalDate.parse(text));
      }
      return TYPE.canonical(Value.moment(moment(text, zone)));
    } catch (DateTimeException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "Notion's date '" + text + "' cannot be read", e);
    }
  }

  /** Reads a point in time that has an offset, or else is in a zone, or else in UTC. */
  static Instant moment(String text, @Nullable String zone) {
    TemporalAccessor read =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (read instanceof OffsetDateTime exact) {
      return exact.toInstant();
    }
    return LocalDateTime.from(read)
        .atZone(zone == null ? ZoneOffset.UTC : ZoneId.of(zone))
        .toInstant();
  }

  /** Returns a point in time as Notion takes it, to the minute. */
  static String text(Instant moment) {
    return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.MINUTES));
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(value instanceof Value.Struct range)) {
      return Json.object(date -> date.put("start", writeEnd(value)));
    }
    Value start = range.parts().getOrDefault("start", Value.NULL);
    if (start.isNull() || !PARTS.containsAll(range.parts().keySet())) {
      throw new UnwritableException("a range has a start and possibly an end, nothing else");
    }
    Value end = range.parts().getOrDefault("end", Value.NULL);
    return Json.object(
        date -> {
          date.put("start", writeEnd(start));
          if (!end.isNull()) {
            date.put("end", writeEnd(end));
          }
        });
  }

  private static Json writeEnd(Value end) {
    if (end instanceof Value.Day day) {
      refuseYear(day.value().getYear());
      return Json.of(day.value().toString());
    }
    if (end instanceof Value.Moment moment) {
      refuseYear(moment.value().atOffset(ZoneOffset.UTC).getYear());
      return Json.of(text(moment.value()));
    }
    throw PropertyCodec.wrongKind(end, "a day or a point in time");
  }

  private static void refuseYear(int year) {
    if (year < 1 || year > 9999) {
      throw new UnwritableException("the year " + year + " is outside 1 to 9999");
    }
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    Value start =
        value instanceof Value.Struct range
            ? range.parts().getOrDefault("start", Value.NULL)
            : value;
    if (start.isNull()) {
      return PropertyCodec.empty();
    }
    return start instanceof Value.Day || start instanceof Value.Moment
        ? PropertyCodec.condition("equals", writeEnd(start))
        : null;
  }
}
