package com.puraify.sync.connectors.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a column of SQLite writes points in time. SQLite has no type for them: what is there decides,
 * so that what the engine writes sorts and reads like the rest.
 */
enum SqliteTimeForm {
  /** {@code 2025-07-25 12:00:00}, as SQLite's own functions write. */
  BLANK,
  /** {@code 2025-07-25T12:00:00}. */
  LETTER,
  /** {@code 2025-07-25T12:00:00Z}. */
  LETTER_UTC,
  /** Seconds since 1970. */
  SECONDS,
  /** Milliseconds since 1970. */
  MILLIS;

  /** Numbers below this are seconds: as milliseconds they would be of the year 1973. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** Returns the form that a value has; blank for nothing. */
  static SqliteTimeForm of(@Nullable Object value) {
    if (value instanceof Number number) {
      return Math.abs(number.doubleValue()) < MILLIS_FROM ? SECONDS : MILLIS;
    }
    String text = value == null ? "" : value.toString();
    if (text.indexOf('T') != 10) {
      return BLANK;
    }
    return text.endsWith("Z") ? LETTER_UTC : LETTER;
  }

  /** Returns the form of some value of a column. */
  static SqliteTimeForm sample(Connection connection, String from, String column)
      throws SQLException {
    String sql = "SELECT " + column + " FROM " + from + " WHERE " + column + " IS NOT NULL LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return of(row.next() ? row.getObject(1) : null);
    }
  }

  boolean isNumber() {
    return this == SECONDS || this == MILLIS;
  }

  /**
   * Returns the point in time that a stored value means, in whichever form it is.
   *
   * @param zone of texts that name none
   * @return null if it means none
   */
  static @Nullable Instant parse(Object value, ZoneId zone) {
    if (value instanceof Number number) {
      double read = number.doubleValue();
      if (Math.abs(read) >= MILLIS_FROM) {
        return Instant.ofEpochMilli(number.longValue());
      }
      long nanos = Math.round((read - Math.floor(read)) * 1e6) * 1000;
      return Instant.ofEpochSecond((long) Math.floor(read), nanos);
    }
    try {
      return parseText(value.toString().strip(), zone);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant parseText(String text, ZoneId zone) {
    if (text.length() < 10) {
      return null;
    }
    LocalDate day = day(text);
    if (text.length() == 10) {
      return day.atStartOfDay(zone).toInstant();
    }
    int zoneAt = zoneAt(text);
    LocalDateTime local = day.atTime(time(text, zoneAt < 0 ? text.length() : zoneAt));
    if (zoneAt < 0) {
      return local.atZone(zone).toInstant();
    }
    return OffsetDateTime.of(local, ZoneOffset.of(text.substring(zoneAt))).toInstant();
  }

  /** Reads the day that a text starts with; by hand, for this is done for each row. */
  private static LocalDate day(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    return year < 0 || month < 0 || day < 0 || text.charAt(4) != '-' || text.charAt(7) != '-'
        ? LocalDate.parse(text.substring(0, 10))
        : LocalDate.of(year, month, day);
  }

  /** Reads the time of day before an end; whole seconds by hand. */
  private static LocalTime time(String text, int end) {
    if (end == 19 && text.charAt(13) == ':' && text.charAt(16) == ':') {
      int hour = digits(text, 11, 13);
      int minute = digits(text, 14, 16);
      int second = digits(text, 17, 19);
      if (hour >= 0 && minute >= 0 && second >= 0) {
        return LocalTime.of(hour, minute, second);
      }
    }
    return LocalTime.parse(text.substring(11, end).strip(), TIME);
  }

  /** Returns the number between two places, or -1 if there is anything but digits. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  /** Returns where a text names its zone, or -1. */
  static int zoneAt(String text) {
    for (int i = 11; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'Z' || c == '+' || c == '-') {
        return i;
      }
    }
    return -1;
  }

  /** Returns a point in time as it is stored in this form: a {@link Long} or a {@link String}. */
  Object print(Instant instant, ZoneId zone) {
    return switch (this) {
      case SECONDS -> instant.getEpochSecond();
      case MILLIS -> instant.toEpochMilli();
      case BLANK -> text(LocalDateTime.ofInstant(instant, zone));
      case LETTER -> text(LocalDateTime.ofInstant(instant, zone)).replace(' ', 'T');
      case LETTER_UTC ->
          text(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)).replace(' ', 'T') + "Z";
    };
  }

  /** Writes a time to the second; by hand in the years that have four digits, as for reading. */
  private static String seconds(LocalDateTime time) {
    if (time.getYear() < 1000 || time.getYear() > 9999) {
      return SECOND.format(time);
    }
    StringBuilder text = new StringBuilder(19).append(time.getYear());
    two(text, '-', time.getMonthValue());
    two(text, '-', time.getDayOfMonth());
    two(text, ' ', time.getHour());
    two(text, ':', time.getMinute());
    two(text, ':', time.getSecond());
    return text.toString();
  }

  private static void two(StringBuilder text, char before, int number) {
    text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Returns a local time to the second, and with a fraction only if there is one. */
  private static String text(LocalDateTime time) {
    String seconds = seconds(time);
    int nanos = time.get(ChronoField.NANO_OF_SECOND);
    if (nanos == 0) {
      return seconds;
    }
    String fraction = String.format(Locale.ROOT, "%09d", nanos);
    int end = fraction.length();
    while (end % 3 != 0 || fraction.substring(end - 3, end).equals("000")) {
      end -= 3;
    }
    return seconds + "." + fraction.substring(0, end);
  }
}
