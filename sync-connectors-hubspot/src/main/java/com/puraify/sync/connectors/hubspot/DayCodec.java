package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** {@code date}: a day, which HubSpot keeps as midnight UTC, or nothing. */
final class DayCodec implements PropertyCodec {

  @Override
  public FieldType type() {
    return FieldType.day();
  }

  @Override
  public Value read(String text) {
    return Value.day(
        text.length() == 10 && text.charAt(4) == '-'
            ? LocalDate.parse(text)
            : FieldType.utcDay(MomentCodec.moment(text)));
  }

  @Override
  public String write(Value value) {
    if (value.isNull()) {
      return "";
    }
    if (!(value instanceof Value.Day day)) {
      throw PropertyCodec.wrongKind(value, "a day");
    }
    MomentCodec.refuseYear(day.value().getYear());
    return day.value().toString();
  }

  @Override
  public Optional<Term> search(Value value) {
    return value instanceof Value.Day day
        ? Optional.of(
            new Term(
                Long.toString(day.value().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()),
                false))
        : Optional.empty();
  }
}
