package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as Notion takes, keeps and shows them. */
final class Dates {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2})");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  private Dates() {}

  /**
   * Shows a time floored to the minute, as {@code created_time} and {@code last_edited_time} are.
   */
  static String minute(Instant time) {
    return STAMP.format(time.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC));
  }

  /** Shows a time to the millisecond with an offset, as databases do. */
  static String millisecond(Instant time) {
    return MINUTE.format(time.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
  }

  /** Checks a date value and returns it in its stored and shown form. */
  static ObjectNode accept(String path, JsonNode value) {
    Shape.object(path, value, Set.of("start", "end", "time_zone"));
    ZoneId zone = zone(path + ".time_zone", value.path("time_zone"));
    String start = edge(path + ".start", value.path("start"), zone);
    JsonNode endNode = value.path("end");
    String end =
        endNode.isMissingNode() || endNode.isNull() ? null : edge(path + ".end", endNode, zone);
    if (end != null) {
      if (isDay(start) != isDay(end)) {
        throw NotionError.validation(
            "body failed validation: "
                + path
                + ".end should have a time if and only if start has.");
      }
      if (instant(end).isBefore(instant(start))) {
        throw NotionError.validation("Start date must be before end date.");
      }
    }
    return Json.object().put("start", start).put("end", end).putNull("time_zone");
  }

  private static @Nullable ZoneId zone(String path, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    String name = Shape.text(path, node, 1, 100);
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Shape.bad(path, "a valid IANA time zone", node);
    }
  }

  private static String edge(String path, JsonNode node, @Nullable ZoneId zone) {
    String text = Shape.text(path, node, 1, 100);
    try {
      if (DAY.matcher(text).matches()) {
        if (zone != null) {
          throw Shape.bad(path, "a date with a time when time_zone is given", node);
        }
        return LocalDate.parse(text).toString();
      }
      if (zone != null && OFFSET.matcher(text.substring(Math.min(10, text.length()))).matches()) {
        throw Shape.bad(path, "a date without an offset when time_zone is given", node);
      }
      OffsetDateTime time = zone == null ? time(text).atOffset(ZoneOffset.UTC) : local(text, zone);
      return MINUTE.format(time.truncatedTo(ChronoUnit.MINUTES));
    } catch (DateTimeException e) {
      throw Shape.bad(path, "a valid ISO 8601 date string", node);
    }
  }

  private static OffsetDateTime local(String text, ZoneId zone) {
    return ZonedDateTime.of(LocalDateTime.parse(text), zone).toOffsetDateTime();
  }

  /** Reads a date and time; without an offset it is in UTC. */
  private static Instant time(String text) {
    if (text.length() <= "yyyy-MM-dd".length()) {
      throw new DateTimeException("neither a day nor a time");
    }
    String spaced = text.replace(' ', 'T');
    if (OFFSET.matcher(spaced.substring(10)).matches()) {
      return OffsetDateTime.parse(spaced.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
          .toInstant();
    }
    return LocalDateTime.parse(spaced).toInstant(ZoneOffset.UTC);
  }

  static boolean isDay(String text) {
    return DAY.matcher(text).matches();
  }

  /** Returns the instant that a stored date, a written one or a bare day (its start, UTC) names. */
  static Instant instant(String text) {
    return isDay(text)
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : time(text);
  }

  static @Nullable Instant tryInstant(String text) {
    try {
      return text.length() < 10 ? null : instant(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
