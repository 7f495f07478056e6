package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What values of the formula language are to each other. */
final class FormulaValues {
  private FormulaValues() {}

  /** Returns the value that JSON of a cell stands for. */
  static @Nullable Object ofJson(JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isArray()) {
      List<Object> values = new ArrayList<>();
      for (JsonNode item : json) {
        Object value = ofJson(item);
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    }
    if (json.isObject()) {
      return json.has("error") || json.has("specialValue") ? failed() : named(json);
    }
    return json.isNull() ? null : json.asText();
  }

  private static Object failed() {
    throw new FormulaFailure("#ERROR!");
  }

  private static String named(JsonNode object) {
    for (String key : List.of("name", "text", "label", "value", "filename")) {
      if (object.path(key).isValueNode()) {
        return object.path(key).asText();
      }
    }
    return object.toString();
  }

  /** Returns what a computed cell shows of a value, or null when it is empty. */
  static @Nullable JsonNode shown(@Nullable Object value) {
    if (value instanceof Double number) {
      return number.isNaN() || number.isInfinite()
          ? Json.object().put("specialValue", number.isNaN() ? "NaN" : infinity(number))
          : Json.number(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? Json.bool(true) : null;
    }
    if (value instanceof Instant time) {
      return Json.text(Times.shown(time));
    }
    if (value instanceof List<?> several) {
      ArrayNode shown = Json.array();
      for (Object each : several) {
        JsonNode item = shown(each);
        shown.add(item == null ? Json.nothing() : item);
      }
      return shown.isEmpty() ? null : shown;
    }
    return value == null || value.equals("") ? null : Json.text(value.toString());
  }

  private static String infinity(double number) {
    return number > 0 ? "Infinity" : "-Infinity";
  }

  static boolean isTrue(@Nullable Object value) {
    if (value instanceof Double number) {
      return number != 0 && !number.isNaN();
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof List<?> several) {
      return !several.isEmpty();
    }
    return value != null && !value.equals("");
  }

  static String text(@Nullable Object value) {
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? Long.toString(number.longValue())
          : new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    if (value instanceof Boolean flag) {
      return flag ? "1" : "";
    }
    if (value instanceof Instant time) {
      return Times.shown(time);
    }
    if (value instanceof List<?> several) {
      return several.stream().map(FormulaValues::text).collect(Collectors.joining(", "));
    }
    return value == null ? "" : value.toString();
  }

  static double number(@Nullable Object value) {
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof List<?> several && several.size() == 1) {
      return number(several.get(0));
    }
    if (value == null || value.equals("")) {
      return 0;
    }
    throw new FormulaFailure("not a number");
  }

  /** Returns the point in time that a value is or says, or null for blank. */
  static @Nullable Instant time(@Nullable Object value) {
    if (value instanceof Instant time) {
      return time;
    }
    if (value instanceof List<?> several && several.size() == 1) {
      return time(several.get(0));
    }
    if (value == null || value.equals("")) {
      return null;
    }
    Instant time = Times.time(value.toString(), ZoneOffset.UTC);
    if (time == null) {
      throw new FormulaFailure("not a date");
    }
    return time;
  }

  static @Nullable Object operate(String operator, @Nullable Object left, @Nullable Object right) {
    return switch (operator) {
      case "&" -> text(left) + text(right);
      case "+" -> plus(left, right);
      case "-" -> number(left) - number(right);
      case "*" -> number(left) * number(right);
      case "/" -> number(left) / number(right);
      case "=" -> truth(equal(left, right));
      case "!=" -> truth(!equal(left, right));
      case "<" -> truth(compare(left, right) < 0);
      case ">" -> truth(compare(left, right) > 0);
      case "<=" -> truth(compare(left, right) <= 0);
      case ">=" -> truth(compare(left, right) >= 0);
      default -> throw new FormulaFailure("unknown operator " + operator);
    };
  }

  private static Object plus(@Nullable Object left, @Nullable Object right) {
    return left instanceof String || right instanceof String
        ? text(left) + text(right)
        : (Object) (number(left) + number(right));
  }

  /** Returns 1 or 0, which is what the language has for true and false. */
  static Double truth(boolean value) {
    return value ? 1.0 : 0.0;
  }

  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Instant || right instanceof Instant) {
      return Objects.equals(tryTime(left), tryTime(right));
    }
    if (isNumeric(left) || isNumeric(right)) {
      boolean comparable = !(left instanceof String) && !(right instanceof String);
      return comparable && number(left) == number(right);
    }
    return text(left).equals(text(right));
  }

  private static boolean isNumeric(@Nullable Object value) {
    return value instanceof Double || value instanceof Boolean;
  }

  private static @Nullable Instant tryTime(@Nullable Object value) {
    try {
      return time(value);
    } catch (FormulaFailure e) {
      // A text that is no date equals no date.
      return null;
    }
  }

  static int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Instant || right instanceof Instant) {
      Instant first = time(left);
      Instant second = time(right);
      return first == null || second == null
          ? Boolean.compare(first != null, second != null)
          : first.compareTo(second);
    }
    if (left instanceof String || right instanceof String) {
      return text(left).compareTo(text(right));
    }
    return Double.compare(number(left), number(right));
  }
}
