package com.puraify.sync.internal.http;

import com.puraify.sync.connector.HttpAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code Retry-After}, which is a number of seconds or a date. */
final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{0,9})?");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
  private static final Duration LONGEST = Duration.ofDays(365);

  private RetryAfter() {}

  /**
   * Returns how long an answer asks to wait, if it does: never less than nothing, never more than a
   * year. A date counts from the answer's own {@code Date}, or else from our clock.
   */
  static Optional<Duration> of(HttpAnswer answer, InstantSource clock) {
    return answer.header("retry-after").flatMap(value -> parse(value.strip(), answer, clock));
  }

  private static Optional<Duration> parse(String value, HttpAnswer answer, InstantSource clock) {
    if (SECONDS.matcher(value).matches()) {
      BigDecimal seconds = new BigDecimal(value).min(BigDecimal.valueOf(LONGEST.toSeconds()));
      return Optional.of(Duration.ofNanos(seconds.multiply(NANOS).longValue()));
    }
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(answer.serverTime().orElseGet(clock::instant), date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : shorter(wait, LONGEST));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // neither form: as if the header were not there
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
