package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code number}: an IEEE 754 double, of which 15 digits survive every round trip. */
final class NumberCodec implements PropertyCodec {

  static final FieldType TYPE = new FieldType.Num(FieldType.Num.DOUBLE_DIGITS, Integer.MAX_VALUE);

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json content) {
    return content.isNull() ? Value.NULL : Value.number(content.number());
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(TYPE.canonical(value) instanceof Value.Num number)) {
      throw PropertyCodec.wrongKind(value, "a number");
    }
    double nearest = number.value().doubleValue();
    if (Double.isInfinite(nearest) || (nearest == 0 && number.value().signum() != 0)) {
      throw new UnwritableException("the number is beyond what Notion can hold (a double)");
    }
    return Json.of(number.value());
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    if (value.isNull()) {
      return PropertyCodec.empty();
    }
    if (!(TYPE.canonical(value) instanceof Value.Num number)) {
      return null;
    }
    BigDecimal exact = number.value();
    if (exact.signum() == 0) {
      return PropertyCodec.condition("equals", Json.of(exact));
    }
    // Notion may hold a double that equals the number in its first 15 digits only
    BigDecimal slack = exact.abs().scaleByPowerOfTen(1 - FieldType.Num.DOUBLE_DIGITS);
    return List.of(
        List.of(
            Json.object(f -> f.put("greater_than_or_equal_to", Json.of(exact.subtract(slack)))),
            Json.object(f -> f.put("less_than_or_equal_to", Json.of(exact.add(slack))))));
  }
}
