package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One filter of a search: whether what the index holds of a record fits. */
interface SearchFilter {
  /** The operators that compare with more or less. */
  Set<String> ORDERED = Set.of("LT", "LTE", "GT", "GTE", "BETWEEN");

  boolean fits(CrmRecord record, RecordState indexed);

  /** Reads a filter; one of a property that does not exist fits nothing, and is no error. */
  static SearchFilter parse(JsonNode filter, ObjectType type, Portal portal) {
    String name = Call.required(filter, "propertyName");
    String operator = Call.required(filter, "operator");
    if (name.startsWith("associations.")) {
      return associated(name.substring(13), operator, filter, type, portal);
    }
    PropertySpec property = type.property(name);
    Operand operand = new Operand(filter, name);
    if (property == null) {
      operand.check(operator);
      return (record, indexed) -> false;
    }
    return property.isNumeric()
        ? numeric(property, operator, operand)
        : textual(property, operator, operand);
  }

  /** What a filter compares with. */
  record Operand(JsonNode filter, String name) {
    String value() {
      return needed("value");
    }

    String high() {
      return needed("highValue");
    }

    private String needed(String key) {
      JsonNode value = filter.path(key);
      if (!value.isValueNode() || value.isNull()) {
        throw HubSpotError.badInput("The filter of " + name + " needs a " + key + ".");
      }
      return value.asText();
    }

    List<String> values() {
      if (!filter.path("values").isArray() || filter.path("values").isEmpty()) {
        throw HubSpotError.badInput("The filter of " + name + " needs values.");
      }
      return Json.texts(filter.path("values"));
    }

    void check(String operator) {
      switch (operator) {
        case "EQ", "NEQ", "LT", "LTE", "GT", "GTE", "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN" ->
            needed("value");
        case "BETWEEN" -> {
          needed("value");
          needed("highValue");
        }
        case "IN", "NOT_IN" -> values();
        case "HAS_PROPERTY", "NOT_HAS_PROPERTY" -> {}
        default -> throw HubSpotError.badInput("Unknown operator: " + operator);
      }
    }
  }

  private static SearchFilter associated(
      String typeName, String operator, JsonNode filter, ObjectType type, Portal portal) {
    ObjectType to = portal.requireType(typeName);
    if (!operator.equals("EQ") || to.isCustom() || type.isCustom()) {
      throw HubSpotError.badInput("associations." + typeName + " cannot be searched like this.");
    }
    String id = new Operand(filter, "associations." + typeName).value();
    return (record, indexed) ->
        portal.edges.ends(record, to).stream().anyMatch(end -> end.idText().equals(id));
  }

  private static SearchFilter numeric(PropertySpec property, String operator, Operand operand) {
    operand.check(operator);
    if (operator.equals("HAS_PROPERTY") || operator.equals("NOT_HAS_PROPERTY")) {
      return presence(property, operator);
    }
    if (operator.endsWith("CONTAINS_TOKEN")) {
      return textual(property, operator, operand);
    }
    if (operator.equals("IN") || operator.equals("NOT_IN")) {
      List<BigDecimal> wanted = operand.values().stream().map(v -> number(property, v)).toList();
      boolean in = operator.equals("IN");
      return (record, indexed) -> {
        BigDecimal own = own(property, indexed);
        boolean found = own != null && wanted.stream().anyMatch(w -> w.compareTo(own) == 0);
        return found == in;
      };
    }
    BigDecimal low = number(property, operand.value());
    if (property.isTime() && ORDERED.contains(operator) && low.signum() == 0) {
      throw HubSpotError.usual(500); // HubSpot cannot bear the beginning of time as a bound.
    }
    BigDecimal high = operator.equals("BETWEEN") ? number(property, operand.high()) : low;
    return (record, indexed) -> {
      BigDecimal own = own(property, indexed);
      return own == null ? operator.equals("NEQ") : compares(operator, own, low, high);
    };
  }

  private static boolean compares(
      String operator, BigDecimal own, BigDecimal low, BigDecimal high) {
    int order = own.compareTo(low);
    return switch (operator) {
      case "EQ" -> order == 0;
      case "NEQ" -> order != 0;
      case "LT" -> order < 0;
      case "LTE" -> order <= 0;
      case "GT" -> order > 0;
      case "GTE" -> order >= 0;
      default -> order >= 0 && own.compareTo(high) <= 0;
    };
  }

  /** Returns what a numeric property is compared by, or null when it is empty. */
  static @Nullable BigDecimal own(PropertySpec property, RecordState indexed) {
    String value = indexed.value(property.name);
    return value == null ? null : number(property, value);
  }

  private static BigDecimal number(PropertySpec property, String text) {
    if (property.isTime()) {
      Long millis = Times.millis(text);
      if (millis != null) {
        return BigDecimal.valueOf(millis);
      }
    } else {
      try {
        return new BigDecimal(text);
      } catch (NumberFormatException e) {
        throw bad(property, text);
      }
    }
    throw bad(property, text);
  }

  private static HubSpotError bad(PropertySpec property, String text) {
    return HubSpotError.badInput(
        "The value " + text + " cannot be compared with the property " + property.name + ".");
  }

  private static SearchFilter presence(PropertySpec property, String operator) {
    boolean has = operator.equals("HAS_PROPERTY");
    return (record, indexed) -> (indexed.value(property.name) != null) == has;
  }

  /** Texts are compared in lower case, but for choices, and for lists, which must be lower case. */
  private static SearchFilter textual(PropertySpec property, String operator, Operand operand) {
    operand.check(operator);
    return switch (operator) {
      case "HAS_PROPERTY", "NOT_HAS_PROPERTY" -> presence(property, operator);
      case "IN", "NOT_IN" -> {
        Set<String> wanted = Set.copyOf(operand.values());
        boolean in = operator.equals("IN");
        yield (record, indexed) -> parts(property, indexed).anyMatch(wanted::contains) == in;
      }
      case "EQ", "NEQ" -> {
        String wanted = folded(property, operand.value());
        boolean equal = operator.equals("EQ");
        yield (record, indexed) -> parts(property, indexed).anyMatch(wanted::equals) == equal;
      }
      case "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN" -> {
        Pattern wanted = token(operand.value());
        boolean contains = operator.equals("CONTAINS_TOKEN");
        yield (record, indexed) ->
            tokens(indexed.value(property.name)).anyMatch(t -> wanted.matcher(t).matches())
                == contains;
      }
      default -> ordered(property, operator, operand);
    };
  }

  private static SearchFilter ordered(PropertySpec property, String operator, Operand operand) {
    String low = folded(property, operand.value());
    String high = operator.equals("BETWEEN") ? folded(property, operand.high()) : low;
    return (record, indexed) -> {
      String value = indexed.value(property.name);
      if (value == null) {
        return false;
      }
      String own = folded(property, value);
      int order = own.compareTo(low);
      return switch (operator) {
        case "LT" -> order < 0;
        case "LTE" -> order <= 0;
        case "GT" -> order > 0;
        case "GTE" -> order >= 0;
        default -> order >= 0 && own.compareTo(high) <= 0;
      };
    };
  }

  private static Stream<String> parts(PropertySpec property, RecordState indexed) {
    String value = indexed.value(property.name);
    if (value == null) {
      return Stream.empty();
    }
    return property.isChoices()
        ? Stream.of(value.split(";", -1))
        : Stream.of(folded(property, value));
  }

  private static String folded(PropertySpec property, String value) {
    return property.type.equals("enumeration") ? value : value.toLowerCase(Locale.ROOT);
  }

  /** Returns the words of a text, and the text itself, in lower case. */
  static Stream<String> tokens(@Nullable String text) {
    if (text == null) {
      return Stream.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(lower), Stream.of(lower.split("[^\\p{L}\\p{N}]+", -1)));
  }

  private static Pattern token(String wanted) {
    StringBuilder pattern = new StringBuilder();
    for (String part : wanted.toLowerCase(Locale.ROOT).split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }
}
