package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code datetime}: a point in time to the millisecond, or nothing. */
final class MomentCodec implements PropertyCodec {

  private static final FieldType TYPE = FieldType.moment(Duration.ofMillis(1));

  private static final Pattern MILLIS = Pattern.compile("-?\\d{1,15}");

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(String text) {
    return TYPE.canonical(Value.moment(moment(text)));
  }

  /**
   * Reads a point in time, in ISO-8601 or in milliseconds since 1970.
   *
   * @throws DateTimeException if it is neither
   */
  static Instant moment(String text) {
    return MILLIS.matcher(text).matches()
        ? Instant.ofEpochMilli(Long.parseLong(text))
        : OffsetDateTime.parse(text).toInstant();
  }

  @Override
  public String write(Value value) {
    if (value.isNull()) {
      return "";
    }
    if (!(value instanceof Value.Moment moment)) {
      throw PropertyCodec.wrongKind(value, "a point in time");
    }
    refuseYear(moment.value().atOffset(ZoneOffset.UTC).getYear());
    return DateTimeFormatter.ISO_INSTANT.format(moment.value().truncatedTo(ChronoUnit.MILLIS));
  }

  static void refuseYear(int year) {
    if (year < 1 || year > 9999) {
      throw new UnwritableException("the year " + year + " is outside 1 to 9999");
    }
  }

  @Override
  public Optional<Term> search(Value value) {
    return value instanceof Value.Moment moment
        ? Optional.of(new Term(Long.toString(moment.value().toEpochMilli()), false))
        : Optional.empty();
  }
}
