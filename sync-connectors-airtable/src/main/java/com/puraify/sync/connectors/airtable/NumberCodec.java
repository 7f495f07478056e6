package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * {@code number}, {@code currency}, {@code percent} (0.125 is 12.5 %) and {@code duration} (in
 * seconds): an IEEE 754 double, rounded to the field's precision before it is compared or written.
 */
final class NumberCodec implements FieldCodec {

  private static final String ZERO = "0";

  private final FieldType.Num type;

  private NumberCodec(FieldType.Num type) {
    this.type = type;
  }

  /**
   * Returns the codec for numbers.
   *
   * @param digits how many digits after the point the field keeps
   */
  static NumberCodec ofScale(int digits) {
    return new NumberCodec(new FieldType.Num(FieldType.Num.DOUBLE_DIGITS, digits));
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() ? Value.NULL : Value.number(cell.number());
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(type.canonical(value) instanceof Value.Num number)) {
      throw FieldCodec.wrongKind(value, "a number");
    }
    double nearest = number.value().doubleValue();
    if (Double.isInfinite(nearest) || (nearest == 0 && number.value().signum() != 0)) {
      throw new UnwritableException("the number is beyond what Airtable can hold (a double)");
    }
    return Json.of(number.value());
  }

  @Override
  public boolean mergeable() {
    return true;
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    Value canonical = type.canonical(value);
    if (canonical.isNull()) {
      return Formula.empty(field);
    }
    return canonical instanceof Value.Num number ? near(field, number.value(), type.scale()) : null;
  }

  /** Returns the condition that a field holds a number that rounds to one of so many digits. */
  static String near(String field, BigDecimal number, int scale) {
    BigDecimal slack = number.abs().scaleByPowerOfTen(1 - FieldType.Num.DOUBLE_DIGITS);
    if (scale != Integer.MAX_VALUE) {
      slack = slack.max(BigDecimal.ONE.scaleByPowerOfTen(-scale));
    }
    return "AND("
        + field
        + ">="
        + plain(number.subtract(slack))
        + ","
        + field
        + "<="
        + plain(number.add(slack))
        + ")";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? ZERO : number.toPlainString();
  }
}
