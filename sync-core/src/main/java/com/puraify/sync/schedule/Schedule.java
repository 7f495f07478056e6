package com.puraify.sync.schedule;

import com.puraify.sync.error.ConfigurationException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a sync runs by itself. Immutable. */
public sealed interface Schedule {

  /** Returns the schedule in the words that {@link #parse} takes. */
  @Override
  String toString();

  /**
   * Runs again and again.
   *
   * @param interval from the start of one run to the start of the next, at least a second
   */
  static Schedule every(Duration interval) {
    return new Every(interval);
  }

  /** Runs once a day. */
  static Schedule dailyAt(LocalTime time, ZoneId zone) {
    return new DailyAt(time, zone);
  }

  /**
   * Runs when a five-field cron expression says so: minute, hour, day of the month, month, day of
   * the week (0 and 7 are Sunday), each of them {@code *}, numbers, names, ranges or steps.
   *
   * @throws ConfigurationException if the expression has another form
   */
  static Schedule cron(String expression, ZoneId zone) {
    return new Cron(expression, zone);
  }

  /**
   * Reads a schedule: {@code every_15_minutes}, {@code every_hour}, {@code daily_at_02:30}, an
   * ISO-8601 duration such as {@code PT15M}, or a five-field cron expression, possibly with a time
   * zone behind it ({@code 30 2 * * * Europe/Berlin}; UTC without one).
   *
   * @throws ConfigurationException if it is none of these
   */
  static Schedule parse(String text) {
    String words = text.strip();
    try {
      Matcher every = Words.EVERY.matcher(words);
      if (every.matches()) {
        String count = every.group(1);
        long number = count == null ? 1 : Long.parseLong(count);
        return every(Words.unit(every.group(2)).multipliedBy(number));
      }
      Matcher daily = Words.DAILY.matcher(words);
      if (daily.matches()) {
        return dailyAt(LocalTime.parse(daily.group(1)), ZoneId.of("UTC"));
      }
      if (words.startsWith("P")) {
        return every(Duration.parse(words));
      }
      Matcher cron = Words.CRON.matcher(words);
      if (cron.matches()) {
        String zone = cron.group(2);
        return cron(cron.group(1), ZoneId.of(zone == null ? "UTC" : zone));
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw Words.unknown(text, e.getMessage());
    }
    throw Words.unknown(text, null);
  }

  /** A fixed interval. */
  record Every(Duration interval) implements Schedule {
    /** Checks the interval. */
    public Every {
      if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new ConfigurationException("schedule", "the interval must be at least a second");
      }
    }

    @Override
    public String toString() {
      return interval.toString();
    }
  }

  /** A time of day. */
  record DailyAt(LocalTime time, ZoneId zone) implements Schedule {
    @Override
    public String toString() {
      return time.getMinute() + " " + time.getHour() + " * * * " + zone;
    }
  }

  /** A five-field cron expression. */
  record Cron(String expression, ZoneId zone) implements Schedule {
    /** Checks the expression. */
    public Cron {
      CronFields.check(expression);
    }

    @Override
    public String toString() {
      return expression + " " + zone;
    }
  }

  /** The words of schedules. */
  final class Words {
    private static final Pattern EVERY =
        Pattern.compile("every_(?:(\\d{1,9})_)?(second|minute|hour|day)s?");
    private static final Pattern DAILY = Pattern.compile("daily_at_(\\d{2}:\\d{2})");
    private static final Pattern CRON =
        Pattern.compile(
            "((?:[0-9A-Za-z*/,\\-]+\\s+){4}[0-9A-Za-z*/,\\-]+)(?:\\s+([A-Za-z+\\-]\\S*))?");

    private Words() {}

    private static Duration unit(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "second" -> Duration.ofSeconds(1);
        case "minute" -> Duration.ofMinutes(1);
        case "hour" -> Duration.ofHours(1);
        default -> Duration.ofDays(1);
      };
    }

    private static ConfigurationException unknown(
        String text, @org.jspecify.annotations.Nullable String why) {
      return new ConfigurationException(
          "schedule",
          "'"
              + text
              + "' is not a schedule"
              + (why == null ? "" : " (" + why + ")")
              + "; write every_15_minutes, every_hour, daily_at_02:30, PT15M,"
              + " or five cron fields with a time zone");
    }
  }
}
