package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private static Optional<Duration> read(Map<String, String> headers) {
    return RetryAfter.of(new HttpAnswer(429, headers, Json.MISSING), CLOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "0, PT0S",
    "1.5, PT1.5S",
    "' 3 ', PT3S",
    "999999999999, PT8760H",
    "0007, PT7S"
  })
  void seconds_areRead(String value, Duration expected) {
    assertThat(read(Map.of("retry-after", value))).contains(expected);
  }

  @Test
  void date_countsFromTheAnswersOwnDate() {
    assertThat(
            read(
                Map.of(
                    "retry-after", "Sat, 07 Mar 2020 10:00:11 GMT",
                    "date", "Sat, 07 Mar 2020 10:00:00 GMT")))
        .contains(Duration.ofSeconds(11));
  }

  @Test
  void date_countsFromOurClock_ifTheAnswerHasNone() {
    assertThat(read(Map.of("retry-after", "Sun, 01 Mar 2026 12:00:30 GMT")))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void dateInThePast_meansNow() {
    assertThat(read(Map.of("retry-after", "Sun, 01 Mar 2020 12:00:30 GMT")))
        .contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "-5", "1e9", "12345678901234567890"})
  void anythingElse_isAsIfItWereNotThere(String value) {
    assertThat(read(Map.of("retry-after", value))).isEmpty();
    assertThat(read(Map.of())).isEmpty();
  }
}
