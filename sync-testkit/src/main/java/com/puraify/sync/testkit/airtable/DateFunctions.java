package com.puraify.sync.testkit.airtable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The functions on dates and times, all in UTC. */
final class DateFunctions {
  private DateFunctions() {}

  static void addTo(FormulaFunctions functions) {
    functions
        .add("IS_AFTER", 2, 2, a -> ordered(a, Instant::isAfter))
        .add("IS_BEFORE", 2, 2, a -> ordered(a, Instant::isBefore))
        .add("IS_SAME", 2, 3, DateFunctions::same)
        .add("DATETIME_PARSE", 1, 3, DateFunctions::parsed)
        .add("DATETIME_FORMAT", 1, 2, DateFunctions::formatted)
        .add("DATEADD", 3, 3, DateFunctions::added)
        .add("DATETIME_DIFF", 2, 3, DateFunctions::difference)
        .add("SET_TIMEZONE", 2, 2, a -> a.time(0))
        .add("SET_LOCALE", 2, 2, a -> a.time(0))
        .add("DATESTR", 1, 1, a -> part(a, t -> 0) == null ? null : utc(a).toLocalDate().toString())
        .add("YEAR", 1, 1, a -> part(a, LocalDateTime::getYear))
        .add("MONTH", 1, 1, a -> part(a, LocalDateTime::getMonthValue))
        .add("DAY", 1, 1, a -> part(a, LocalDateTime::getDayOfMonth))
        .add("HOUR", 1, 1, a -> part(a, LocalDateTime::getHour))
        .add("MINUTE", 1, 1, a -> part(a, LocalDateTime::getMinute))
        .add("SECOND", 1, 1, a -> part(a, LocalDateTime::getSecond))
        .add("WEEKDAY", 1, 2, a -> part(a, time -> time.getDayOfWeek().getValue() % 7));
  }

  static Instant day(Instant time) {
    return time.truncatedTo(ChronoUnit.DAYS);
  }

  private static LocalDateTime utc(Arguments arguments) {
    Instant time = arguments.time(0);
    if (time == null) {
      throw new FormulaFailure("no date");
    }
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  private static @Nullable Double part(Arguments arguments, ToIntFunction<LocalDateTime> part) {
    return arguments.time(0) == null ? null : (Double) (double) part.applyAsInt(utc(arguments));
  }

  private static Object ordered(Arguments arguments, BiPredicate<Instant, Instant> order) {
    Instant first = arguments.time(0);
    Instant second = arguments.time(1);
    return FormulaValues.truth(first != null && second != null && order.test(first, second));
  }

  private static Object same(Arguments arguments) {
    Instant first = arguments.time(0);
    Instant second = arguments.time(1);
    if (first == null || second == null) {
      return FormulaValues.truth(false);
    }
    String unit = arguments.size() < 3 ? "" : arguments.text(2);
    return FormulaValues.truth(cut(first, unit).equals(cut(second, unit)));
  }

  private static Object cut(Instant time, String unit) {
    LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "year", "years" -> date.getYear();
      case "month", "months" -> date.withDayOfMonth(1);
      case "day", "days" -> date;
      case "hour", "hours" -> time.truncatedTo(ChronoUnit.HOURS);
      case "minute", "minutes" -> time.truncatedTo(ChronoUnit.MINUTES);
      case "second", "seconds" -> time.truncatedTo(ChronoUnit.SECONDS);
      default -> time;
    };
  }

  private static ChronoUnit unit(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "", "milliseconds", "millisecond", "ms" -> ChronoUnit.MILLIS;
      case "seconds", "second", "s" -> ChronoUnit.SECONDS;
      case "minutes", "minute", "m" -> ChronoUnit.MINUTES;
      case "hours", "hour", "h" -> ChronoUnit.HOURS;
      case "days", "day", "d" -> ChronoUnit.DAYS;
      case "weeks", "week", "w" -> ChronoUnit.WEEKS;
      case "months", "month" -> ChronoUnit.MONTHS;
      case "years", "year", "y" -> ChronoUnit.YEARS;
      default -> throw new FormulaFailure("unknown unit " + name);
    };
  }

  private static @Nullable Object added(Arguments arguments) {
    return arguments.time(0) == null
        ? null
        : utc(arguments)
            .plus((long) arguments.number(1), unit(arguments.text(2)))
            .toInstant(ZoneOffset.UTC);
  }

  private static @Nullable Object difference(Arguments arguments) {
    Instant first = arguments.time(0);
    Instant second = arguments.time(1);
    if (first == null || second == null) {
      return null;
    }
    ChronoUnit unit = arguments.size() < 3 ? ChronoUnit.SECONDS : unit(arguments.text(2));
    return (double)
        unit.between(
            LocalDateTime.ofInstant(second, ZoneOffset.UTC),
            LocalDateTime.ofInstant(first, ZoneOffset.UTC));
  }

  private static @Nullable Object parsed(Arguments arguments) {
    if (arguments.size() < 2) {
      return arguments.time(0);
    }
    String text = arguments.text(0);
    if (text.isEmpty()) {
      return null;
    }
    try {
      var read =
          pattern(arguments.text(1))
              .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (read instanceof OffsetDateTime exact) {
        return exact.toInstant();
      }
      return read instanceof LocalDateTime local
          ? local.toInstant(ZoneOffset.UTC)
          : LocalDate.from(read).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new FormulaFailure("DATETIME_PARSE finds no date");
    }
  }

  private static @Nullable Object formatted(Arguments arguments) {
    Instant time = arguments.time(0);
    if (time == null) {
      return null;
    }
    return arguments.size() < 2
        ? Times.shown(time)
        : pattern(arguments.text(1)).format(time.atOffset(ZoneOffset.UTC));
  }

  /** Returns the format that a pattern in the manner of Moment.js means. */
  private static DateTimeFormatter pattern(String moment) {
    String pattern =
        moment
            .replace("YYYY", "uuuu")
            .replace("YY", "uu")
            .replace('D', 'd')
            .replace("Z", "XXX")
            .replace('A', 'a')
            .replace("T", "'T'")
            .replace("[", "'")
            .replace("]", "'")
            .replace("''T''", "'T'");
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    } catch (IllegalArgumentException e) {
      throw new FormulaFailure("bad date format " + moment);
    }
  }
}
