package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code number}: a JavaScript number. */
final class NumberProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    return value.isNull() ? null : Json.number(Shape.number(path, value));
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? Json.nothing() : stored;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? null : plain(stored);
  }

  /** Returns a number without trailing zeros and without an exponent where it is whole. */
  static BigDecimal plain(JsonNode number) {
    BigDecimal stripped = number.decimalValue().stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
