package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a point in time. A bare day means the whole day in UTC; a time without an offset
 * is in UTC; both ends of the relative ranges belong to them.
 */
final class DateCondition {
  private static final Map<String, Function<LocalDate, LocalDate>> DAYS =
      Map.of(
          "today", day -> day,
          "tomorrow", day -> day.plusDays(1),
          "yesterday", day -> day.minusDays(1),
          "one_week_ago", day -> day.minusWeeks(1),
          "one_week_from_now", day -> day.plusWeeks(1),
          "one_month_ago", day -> day.minusMonths(1),
          "one_month_from_now", day -> day.plusMonths(1));
  private static final Set<String> RANGES =
      Set.of(
          "this_week",
          "past_week",
          "past_month",
          "past_year",
          "next_week",
          "next_month",
          "next_year");

  private final Workspace workspace;
  private final String path;
  private final String operator;
  private final JsonNode operand;

  DateCondition(Workspace workspace, String path, String operator, JsonNode operand) {
    this.workspace = workspace;
    this.path = path;
    this.operator = operator;
    this.operand = operand;
  }

  /** Whether the answer depends on the day on which it is asked. */
  static boolean isRelative(String filter) {
    return RANGES.stream().anyMatch(filter::contains)
        || DAYS.keySet().stream().anyMatch(filter::contains);
  }

  Predicate<Reading> compile(Extract extract) {
    if (RANGES.contains(operator)) {
      Shape.object(path, operand, Set.of());
      return reading -> isWithinRange(extract.time().apply(reading));
    }
    String text = Shape.text(path, operand, 1, 100);
    Instant from = from(text);
    boolean wholeDay = DAYS.containsKey(text) || Dates.isDay(text);
    Instant to = wholeDay ? from.plus(Duration.ofDays(1)).minusNanos(1) : from;
    return switch (operator) {
      case "equals" -> when(extract, time -> !time.isBefore(from) && !time.isAfter(to));
      case "before" -> when(extract, time -> time.isBefore(from));
      case "after" -> when(extract, time -> time.isAfter(to));
      case "on_or_before" -> when(extract, time -> !time.isAfter(to));
      case "on_or_after" -> when(extract, time -> !time.isBefore(from));
      default -> throw Shape.bad(path, "not present", operand);
    };
  }

  private static Predicate<Reading> when(Extract extract, Predicate<Instant> test) {
    return reading -> {
      Instant time = extract.time().apply(reading);
      return time != null && test.test(time);
    };
  }

  private Instant from(String text) {
    Function<LocalDate, LocalDate> relative = DAYS.get(text);
    if (relative != null) {
      return start(relative.apply(today()));
    }
    Instant instant = Dates.tryInstant(text);
    if (instant == null) {
      throw Shape.bad(path, "a valid ISO 8601 date string", operand);
    }
    return instant;
  }

  private boolean isWithinRange(@Nullable Instant time) {
    if (time == null) {
      return false;
    }
    LocalDate today = today();
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return switch (operator) {
      case "this_week" -> isBetween(time, monday, monday.plusDays(6));
      case "past_week" -> isBetween(time, today.minusWeeks(1), today);
      case "past_month" -> isBetween(time, today.minusMonths(1), today);
      case "past_year" -> isBetween(time, today.minusYears(1), today);
      case "next_week" -> isBetween(time, today, today.plusWeeks(1));
      case "next_month" -> isBetween(time, today, today.plusMonths(1));
      default -> isBetween(time, today, today.plusYears(1));
    };
  }

  private static boolean isBetween(Instant time, LocalDate first, LocalDate last) {
    return !time.isBefore(start(first)) && time.isBefore(start(last.plusDays(1)));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(workspace.now(), ZoneOffset.UTC);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
