package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.connector.OAuthSettings.ClientAuthentication;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.budget.TestTime;
import com.puraify.sync.internal.run.RunContext;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against a platform that voids both tokens at once when they are renewed, as the strictest real
 * ones do.
 */
class OAuthTest {

  private static final String PROJECT = "pf-1";
  private static final HttpCall CALL = HttpCall.get("/items");

  private final TestTime time = new TestTime();
  private final Vault vault = new Vault();
  private final HttpTransport transport = new HttpTransport(time, vault);
  private final Budgets budgets = new Budgets(time);
  private final Platform platform = new Platform();
  private final TestServer server = new TestServer().then(platform::react);

  @AfterEach
  void close() {
    server.close();
  }

  /** A host's store of credentials, which remembers what it was given and when it may fail. */
  private static final class Vault implements CredentialProvider {
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final List<String> stored = new ArrayList<>();
    private volatile boolean writable = true;

    @Override
    public Optional<Secret> find(String project, String name) {
      return Optional.ofNullable(kept.get(project + "/" + name)).map(Secret::of);
    }

    @Override
    public void store(String project, String name, Secret credential) {
      if (failures.get() > 0) {
        failures.decrementAndGet();
        throw new IllegalStateException("vault down while keeping " + credential.reveal());
      }
      stored.add(credential.reveal());
      kept.put(project + "/" + name, credential.reveal());
    }

    @Override
    public boolean canStore() {
      return writable;
    }

    Json current() {
      return Json.parse(String.valueOf(kept.get(PROJECT + "/demo")));
    }
  }

  /** Hands out tokens 1, 2, 3 and accepts the latest alone. */
  private final class Platform {
    private final AtomicInteger generation = new AtomicInteger(1);
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger hangUps = new AtomicInteger();
    private volatile boolean rejectsAll;
    private volatile boolean rotates = true;
    private volatile @Nullable String lastForm;
    private volatile @Nullable String lastAuthorization;
    private volatile int errorStatus;
    private volatile String errorBody = "";

    void react(HttpExchange exchange) throws IOException {
      if (exchange.getRequestURI().getPath().endsWith("/token")) {
        renew(exchange);
      } else {
        boolean good =
            !rejectsAll
                && ("Bearer access-" + generation.get())
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        // what the platform accepts has to be kept by the host already
        String kept = vault.kept.getOrDefault(PROJECT + "/demo", "");
        assertThat(!good || kept.contains("access-" + generation.get())).isTrue();
        TestServer.answer(
            exchange, good ? 200 : 401, TestServer.bytes(good ? "{\"ok\":true}" : "{}"));
      }
    }

    private void renew(HttpExchange exchange) throws IOException {
      renewals.incrementAndGet();
      String form = server.requests().get(server.requests().size() - 1).body();
      lastForm = form;
      lastAuthorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (errorStatus != 0) {
        TestServer.answer(exchange, errorStatus, TestServer.bytes(errorBody));
        return;
      }
      if (!form.contains("refresh_token=refresh-" + (rotates ? generation.get() : 1) + "&")
          && !form.endsWith("refresh_token=refresh-" + (rotates ? generation.get() : 1))) {
        TestServer.answer(
            exchange,
            400,
            TestServer.bytes(
                "{\"error\":\"invalid_grant\",\"status\":\"BAD_REFRESH_TOKEN\",\"message\":\""
                    + form
                    + "\"}"));
        return;
      }
      int next = generation.incrementAndGet();
      if (hangUps.get() > 0) {
        hangUps.decrementAndGet();
        exchange.close(); // renewed, and the answer is lost
        return;
      }
      TestServer.answer(
          exchange,
          200,
          TestServer.bytes(
              "{\"access_token\":\"access-"
                  + next
                  + "\",\"token_type\":\"bearer\",\"expires_in\":3600"
                  + (rotates ? ",\"refresh_token\":\"refresh-" + next + "\"" : "")
                  + "}"));
    }
  }

  private static String grant(int generation, String more) {
    return "{\"access_token\":\"access-"
        + generation
        + "\",\"refresh_token\":\"refresh-"
        + generation
        + "\",\"client_id\":\"client 1\",\"client_secret\":\"s3cr3t&\",\"scope\":\"all\""
        + more
        + "}";
  }

  private HttpCalls calls(String credential, ClientAuthentication client) {
    OAuthSettings oauth =
        new OAuthSettings(
            PROJECT, "demo", Secret.of(credential), URI.create(server.uri() + "/token"), client);
    RunContext context = new RunContext(transport, budgets, time, Priority.DEFAULT, () -> false);
    return context.http(
        HttpSettings.builder("demo", oauth.account(), server.uri()).oauth(oauth).build());
  }

  private HttpCalls keptCalls(String credential) {
    vault.kept.put(PROJECT + "/demo", credential);
    return calls(credential, ClientAuthentication.BASIC);
  }

  private ConnectorException failure(HttpCalls calls) {
    return catchThrowableOfType(ConnectorException.class, () -> calls.send(CALL));
  }

  @Test
  void plainToken_isSentAsItIs() {
    HttpCalls calls = keptCalls("access-1");

    assertThat(calls.send(CALL).status()).isEqualTo(200);
    platform.generation.set(2);

    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(platform.renewals).hasValue(0);
  }

  @Test
  void goodToken_isNotRenewed() {
    HttpCalls calls =
        keptCalls(grant(1, ",\"expires_at\":\"" + time.instant().plusSeconds(61) + "\""));

    calls.send(CALL);

    assertThat(platform.renewals).hasValue(0);
  }

  @Test
  void tokenAboutToExpire_isRenewedBeforeTheCall() {
    Instant expires = time.instant().plusSeconds(60);
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":\"" + expires + "\""));

    calls.send(CALL);

    assertThat(server.requests())
        .extracting(TestServer.Request::uri)
        .hasSize(2)
        .first()
        .isEqualTo("/v1/token");
    assertThat(vault.current())
        .isEqualTo(
            Json.object(
                each ->
                    each.put("access_token", "access-2")
                        .put("refresh_token", "refresh-2")
                        .put("client_id", "client 1")
                        .put("client_secret", "s3cr3t&")
                        .put("scope", "all")
                        .put("expires_at", time.instant().plusSeconds(3600).toString())));
  }

  @Test
  void expiryInSecondsSince1970_isUnderstood() {
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":" + time.instant().getEpochSecond()));

    calls.send(CALL);

    assertThat(platform.renewals).hasValue(1);
  }

  @Test
  void refusedToken_isRenewedOnce_alsoForACallThatMustNotBeRepeated() {
    HttpCalls calls = keptCalls(grant(1, "").replace("access-1", "revoked"));

    assertThat(calls.send(HttpCall.post("/items", Json.object())).status()).isEqualTo(200);

    assertThat(server.requests())
        .extracting(TestServer.Request::uri)
        .containsExactly("/v1/items", "/v1/token", "/v1/items");
  }

  @Test
  void newTokenThatIsRefusedToo_isNotRenewedAgain() {
    HttpCalls calls = keptCalls(grant(1, ""));
    platform.rejectsAll = true;

    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);

    assertThat(platform.renewals).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(ClientAuthentication.class)
  void client_showsWhoItIs(ClientAuthentication client) {
    String credential = grant(1, ",\"expires_at\":0");
    vault.kept.put(PROJECT + "/demo", credential);

    calls(credential, client).send(CALL);

    Map<String, String> form = decoded(String.valueOf(platform.lastForm));
    assertThat(form)
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("refresh_token", "refresh-1");
    if (client == ClientAuthentication.BASIC) {
      assertThat(platform.lastAuthorization)
          .isEqualTo(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("client+1:s3cr3t%26".getBytes(StandardCharsets.UTF_8)));
      assertThat(form).doesNotContainKeys("client_id", "client_secret");
    } else {
      assertThat(platform.lastAuthorization).isNull();
      assertThat(form)
          .containsEntry("client_id", "client 1")
          .containsEntry("client_secret", "s3cr3t&");
    }
  }

  @Test
  void clientWithoutSecret_sendsItsIdInTheForm() {
    keptCalls(
            "{\"access_token\":\"a\",\"refresh_token\":\"refresh-1\",\"client_id\":\"public\","
                + "\"expires_at\":0}")
        .send(CALL);

    assertThat(decoded(String.valueOf(platform.lastForm))).containsEntry("client_id", "public");
    assertThat(platform.lastAuthorization).isNull();
  }

  private static Map<String, String> decoded(String form) {
    Map<String, String> decoded = new ConcurrentHashMap<>();
    for (String pair : form.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      decoded.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return decoded;
  }

  @Test
  void manyCallsAtOnce_renewOnce() throws Exception {
    String credential = grant(1, ",\"expires_at\":0");
    vault.kept.put(PROJECT + "/demo", credential);
    int threads = 16;
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(
            pool.submit(
                () -> {
                  go.await();
                  return calls(credential, ClientAuthentication.BASIC).send(CALL).status();
                }));
      }
      go.countDown();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(platform.renewals).hasValue(1);
    assertThat(vault.stored).hasSize(1);
  }

  @Test
  void outdatedCredentialOfTheHost_isNotTakenForANewOne() {
    String first = grant(1, ",\"expires_at\":0");
    keptCalls(first).send(CALL);

    assertThat(calls(first, ClientAuthentication.BASIC).send(CALL).status()).isEqualTo(200);

    assertThat(platform.renewals).hasValue(1);
  }

  @Test
  void tokensThatAnotherEngineRenewed_areTakenFromTheHost() {
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));
    platform.generation.set(2);
    vault.kept.put(PROJECT + "/demo", grant(2, ""));

    assertThat(calls.send(CALL).status()).isEqualTo(200);

    assertThat(platform.renewals).hasValue(0);
  }

  @Test
  void newTokens_areNotUsedBeforeTheHostKeptThem() {
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));
    vault.failures.set(100);

    ConnectorException failure = failure(calls);

    assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("demo").hasMessageContaining("kept");
    assertThat(Traces.of(failure)).doesNotContain("access-2", "refresh-2", "s3cr3t");
    assertThat(server.requests()).as("nothing but the renewal was sent").hasSize(1);

    vault.failures.set(0);
    assertThat(calls.send(CALL).status()).isEqualTo(200);
    assertThat(platform.renewals).as("the pair was not lost meanwhile").hasValue(1);
    assertThat(vault.current().at("access_token").text()).isEqualTo("access-2");
  }

  @Test
  void hostThatKeepsNothing_tokensAreNotVoided() {
    vault.writable = false;
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));

    ConnectorException failure = failure(calls);

    assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(failure).hasMessageContaining("canStore");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void lostAnswer_isAskedForAgain_andTheVoidGrantNamed() {
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));
    platform.hangUps.set(1);

    ConnectorException failure = failure(calls);

    assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(failure)
        .hasMessageContaining("was lost")
        .hasMessageContaining("connect the account again");
    assertThat(platform.renewals).hasValue(2);
  }

  @Test
  void lostAnswer_whereRefreshTokensLast_isMadeGood() {
    platform.rotates = false;
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));
    platform.hangUps.set(1);

    assertThat(calls.send(CALL).status()).isEqualTo(200);

    assertThat(vault.current().at("refresh_token").text()).isEqualTo("refresh-1");
    assertThat(vault.current().at("access_token").text()).isEqualTo("access-3");
  }

  @Test
  void voidGrant_isAState_untilTheHostHasAnother() {
    platform.generation.set(7);
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));

    ConnectorException first = failure(calls);
    ConnectorException second = failure(calls);

    assertThat(first.kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(first)
        .hasMessageContaining("'demo' of project 'pf-1'")
        .hasMessageContaining("connect the account again");
    assertThat(second).hasMessage(first.getMessage());
    assertThat(Traces.of(first)).doesNotContain("access-1", "refresh-1", "s3cr3t");
    assertThat(platform.renewals).as("no second request for a grant known to be void").hasValue(1);

    vault.kept.put(PROJECT + "/demo", grant(7, ""));
    assertThat(calls.send(CALL).status()).isEqualTo(200);
  }

  @Test
  void unknownClient_isNamed() {
    platform.errorStatus = 401;
    platform.errorBody = "{\"error\":\"invalid_client\",\"error_description\":\"s3cr3t&\"}";
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));

    ConnectorException failure = failure(calls);

    assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.AUTHENTICATION);
    assertThat(failure).hasMessageContaining("check client_id");
    assertThat(Traces.of(failure)).doesNotContain("s3cr3t");
  }

  @Test
  void busyTokenEndpoint_isAskedAgain_andThenUnavailable() {
    platform.errorStatus = 503;
    platform.errorBody = "<html>busy</html>";
    HttpCalls calls = keptCalls(grant(1, ",\"expires_at\":0"));

    assertThat(failure(calls).kind()).isEqualTo(ConnectorException.Kind.UNAVAILABLE);
    int asked = platform.renewals.get();
    assertThat(asked).isGreaterThan(1);

    platform.errorStatus = 0;
    assertThat(calls.send(CALL).status()).isEqualTo(200);
  }

  @Test
  void account_outlastsTheTokens() {
    URI endpoint = URI.create(server.uri() + "/token");
    Set<String> accounts = ConcurrentHashMap.newKeySet();
    for (int i = 1; i < 4; i++) {
      accounts.add(
          new OAuthSettings(
                  PROJECT, "demo", Secret.of(grant(i, "")), endpoint, ClientAuthentication.FORM)
              .account());
    }

    assertThat(accounts).hasSize(1);
    assertThat(
            new OAuthSettings(
                    "pf-2", "demo", Secret.of(grant(1, "")), endpoint, ClientAuthentication.FORM)
                .account())
        .isNotIn(accounts);
    String named = grant(1, ",\"account\":\"portal 7\"");
    assertThat(
            new OAuthSettings("pf-2", "demo", Secret.of(named), endpoint, ClientAuthentication.FORM)
                .account())
        .isEqualTo(
            new OAuthSettings(
                    PROJECT, "demo", Secret.of(named), endpoint, ClientAuthentication.FORM)
                .account());
  }

  @Test
  void brokenCredential_isRefusedWithoutItsText() {
    assertThatThrownBy(() -> keptCalls("{\"access_token\": s3cr3t"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("JSON")
        .extracting(Traces::of)
        .asString()
        .doesNotContain("s3cr3t");
    Throwable failure =
        catchThrowable(
            () ->
                keptCalls(
                        "{\"access_token\":\"a\",\"refresh_token\":\"b\",\"expires_at\":\"soon\"}")
                    .send(CALL));
    assertThat(failure)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expires_at");
  }

  @Test
  void oauthBesideAnotherAuthorization_isRefused() {
    OAuthSettings oauth =
        new OAuthSettings(PROJECT, "demo", Secret.of("t"), server.uri(), ClientAuthentication.FORM);

    assertThatThrownBy(
            () ->
                HttpSettings.builder("demo", "me", server.uri())
                    .bearer(Secret.of("t"))
                    .oauth(oauth)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("oauth");
  }
}
