package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.util.Optional;

/** {@code number}: a decimal number as a text, or nothing. */
final class NumberCodec implements PropertyCodec {

  private static final int LONGEST = 300;

  @Override
  public FieldType type() {
    return FieldType.number();
  }

  @Override
  public Value read(String text) {
    return Value.number(new BigDecimal(text.strip()));
  }

  @Override
  public String write(Value value) {
    if (value.isNull()) {
      return "";
    }
    if (!(value instanceof Value.Num number)) {
      throw PropertyCodec.wrongKind(value, "a number");
    }
    BigDecimal exact = number.value();
    if (exact.precision() + Math.abs((long) exact.scale()) > LONGEST) {
      throw new UnwritableException("the number has more digits than HubSpot can hold");
    }
    return exact.toPlainString();
  }

  @Override
  public Optional<Term> search(Value value) {
    return value instanceof Value.Num
        ? Optional.of(new Term(write(value), true))
        : Optional.empty();
  }
}
