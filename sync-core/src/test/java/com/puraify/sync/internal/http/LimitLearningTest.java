package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.LimitHeaders;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.internal.budget.ToldLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers tell of an account's limits, and what is done about it. */
class LimitLearningTest {

  private static final LimitHeaders BURST =
      LimitHeaders.builder()
          .limit("X-Limit-Max")
          .remaining("X-Limit-Remaining")
          .interval("X-Limit-Millis", Duration.ofMillis(1))
          .build();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TestServer server = new TestServer();
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    server.close();
  }

  private void send(HttpSettings settings, int times) {
    for (int i = 0; i < times; i++) {
      rig.context.http(settings).send(HttpCall.get("/pages"));
    }
  }

  private static List<ToldLimit> read(LimitHeaders declared, String... headers) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    return ToldLimits.read(
        List.of(declared),
        name -> Optional.ofNullable(all.get(name.toLowerCase(Locale.ROOT))),
        NOW);
  }

  @Test
  void limitInAnAnswer_pacesTheCallsAfterIt() {
    server.then(200, "{}", "X-Limit-Max", "3", "X-Limit-Millis", "10000");
    HttpSettings settings = rig.settings(server.uri()).addLimitHeaders(BURST).build();

    send(settings, 3);
    assertThat(rig.time.slept()).isZero();
    send(settings, 1);

    assertThat(rig.time.slept()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void limitInAnAnswer_loosensNoDeclaredOne() {
    server.then(200, "{}", "X-Limit-Max", "1000", "X-Limit-Millis", "10000");
    HttpSettings settings =
        rig.settings(server.uri())
            .addWindow(RateWindow.of(2, Duration.ofSeconds(10)))
            .addLimitHeaders(BURST)
            .build();

    send(settings, 3);

    assertThat(rig.time.slept()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void noCallsRemaining_holdsBackUntilTheReset_whoeverAsks() {
    server.then(
        200, "{}", "RateLimit-Limit", "60", "RateLimit-Remaining", "0", "RateLimit-Reset", "42");
    HttpSettings settings =
        rig.settings(server.uri()).addLimitHeaders(LimitHeaders.standard()).build();
    send(settings, 1);

    assertThat(rig.budgets.of("demo", "me", List.of()).nextCallIn())
        .isEqualTo(Duration.ofSeconds(42));
    send(settings, 1);

    assertThat(rig.time.slept()).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void refusals_tellAsWell() {
    server.then(400, "{}", "RateLimit-Remaining", "0", "RateLimit-Reset", "7");
    HttpSettings settings =
        rig.settings(server.uri()).addLimitHeaders(LimitHeaders.standard()).build();

    assertThat(rig.failure(settings, HttpCall.get("/pages")).kind()).isEqualTo(Kind.INVALID);

    assertThat(rig.budgets.of("demo", "me", List.of()).nextCallIn())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void quotaAnswer_keepsTheOthersFromCallingForNothing() {
    server.then(429, "{}", "Retry-After", "7200");
    HttpSettings settings =
        rig.settings(server.uri())
            .errors(answer -> new ConnectorException(Kind.QUOTA, "daily"))
            .build();
    assertThat(rig.failure(settings, HttpCall.get("/pages")).kind()).isEqualTo(Kind.QUOTA);

    ConnectorException second = rig.failure(settings, HttpCall.get("/pages"));

    assertThat(second.kind()).isEqualTo(Kind.QUOTA);
    assertThat(second.retryAfter()).contains(Duration.ofHours(2));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void parameterOfTheLimit_tellsItsWindow_andFurtherOnes() {
    assertThat(read(LimitHeaders.standard(), "RateLimit-Limit", "10, 10;w=1, 500;w=3600"))
        .singleElement()
        .satisfies(
            told ->
                assertThat(told.windows())
                    .containsExactly(
                        RateWindow.of(10, Duration.ofSeconds(1)),
                        RateWindow.of(500, Duration.ofHours(1))));
  }

  @Test
  void resets_areReadInEachForm() {
    for (LimitHeaders.Reset form : LimitHeaders.Reset.values()) {
      LimitHeaders headers =
          LimitHeaders.builder().remaining("Left").reset("Renewed", form).build();
      String value =
          switch (form) {
            case AFTER_SECONDS -> "90.5";
            case AT_EPOCH_SECOND -> String.valueOf(NOW.getEpochSecond() + 90) + ".5";
            case AT_EPOCH_MILLI -> String.valueOf(NOW.toEpochMilli() + 90_500);
          };

      assertThat(read(headers, "Left", "4", "Renewed", value))
          .containsExactly(new ToldLimit("|Left", List.of(), 4, Duration.ofMillis(90_500)));
    }
  }

  @Test
  void resetAtMidnight_isThatOfTheZone_alsoOnTheDayWhenClocksChange() {
    LimitHeaders headers =
        LimitHeaders.builder()
            .remaining("Left")
            .resetAtMidnight(ZoneId.of("Europe/Berlin"))
            .build();

    List<ToldLimit> told =
        ToldLimits.read(
            List.of(headers),
            name -> Optional.of("0"),
            Instant.parse("2026-03-28T23:00:00Z")); // midnight there, and the day has 23 hours

    assertThat(told).containsExactly(new ToldLimit("|Left", List.of(), 0, Duration.ofHours(23)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "many",
        "-5",
        "0",
        "99999999999999999999",
        "1e9",
        ";w=1",
        "5;w=",
        "5;w=0",
        "5;w=x"
      })
  void nonsense_isAsIfItWereNotThere(String value) {
    assertThat(read(LimitHeaders.standard(), "RateLimit-Limit", value)).isEmpty();
    if (!value.startsWith("5")) {
      assertThat(read(BURST, "X-Limit-Max", "5", "X-Limit-Millis", value)).isEmpty();
    }
    assertThat(
            read(
                LimitHeaders.standard(),
                "RateLimit-Remaining",
                "1",
                "RateLimit-Reset",
                value.equals("0") ? "99999999" : value))
        .isEmpty();
  }

  @Test
  void headersThatTellNothing_areRefusedWhenTheyAreDeclared() {
    assertThatThrownBy(() -> LimitHeaders.builder().remaining("Left").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reset");
  }
}
