package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A token that somebody replaced while it was in use. */
class CredentialRenewalTest {

  private static final HttpCall CALL = HttpCall.get("/items");

  private final Rig rig = new Rig();
  private final AtomicReference<String> accepted = new AtomicReference<>("one");
  private final AtomicReference<String> kept = new AtomicReference<>("one");
  private final AtomicInteger asked = new AtomicInteger();
  private final TestServer server = new TestServer().then(this::react);

  @AfterEach
  void close() {
    server.close();
  }

  private void react(HttpExchange exchange) throws IOException {
    boolean good =
        ("Bearer " + accepted.get()).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    TestServer.answer(exchange, good ? 200 : 401, TestServer.bytes("{}"));
  }

  private HttpCalls calls() {
    Secret token =
        Secret.renewable(
            Secret.of("one"),
            () -> {
              asked.incrementAndGet();
              return Optional.ofNullable(kept.get()).map(Secret::of);
            });
    return rig.context.http(HttpSettings.builder("demo", "me", server.uri()).bearer(token).build());
  }

  @Test
  void replacedToken_isFetchedOnce_alsoForACallThatMustNotBeRepeated() {
    HttpCalls calls = calls();
    calls.send(CALL);
    accepted.set("two");
    kept.set("two");

    assertThat(calls.send(HttpCall.post("/items", Json.object())).status()).isEqualTo(200);
    assertThat(calls.send(CALL).status()).isEqualTo(200);

    assertThat(asked).hasValue(1);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void tokenThatIsStillTheSame_isNotSentAgain() {
    HttpCalls calls = calls();
    accepted.set("two");

    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void newTokenThatIsRefusedToo_isNotFetchedAgain() {
    HttpCalls calls = calls();
    accepted.set("three");
    kept.set("two");

    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(asked).hasValue(1);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void keeperThatFails_leavesTheRefusal() {
    Secret token =
        Secret.renewable(
            Secret.of("one"),
            () -> {
              throw new IllegalStateException("down");
            });
    HttpCalls calls =
        rig.context.http(HttpSettings.builder("demo", "me", server.uri()).bearer(token).build());
    accepted.set("two");

    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
  }

  @Test
  void secretThatIsNotRenewable_staysAsItIs() {
    assertThat(Secret.of("one").renew("one")).isFalse();
    assertThat(Secret.of("one").prefixed("Bearer ").renew("Bearer one")).isFalse();
  }

  @Test
  void secretThatWasRenewedByAnother_isNotAskedForAgain() {
    AtomicInteger times = new AtomicInteger();
    Secret secret =
        Secret.renewable(
            Secret.of("one"),
            () -> {
              times.incrementAndGet();
              return Optional.of(Secret.of("two"));
            });

    assertThat(secret.renew("one")).isTrue();
    assertThat(secret.renew("one")).isTrue();
    assertThat(secret.prefixed("Bearer ").reveal()).isEqualTo("Bearer two");
    assertThat(times).hasValue(1);
    assertThat(secret.toString()).doesNotContain("two");
  }

  private static ConnectorException failure(HttpCalls calls) {
    return catchThrowableOfType(ConnectorException.class, () -> calls.send(CALL));
  }
}
