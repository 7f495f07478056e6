package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpErrors;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.internal.budget.AccountBudget;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are tried again, when, and what is said of those that are not. */
class HttpRetryTest {

  private final TestServer server = new TestServer();
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    server.close();
  }

  private int send(HttpCall call) {
    return rig.context.http(rig.settings(server.uri()).build()).send(call).status();
  }

  private ConnectorException failure(HttpCall call) {
    return rig.failure(server.uri(), call);
  }

  @Test
  void serverError_ofRepeatableCall_isTriedAgainLaterAndLater() {
    server.then(503, "").then(502, "<html>").then(500, "").then(200, "{}");

    assertThat(send(HttpCall.get("/pages"))).isEqualTo(200);

    assertThat(server.requests()).hasSize(4);
    assertThat(rig.context.calls()).containsEntry("demo", 4L);
    // 1, 2 and 4 seconds, each at least half of it
    assertThat(rig.time.slept()).isBetween(Duration.ofMillis(3_500), Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"500, UNAVAILABLE", "502, UNAVAILABLE", "503, UNAVAILABLE", "504, TIMEOUT"})
  void serverError_ofOtherCall_isNotTriedAgain_andMayHaveHadItsEffect(int status, Kind kind) {
    server.then(status, "");

    ConnectorException failure = failure(HttpCall.post("/pages", Rig.BODY));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.effectPossible()).isTrue();
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID",
    "401, AUTHENTICATION",
    "403, PERMISSION",
    "404, NOT_FOUND",
    "409, STALE",
    "422, INVALID",
    "405, UNSUPPORTED",
    "418, PROTOCOL"
  })
  void refusal_isNeverTriedAgain_andHadNoEffect(int status, Kind kind) {
    server.then(status, "{}");

    for (HttpCall call : List.of(HttpCall.get("/"), HttpCall.post("/", Rig.BODY))) {
      ConnectorException failure = failure(call);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.effectPossible()).isFalse();
    }
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void attempts_areLimited_andTheLastFailureIsTold() {
    server.then(503, "");
    HttpSettings settings = rig.settings(server.uri()).attempts(3).build();

    assertThat(rig.failure(settings, HttpCall.get("/pages")).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 529})
  void rateLimit_isWaitedFor_byEveryCall(int status) {
    server.then(status, "", "Retry-After", "7").then(200, "{}");

    assertThat(send(HttpCall.post("/pages", Rig.BODY))).isEqualTo(200);
    assertThat(rig.time.slept()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void rateLimitWithoutATime_backsOff() {
    server.then(429, "").then(429, "", "Retry-After", "soon").then(200, "{}");

    assertThat(send(HttpCall.get("/"))).isEqualTo(200);
    assertThat(rig.time.slept()).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(3));
  }

  @Test
  void rateLimit_pausesTheWholeAccount() {
    server.then(429, "", "Retry-After", "600").then(200, "{}");
    HttpSettings settings = rig.settings(server.uri()).attempts(1).build();
    AccountBudget budget = rig.budgets.of("demo", "me", List.of());

    ConnectorException failure = rig.failure(settings, HttpCall.get("/"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(10));
    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofMinutes(10));
    assertThat(rig.context.http(settings).send(HttpCall.get("/other")).status()).isEqualTo(200);
    assertThat(rig.time.slept()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void rateLimitBeyondPatience_failsAtOnce_alsoForOthers() {
    server.then(429, "", "Retry-After", "3600");

    ConnectorException first = failure(HttpCall.get("/"));
    ConnectorException second = failure(HttpCall.get("/"));

    assertThat(first.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(first.retryAfter()).contains(Duration.ofHours(1));
    assertThat(second.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(second.retryAfter()).contains(Duration.ofHours(1));
    assertThat(server.requests()).hasSize(1);
    assertThat(rig.time.slept()).isZero();
  }

  @Test
  void retryAfterOfAServerError_isHeeded_withoutPausingTheAccount() {
    server.then(503, "", "Retry-After", "20").then(200, "{}");

    assertThat(send(HttpCall.get("/"))).isEqualTo(200);
    assertThat(rig.time.slept()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void connectionRefused_hadNoEffect_andIsTriedAgainByEveryCall() {
    URI uri = server.uri();
    server.close();

    ConnectorException failure = rig.failure(uri, HttpCall.post("/pages", Rig.BODY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.effectPossible()).isFalse();
    assertThat(rig.context.calls()).containsEntry("demo", 5L);
  }

  @Test
  void unknownHost_hadNoEffect() {
    ConnectorException failure =
        rig.failure(URI.create("http://nowhere.invalid"), HttpCall.post("/pages", Rig.BODY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.effectPossible()).isFalse();
    assertThat(failure).hasMessageContaining("nothing was sent");
  }

  @Test
  void connectorsErrors_decideKindTimeAndEffect() {
    server
        .then(409, "{\"code\":\"conflict_error\"}")
        .then(500, "{\"code\":\"half_done\"}")
        .then(403, "{\"code\":\"slow_down\"}")
        .then(200, "{}");
    HttpErrors errors =
        answer ->
            switch (answer.body().at("code").text()) {
              case "conflict_error" -> new ConnectorException(Kind.UNAVAILABLE, "collision");
              case "half_done" ->
                  new ConnectorException(Kind.INVALID, "half done").withEffectPossible();
              default ->
                  new ConnectorException(Kind.RATE_LIMITED, "slow down")
                      .withRetryAfter(Duration.ofSeconds(30));
            };
    HttpSettings settings = rig.settings(server.uri()).errors(errors).build();

    // The refusal had no effect, so that even this call is repeated; its repetition is told.
    ConnectorException halfDone = rig.failure(settings, HttpCall.post("/pages", Rig.BODY));
    assertThat(halfDone.kind()).isEqualTo(Kind.INVALID);
    assertThat(halfDone.effectPossible()).isTrue();
    Duration before = rig.time.slept();
    rig.context.http(settings).send(HttpCall.post("/pages", Rig.BODY));
    assertThat(rig.time.slept().minus(before)).isEqualTo(Duration.ofSeconds(30));
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void errorReaderThatFails_hidesNeitherTheErrorNorItsEffect() {
    server.then(500, "{}");
    HttpSettings settings =
        rig.settings(server.uri())
            .errors(
                answer -> {
                  throw new IllegalStateException("a bug");
                })
            .build();

    ConnectorException failure = rig.failure(settings, HttpCall.post("/", Rig.BODY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.effectPossible()).isTrue();
    assertThat(failure).hasRootCauseMessage("a bug");
  }

  @Test
  void windows_paceCallsOfAllSyncsOfTheAccount() {
    server.then(200, "{}");
    HttpSettings settings =
        rig.settings(server.uri()).addWindow(RateWindow.of(3, Duration.ofSeconds(1))).build();

    for (int i = 0; i < 7; i++) {
      rig.context.http(settings).send(HttpCall.get("/"));
    }

    assertThat(rig.time.slept()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void cancelledRun_sendsNothing() {
    rig.cancelled.set(true);

    assertThatThrownBy(() -> send(HttpCall.get("/"))).isInstanceOf(SyncCancelledException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void runCancelledBetweenAttempts_isNotTriedAgain() {
    server.then(
        exchange -> {
          rig.cancelled.set(true);
          TestServer.answer(exchange, 503, new byte[0]);
        });

    assertThatThrownBy(() -> send(HttpCall.get("/"))).isInstanceOf(SyncCancelledException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void interruptedThread_endsTheCall_withItsFlagRestored() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> send(HttpCall.get("/"))).isInstanceOf(SyncCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
