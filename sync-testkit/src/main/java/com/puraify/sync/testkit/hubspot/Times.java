package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments and days as HubSpot writes and reads them. */
final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern EPOCH = Pattern.compile("-?\\d{1,15}");

  private Times() {}

  static Instant now(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns the form of {@code createdAt}: always three decimals. */
  static String envelope(Instant instant) {
    return MILLIS.format(instant);
  }

  /** Returns the form of property values: no decimals when there are no milliseconds. */
  static String value(Instant instant) {
    return instant.toString();
  }

  static boolean isEpoch(String text) {
    return EPOCH.matcher(text).matches();
  }

  /** Reads epoch milliseconds or ISO 8601, and returns null for anything else. */
  static @Nullable Instant instant(String text) {
    try {
      return isEpoch(text)
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Reads {@code YYYY-MM-DD}, and returns null for anything else. */
  static @Nullable LocalDate day(String text) {
    try {
      return text.length() == 10 ? LocalDate.parse(text) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Returns the epoch milliseconds of a moment or of a day's first moment, or null. */
  static @Nullable Long millis(String text) {
    LocalDate day = day(text);
    if (day != null) {
      return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
    Instant instant = instant(text);
    return instant == null ? null : instant.toEpochMilli();
  }
}
