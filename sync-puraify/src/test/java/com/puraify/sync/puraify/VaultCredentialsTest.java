package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.puraify.Neighbour.Answer;
import com.puraify.sync.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The Vault as it answers today, as it is planned, and as it fails. */
class VaultCredentialsTest {

  private final ManualTime time = ManualTime.advancing();

  @Test
  void token_isAskedForByProjectAndServiceInLowerCase() {
    try (Neighbour vault = new Neighbour(call -> json(200, "{'token':'secret-1'}"))) {
      VaultCredentials credentials = credentials(vault);

      assertThat(reveal(credentials.find("pf 456", "Notion"))).isEqualTo("secret-1");

      assertThat(vault.last().method()).isEqualTo("GET");
      assertThat(vault.last().path()).isEqualTo("/vault/token/pf%20456/notion");
    }
  }

  @Test
  void webhookKeyOfASubscription_keepsThePlatformsId() {
    try (Neighbour vault = new Neighbour(call -> json(200, "{'token':'k'}"))) {
      credentials(vault).find("p", "Airtable_webhook.ACHx9");

      assertThat(vault.last().path()).isEqualTo("/vault/token/p/airtable_webhook.ACHx9");
    }
  }

  @Test
  void googleSheets_isCalledAsTheVaultCallsIt() {
    try (Neighbour vault = new Neighbour(call -> json(200, "{'token':'k'}"))) {
      VaultCredentials credentials =
          VaultCredentials.builder(vault.endpoint()).addService("Mine", "other").build();

      credentials.find("p", "googlesheets");
      assertThat(vault.last().path()).endsWith("/google_sheets");
      credentials.find("p", "mine");
      assertThat(vault.last().path()).endsWith("/other");
    }
  }

  @Test
  void found_isRememberedForAShortTime_andAskedForAnewOnDemand() {
    AtomicReference<String> token = new AtomicReference<>("one");
    try (Neighbour vault = new Neighbour(call -> json(200, "{'token':'" + token.get() + "'}"))) {
      VaultCredentials credentials = credentials(vault);
      credentials.find("p", "notion");
      token.set("two");

      assertThat(reveal(credentials.find("p", "notion"))).isEqualTo("one");
      assertThat(vault.calls()).hasSize(1);
      assertThat(reveal(credentials.findAnew("p", "notion"))).isEqualTo("two");
      assertThat(reveal(credentials.find("p", "notion"))).isEqualTo("two");
      assertThat(vault.calls()).hasSize(2);
      time.advance(Duration.ofSeconds(61));
      credentials.find("p", "notion");
      assertThat(vault.calls()).hasSize(3);
    }
  }

  @Test
  void knownExpiry_isHowLongItIsRemembered() {
    try (Neighbour vault =
        new Neighbour(call -> json(200, "{'access_token':'t','expires_in':3600}"))) {
      VaultCredentials credentials = credentials(vault);
      assertThat(reveal(credentials.find("p", "notion"))).isEqualTo("t");
      time.advance(Duration.ofMinutes(59));
      credentials.find("p", "notion");
      assertThat(vault.calls()).hasSize(1);
      time.advance(Duration.ofSeconds(31));
      credentials.find("p", "notion");
      assertThat(vault.calls()).hasSize(2);

      String soon = time.instant().plusSeconds(60).toString();
      vault.behave(call -> json(200, "{'access_token':'u','valid_until':'" + soon + "'}"));
      credentials.findAnew("p", "notion");
      time.advance(Duration.ofSeconds(29));
      credentials.find("p", "notion");
      assertThat(vault.calls()).hasSize(3);
      time.advance(Duration.ofSeconds(2));
      credentials.find("p", "notion");
      assertThat(vault.calls()).hasSize(4);
    }
  }

  @Test
  void answerInAnEnvelope_isUnderstood_alsoWhenSomethingIsKept() {
    try (Neighbour vault =
        new Neighbour(
            call -> json(200, "{'status':'success','data':{'access_token':'t1'},'error':null}"))) {
      VaultCredentials credentials = VaultCredentials.builder(vault.endpoint()).build();
      assertThat(credentials.find("p", "notion").map(Secret::reveal)).contains("t1");
      vault.behave(call -> json(200, "{'status':'success'}"));
      credentials.store("p", "hubspot", Secret.of("t2"));
      vault.behave(call -> json(200, "{'status':'fail','reason':'full'}"));
      assertThatThrownBy(() -> credentials.store("p", "hubspot", Secret.of("t3")))
          .isInstanceOf(ConnectorException.class);
      vault.behave(call -> json(200, "{'success':false,'status':'success'}"));
      assertThatThrownBy(() -> credentials.store("p", "hubspot", Secret.of("t3")))
          .isInstanceOf(ConnectorException.class);
    }
  }

  @Test
  void missing_isEmpty_andAskedForAgainSoon() {
    try (Neighbour vault = new Neighbour(call -> json(404, "{'error':'Token not found'}"))) {
      VaultCredentials credentials = credentials(vault);

      assertThat(credentials.find("p", "notion")).isEmpty();
      assertThat(credentials.find("p", "notion")).isEmpty();
      assertThat(vault.calls()).hasSize(1);
      time.advance(Duration.ofSeconds(6));
      assertThat(credentials.find("p", "notion")).isEmpty();
      assertThat(vault.calls()).hasSize(2);
    }
  }

  @Test
  void pageOfHtml_isAWrongAddress_notAMissingToken() {
    try (Neighbour vault = new Neighbour(call -> Neighbour.HTML_404)) {
      assertThatThrownBy(() -> credentials(vault).find("p", "notion"))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContainingAll("404 without JSON", "look at its address", "notion");
    }
  }

  @Test
  void nonsense_isNoToken() {
    for (String answer :
        List.of("{}", "{'token':5}", "{'token':{'a':1}}", "{'token':' '}", "null", "[1]")) {
      try (Neighbour vault = new Neighbour(call -> json(200, answer))) {
        assertThatThrownBy(() -> credentials(vault).find("p", "notion"))
            .as(answer)
            .isInstanceOf(ConnectorException.class)
            .hasMessageContaining("without a token");
      }
    }
  }

  @Test
  void garbageOfAnotherVaultSecret_isTold_andNotShown() {
    try (Neighbour vault =
        new Neighbour(call -> new Answer(200, "{\"token\":\"ab\uFFFDc\\u0001\"}", false))) {
      assertThatThrownBy(() -> credentials(vault).find("p", "notion"))
          .hasMessageContaining("VAULT_SECRET")
          .hasMessageNotContaining("ab");
    }
  }

  @Test
  void namesThatEveryObjectHas_areRefusedWithoutACall() {
    try (Neighbour vault = new Neighbour(call -> json(200, "{'token':'t'}"))) {
      VaultCredentials credentials = credentials(vault);
      for (String name : List.of("constructor", "__proto__", "toString", " ", "..")) {
        assertThatThrownBy(() -> credentials.find("p", name))
            .as(name)
            .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> credentials.find(name, "notion"))
            .as(name)
            .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> credentials.store(name, "notion", Secret.of("x")))
            .isInstanceOf(ConfigurationException.class);
      }
      assertThat(vault.calls()).isEmpty();
    }
  }

  @Test
  void stored_isFoundAgain_alsoAJsonTextByteForByte() {
    Map<String, String> kept = new ConcurrentHashMap<>();
    try (Neighbour vault =
        new Neighbour(
            call -> {
              if (call.method().equals("POST")) {
                kept.put(call.body().at("service").text(), call.body().at("token").text());
                return json(200, "{'success':true}");
              }
              String service = call.path().substring(call.path().lastIndexOf('/') + 1);
              return new Answer(
                  200,
                  com.puraify.sync.connector.Json.object(m -> m.put("token", kept.get(service)))
                      .toString(),
                  false);
            })) {
      VaultCredentials credentials = credentials(vault);
      String tokens = "{\"access_token\": \"a\",\n \"refresh_token\":\"r\"}";

      assertThat(credentials.canStore()).isTrue();
      credentials.store("p", "HubSpot", Secret.of(tokens));

      assertThat(vault.last().path()).isEqualTo("/vault/token");
      assertThat(vault.last().type()).isEqualTo("application/json");
      assertThat(vault.last().body().at("project").text()).isEqualTo("p");
      assertThat(vault.last().body().at("service").text()).isEqualTo("hubspot");
      assertThat(reveal(credentials(vault).find("p", "hubspot"))).isEqualTo(tokens);
      assertThat(reveal(credentials.find("p", "hubspot"))).isEqualTo(tokens);
      assertThat(vault.calls()).hasSize(2);
    }
  }

  @Test
  void notStored_isAnError_withoutTheSecret() {
    for (Answer answer :
        List.of(
            json(400, "{'error':'project, service and token are required'}"),
            json(200, "{}"),
            Neighbour.HTML_404,
            json(500, "oops hush-hush"))) {
      try (Neighbour vault = new Neighbour(call -> answer)) {
        assertThatThrownBy(() -> credentials(vault).store("p", "notion", Secret.of("hush-hush")))
            .isInstanceOf(ConnectorException.class)
            .hasMessageNotContaining("hush-hush");
      }
    }
  }

  @Test
  void readOnly_storesNothing() {
    try (Neighbour vault = new Neighbour(call -> json(200, "{'success':true}"))) {
      VaultCredentials credentials = VaultCredentials.builder(vault.endpoint()).readOnly().build();

      assertThat(credentials.canStore()).isFalse();
      assertThatThrownBy(() -> credentials.store("p", "notion", Secret.of("x")))
          .isInstanceOf(ConfigurationException.class);
      assertThat(vault.calls()).isEmpty();
    }
  }

  @Test
  void vaultThatIsDown_isUnavailable() {
    EngineEndpoint gone;
    try (Neighbour vault = new Neighbour(call -> json(200, "{}"))) {
      gone = vault.endpoint();
    }
    ConnectorException failure =
        catchThrowableOfType(
            ConnectorException.class,
            () -> VaultCredentials.builder(gone).build().find("p", "notion"));

    assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("cannot be reached");
  }

  @Test
  void vaultThatHangsUp_isUnavailable() {
    try (Neighbour vault =
        new Neighbour(
            call -> {
              throw new Neighbour.HangUp();
            })) {
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class, () -> credentials(vault).find("p", "notion"));

      assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.UNAVAILABLE);
    }
  }

  @Test
  void vaultThatHangs_isGivenUpInTime() {
    try (Neighbour vault =
        new Neighbour(
            call -> {
              throw new Neighbour.Hang();
            })) {
      VaultCredentials credentials =
          VaultCredentials.builder(vault.endpoint().withTimeout(Duration.ofMillis(200))).build();

      ConnectorException failure =
          catchThrowableOfType(ConnectorException.class, () -> credentials.find("p", "notion"));

      assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("200 ms");
    }
  }

  @Test
  void answerThatIsTooLarge_isBrokenOff() {
    try (Neighbour vault =
        new Neighbour(call -> json(200, "{'token':'" + "x".repeat(5_000) + "'}"))) {
      VaultCredentials credentials =
          VaultCredentials.builder(vault.endpoint().withMaxBytes(1_000)).build();

      assertThatThrownBy(() -> credentials.find("p", "notion"))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("more than 1000 bytes");
    }
  }

  @Test
  void interrupt_endsTheCall_andStaysSet() {
    try (Neighbour vault =
        new Neighbour(
            call -> {
              throw new Neighbour.Hang();
            })) {
      VaultCredentials credentials = credentials(vault);
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> credentials.find("p", "notion"))
          .isInstanceOf(SyncCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void ownHeader_isSent() {
    try (Neighbour vault = new Neighbour(call -> json(200, "{'token':'t'}"))) {
      EngineEndpoint endpoint = vault.endpoint().withHeader("X-Engine-Token", Secret.of("mine"));

      VaultCredentials.builder(endpoint)
          .findPath("/v2/{service}/of/{project}")
          .build()
          .find("p", "notion");

      assertThat(vault.last().path()).isEqualTo("/v2/notion/of/p");
      assertThat(endpoint.toString()).doesNotContain("mine");
      assertThat(vault.last().token()).isEqualTo("mine");
    }
  }

  private VaultCredentials credentials(Neighbour vault) {
    return VaultCredentials.builder(vault.endpoint()).time(time).build();
  }

  private static String reveal(Optional<Secret> secret) {
    return secret.orElseThrow().reveal();
  }
}
