package com.puraify.sync.testkit.airtable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates and times as Airtable writes and reads them. */
final class Times {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final List<DateTimeFormatter> LOOSE =
      List.of(
          DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT),
          DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ROOT),
          DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH));

  private Times() {}

  static String shown(Instant time) {
    return SHOWN.format(time);
  }

  static @Nullable LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Returns the date in any of the ways that people write it, or null. */
  static @Nullable LocalDate looseDate(String text) {
    LocalDate date = date(text.trim());
    if (date != null) {
      return date;
    }
    for (DateTimeFormatter format : LOOSE) {
      try {
        return LocalDate.parse(text.trim(), format);
      } catch (DateTimeParseException e) {
        // Not this way; the next one is tried.
      }
    }
    Instant time = time(text.trim(), ZoneOffset.UTC);
    return time == null ? null : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Returns the time of an ISO text, in this zone when it names none, or null. */
  static @Nullable Instant time(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      // Without an offset, then.
    }
    try {
      return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      LocalDate date = date(text);
      return date == null ? null : date.atStartOfDay(zone).toInstant();
    }
  }

  /** Returns the zone with this name; UTC for none, {@code utc} and {@code client}. */
  static ZoneId zone(String name) {
    if (name.isEmpty() || name.equals("utc") || name.equals("client")) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw AirtableError.invalid("unknown time zone " + name);
    }
  }
}
