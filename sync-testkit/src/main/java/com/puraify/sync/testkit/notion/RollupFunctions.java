package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions of rollups that give a number or a date. */
final class RollupFunctions {
  private RollupFunctions() {}

  static ObjectNode compute(String function, List<Reading> pages, PropertySpec target) {
    return switch (function) {
      case "earliest_date", "latest_date", "date_range" -> date(function, pages, target);
      default -> {
        Double number = number(function, pages, target);
        ObjectNode shown = Json.object().put("type", "number");
        yield shown.set("number", number == null ? Json.nothing() : Json.number(number));
      }
    };
  }

  private static @Nullable Double number(
      String function, List<Reading> pages, PropertySpec target) {
    int all = pages.size();
    long empty = pages.stream().filter(page -> isEmpty(page, target)).count();
    DoubleSummaryStatistics numbers =
        pages.stream()
            .map(page -> numeric(page, target))
            .filter(Objects::nonNull)
            .mapToDouble(JsonNode::doubleValue)
            .summaryStatistics();
    boolean none = numbers.getCount() == 0;
    return switch (function) {
      case "count" -> (double) all;
      case "count_values" -> (double) pages.stream().mapToInt(page -> values(page, target)).sum();
      case "empty", "unchecked" -> (double) empty;
      case "not_empty", "checked" -> (double) (all - empty);
      case "percent_empty", "percent_unchecked" -> share(empty, all);
      case "percent_not_empty", "percent_checked" -> share(all - empty, all);
      case "sum" -> numbers.getSum();
      case "average" -> none ? null : (Double) numbers.getAverage();
      case "min" -> none ? null : (Double) numbers.getMin();
      case "max" -> none ? null : (Double) numbers.getMax();
      case "range" -> none ? null : (Double) (numbers.getMax() - numbers.getMin());
      default -> null;
    };
  }

  private static @Nullable Double share(long part, int all) {
    return all == 0 ? null : (Double) ((double) part / all);
  }

  private static @Nullable JsonNode numeric(Reading page, PropertySpec target) {
    JsonNode shown = target.behaviour().show(page, target);
    JsonNode number = shown.isNumber() ? shown : shown.path("number");
    return number.isNumber() ? number : null;
  }

  static boolean isEmpty(Reading page, PropertySpec target) {
    return values(page, target) == 0;
  }

  private static int values(Reading page, PropertySpec target) {
    Object value = target.behaviour().logical(page, target);
    if (value == null || Boolean.FALSE.equals(value)) {
      return 0;
    }
    return value instanceof Collection<?> many ? many.size() : 1;
  }

  private static ObjectNode date(String function, List<Reading> pages, PropertySpec target) {
    List<String> starts =
        pages.stream()
            .map(page -> start(page, target))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(Dates::instant))
            .toList();
    ObjectNode shown = Json.object().put("type", "date");
    if (starts.isEmpty()) {
      return shown.putNull("date");
    }
    String first = starts.get(0);
    String last = starts.get(starts.size() - 1);
    ObjectNode date = shown.putObject("date");
    date.put("start", function.equals("latest_date") ? last : first);
    date.put("end", function.equals("date_range") ? last : null).putNull("time_zone");
    return shown;
  }

  private static @Nullable String start(Reading page, PropertySpec target) {
    JsonNode shown = target.behaviour().show(page, target);
    JsonNode start = shown.isTextual() ? shown : shown.path("start");
    return start.isTextual() && Dates.tryInstant(start.textValue()) != null
        ? start.textValue()
        : null;
  }
}
