package com.puraify.sync.connectors.airtable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes Airtable's formulas. */
final class Formula {

  private Formula() {}

  /** Returns a field, by its id. */
  static String field(String id) {
    return "{" + id + "}";
  }

  /** Returns a text, or null if it holds a control character, for which there may be no escape. */
  static @Nullable String text(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      return null;
    }
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\"", "\\\"") + "'";
  }

  /** Returns a point in time, cut to the second. */
  static String time(Instant instant) {
    return "'" + instant.truncatedTo(ChronoUnit.SECONDS) + "'";
  }

  /** Returns the condition that at least one holds. */
  static String any(List<String> conditions) {
    return conditions.size() == 1 ? conditions.get(0) : "OR(" + String.join(",", conditions) + ")";
  }

  /** Returns the condition that all hold. */
  static String all(List<String> conditions) {
    return conditions.size() == 1 ? conditions.get(0) : "AND(" + String.join(",", conditions) + ")";
  }

  /** Returns the condition that a field is empty; it may hold for zero too. */
  static String empty(String field) {
    return field + "=BLANK()";
  }

  /**
   * Returns the condition that a time is at or after another. Airtable's comparison is exclusive,
   * and may be no finer than a second, so it begins a second before.
   */
  static String notBefore(String time, Instant from) {
    return "IS_AFTER(" + time + "," + time(from.minusSeconds(1)) + ")";
  }

  /** Returns the condition that a time is strictly between two others, to the second. */
  static String between(String time, Instant after, Instant before) {
    return "AND(IS_AFTER("
        + time
        + ","
        + time(after)
        + "),IS_BEFORE("
        + time
        + ","
        + time(before)
        + "))";
  }

  /** Returns the condition that a record was created at or after a time. */
  static String createdSince(Instant from) {
    return notBefore("CREATED_TIME()", from);
  }

  /**
   * Returns the condition that a record was created or modified at or after a time. The time of
   * modification may be empty until the first edit, hence both.
   *
   * @param modified the field that tells it, or null for the function that does
   */
  static String changedSince(@Nullable Column modified, Instant from) {
    String time = modified == null ? "LAST_MODIFIED_TIME()" : field(modified.id());
    return any(List.of(notBefore(time, from), createdSince(from)));
  }

  /** Returns the condition that a record is one of some. */
  static String records(List<String> ids) {
    return any(ids.stream().map(id -> "RECORD_ID()='" + id + "'").toList());
  }
}
