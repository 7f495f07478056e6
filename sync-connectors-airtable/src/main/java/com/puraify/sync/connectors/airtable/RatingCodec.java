package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code rating}: a whole number from 1 to a highest one, or nothing. */
final class RatingCodec implements FieldCodec {

  private static final FieldType TYPE = new FieldType.Num(0, 0);

  private final int max;

  RatingCodec(int max) {
    this.max = max;
  }

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() || cell.number().signum() == 0 ? Value.NULL : Value.number(cell.number());
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(value instanceof Value.Num number)) {
      throw FieldCodec.wrongKind(value, "a number");
    }
    BigDecimal stars = number.value().stripTrailingZeros();
    if (stars.scale() > 0 || stars.signum() <= 0 || stars.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw new UnwritableException(
          "takes whole numbers from 1 to "
              + max
              + ", not "
              + number.value().toPlainString()
              + "; nothing stands for no rating");
    }
    return Json.of(stars.longValueExact());
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    if (value.isNull()) {
      return Formula.any(List.of(Formula.empty(field), field + "=0"));
    }
    return value instanceof Value.Num number ? NumberCodec.near(field, number.value(), 0) : null;
  }
}
