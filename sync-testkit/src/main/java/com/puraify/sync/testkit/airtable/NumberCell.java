package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers, amounts of money, percentages, durations and ratings. */
final class NumberCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (value.isNumber()) {
      return stored(writing, field, value.decimalValue());
    }
    if (writing.typecast() && value.isTextual()) {
      BigDecimal number = convert(field, value.asText());
      return number == null ? null : stored(writing, field, number);
    }
    throw AirtableError.badValue(field);
  }

  private static JsonNode stored(Writing writing, FieldSpec field, BigDecimal number) {
    if (field.type.equals("rating")) {
      return rating(field, number);
    }
    JsonNode precision = field.options.path("precision");
    if (!precision.isInt() || !writing.workspace().quirks.roundedNumbers()) {
      return Json.number(number.doubleValue());
    }
    int places = precision.intValue() + (field.type.equals("percent") ? 2 : 0);
    return Json.number(number.setScale(places, RoundingMode.HALF_UP).doubleValue());
  }

  private static JsonNode rating(FieldSpec field, BigDecimal number) {
    int most = field.options.path("max").asInt(5);
    boolean whole = number.stripTrailingZeros().scale() <= 0;
    if (!whole || number.signum() <= 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw AirtableError.badValue(field);
    }
    return Json.number(number.doubleValue());
  }

  private static @Nullable BigDecimal convert(FieldSpec field, String text) {
    String bare = text.replace(field.option("symbol"), "").replace(",", "").replace("%", "").trim();
    try {
      BigDecimal number = new BigDecimal(bare);
      return field.type.equals("percent") && text.endsWith("%") ? number.movePointLeft(2) : number;
    } catch (NumberFormatException e) {
      // A conversion that finds no number leaves the cell empty.
      return null;
    }
  }
}
