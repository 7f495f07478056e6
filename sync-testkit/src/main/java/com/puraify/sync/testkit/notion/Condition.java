package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** One condition of a filter, such as {@code {"contains":"x"}}. */
final class Condition {
  private static final List<String> VERIFICATIONS = List.of("verified", "expired", "none");
  private static final int LONGEST = 2000;

  private final Workspace workspace;
  private final String path;
  private final String operator;
  private final JsonNode operand;

  Condition(Workspace workspace, String path, JsonNode node) {
    this.workspace = workspace;
    this.path = path;
    Shape.object(path, node);
    this.operator = Filters.key(path, node, Set.of());
    this.operand = node.path(operator);
  }

  Predicate<Reading> compile(Conditions kind, Extract extract) {
    if (kind == Conditions.COMPUTED) {
      return computed(extract);
    }
    if (operator.equals("is_empty") || operator.equals("is_not_empty")) {
      return existence(kind, extract);
    }
    return switch (kind) {
      case TEXT -> text(extract);
      case NUMBER -> number(extract);
      case CHECKBOX -> checkbox(extract);
      case CHOICE -> choice(extract);
      case LIST -> list(extract);
      case DATE -> new DateCondition(workspace, inner(), operator, operand).compile(extract);
      case VERIFICATION -> verification(extract);
      case EXISTENCE, COMPUTED -> throw unknown();
    };
  }

  private String inner() {
    return path + "." + operator;
  }

  private NotionError unknown() {
    return Shape.bad(inner(), "not present", operand);
  }

  private Predicate<Reading> existence(Conditions kind, Extract extract) {
    if (kind == Conditions.CHECKBOX || kind == Conditions.VERIFICATION) {
      throw unknown();
    }
    if (!operand.isBoolean() || !operand.booleanValue()) {
      throw Shape.bad(inner(), "`true`", operand);
    }
    return operator.equals("is_empty") ? extract::isEmpty : reading -> !extract.isEmpty(reading);
  }

  /** Compares text: equality by the letter, containment whatever the letter case. */
  private Predicate<Reading> text(Extract extract) {
    String wanted = Shape.text(inner(), operand, 0, LONGEST);
    String folded = PropertySpec.fold(wanted);
    return switch (operator) {
      case "equals" -> reading -> one(extract, reading).equals(wanted);
      case "does_not_equal" -> reading -> !one(extract, reading).equals(wanted);
      case "contains" -> reading -> folded(extract, reading).contains(folded);
      case "does_not_contain" -> reading -> !folded(extract, reading).contains(folded);
      case "starts_with" -> reading -> folded(extract, reading).startsWith(folded);
      case "ends_with" -> reading -> folded(extract, reading).endsWith(folded);
      default -> throw unknown();
    };
  }

  private static String one(Extract extract, Reading reading) {
    return String.join("", extract.texts(reading));
  }

  private static String folded(Extract extract, Reading reading) {
    return PropertySpec.fold(one(extract, reading));
  }

  private Predicate<Reading> number(Extract extract) {
    BigDecimal wanted = NumberProperty.plain(Json.number(Shape.number(inner(), operand)));
    return switch (operator) {
      case "equals" -> compared(extract, wanted, sign -> sign == 0);
      case "does_not_equal" -> compared(extract, wanted, sign -> sign == 0).negate();
      case "greater_than" -> compared(extract, wanted, sign -> sign > 0);
      case "less_than" -> compared(extract, wanted, sign -> sign < 0);
      case "greater_than_or_equal_to" -> compared(extract, wanted, sign -> sign >= 0);
      case "less_than_or_equal_to" -> compared(extract, wanted, sign -> sign <= 0);
      default -> throw unknown();
    };
  }

  private static Predicate<Reading> compared(
      Extract extract, BigDecimal wanted, Predicate<Integer> sign) {
    return reading ->
        extract.value().apply(reading) instanceof BigDecimal number
            && sign.test(number.compareTo(wanted));
  }

  private Predicate<Reading> checkbox(Extract extract) {
    boolean wanted = Shape.bool(inner(), operand);
    return switch (operator) {
      case "equals" -> reading -> Boolean.TRUE.equals(extract.value().apply(reading)) == wanted;
      case "does_not_equal" ->
          reading -> Boolean.TRUE.equals(extract.value().apply(reading)) != wanted;
      default -> throw unknown();
    };
  }

  private Predicate<Reading> choice(Extract extract) {
    List<String> wanted = wanted();
    return switch (operator) {
      case "equals" -> reading -> wanted.contains(one(extract, reading));
      case "does_not_equal" -> reading -> !wanted.contains(one(extract, reading));
      default -> throw unknown();
    };
  }

  private Predicate<Reading> list(Extract extract) {
    List<String> wanted =
        wanted().stream()
            .map(text -> text.equals("me") ? workspace.bot.id() : text)
            .map(text -> Shape.tryId(text) == null ? text : String.valueOf(Shape.tryId(text)))
            .toList();
    return switch (operator) {
      case "contains" -> reading -> extract.texts(reading).stream().anyMatch(wanted::contains);
      case "does_not_contain" ->
          reading -> extract.texts(reading).stream().noneMatch(wanted::contains);
      default -> throw unknown();
    };
  }

  private List<String> wanted() {
    if (operand.isArray()) {
      Shape.array(inner(), operand, 100);
      operand.forEach(item -> Shape.text(inner(), item, 1, LONGEST));
      return Json.texts(operand);
    }
    return List.of(Shape.text(inner(), operand, 1, LONGEST));
  }

  private Predicate<Reading> verification(Extract extract) {
    if (!operator.equals("status") && !operator.equals("does_not_equal")) {
      throw unknown();
    }
    String wanted = Shape.oneOf(inner(), operand, VERIFICATIONS);
    boolean positive = operator.equals("status");
    return reading -> wanted.equals(verified(extract, reading)) == positive;
  }

  private String verified(Extract extract, Reading reading) {
    JsonNode shown = extract.shown().apply(reading);
    if (!shown.path("state").asText().equals("verified")) {
      return "none";
    }
    JsonNode end = shown.path("date").path("end");
    boolean over = end.isTextual() && Dates.instant(end.textValue()).isBefore(workspace.now());
    return over ? "expired" : "verified";
  }

  /** Formulas and rollups: the key names the computed type, the rest is a condition on it. */
  private Predicate<Reading> computed(Extract extract) {
    return switch (operator) {
      case "string" -> typed("string", Conditions.TEXT, extract);
      case "number" -> typed("number", Conditions.NUMBER, extract);
      case "checkbox" -> typed("boolean", Conditions.CHECKBOX, extract);
      case "date" -> typed("date", Conditions.DATE, extract);
      case "any", "every", "none" -> quantified(extract);
      default -> throw unknown();
    };
  }

  private Predicate<Reading> typed(String type, Conditions kind, Extract extract) {
    Predicate<Reading> test = new Condition(workspace, inner(), operand).compile(kind, extract);
    return reading ->
        extract.shown().apply(reading).path("type").asText().equals(type) && test.test(reading);
  }

  /** Tests the items of an array rollup one by one, each as the value that it shows. */
  private Predicate<Reading> quantified(Extract extract) {
    String key = Filters.key(inner(), operand, Set.of());
    RollupItems items = new RollupItems(workspace, inner() + "." + key, key, operand.path(key));
    return reading -> {
      JsonNode array = extract.shown().apply(reading).path("array");
      long matches = items.matches(reading, array);
      return switch (operator) {
        case "any" -> matches > 0;
        case "every" -> matches == array.size();
        default -> matches == 0;
      };
    };
  }
}
