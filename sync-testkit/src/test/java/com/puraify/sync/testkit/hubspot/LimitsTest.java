package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rate limits, and what goes wrong on demand. */
class LimitsTest {
  private static final String CONTACTS = Fixture.CONTACTS;

  private final ManualTime clock = ManualTime.cranked(Instant.parse("2026-09-20T03:59:00Z"), 1);
  private HubSpotSimulator sim;
  private ApiClient api;

  @BeforeEach
  void start() {
    sim = HubSpotSimulator.builder().clock(clock).quirks(q -> q.privateAppLimit(4)).start();
    api = new ApiClient(sim.baseUri(), sim.token());
  }

  @AfterEach
  void stop() {
    sim.close();
  }

  @Test
  void tenSeconds_roll() {
    for (int i = 0; i < 4; i++) {
      assertThat(api.get(CONTACTS).status()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(2));
    }

    ApiClient.Reply refused = api.get(CONTACTS);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.message()).isEqualTo("You have reached your ten_secondly_rolling limit.");
    assertThat(refused.json().path("errorType").asText()).isEqualTo("RATE_LIMIT");
    assertThat(refused.json().path("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
    assertThat(refused.json().path("groupName").asText()).startsWith("publicapi:private-app");
    assertThat(refused.json().path("status").asText()).isEqualTo("error");
    assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    assertThat(refused.header("X-HubSpot-RateLimit-Remaining")).isEqualTo("0");
    clock.advance(Duration.ofSeconds(2));
    assertThat(api.get(CONTACTS).status()).isEqualTo(200);
    assertThat(api.get(CONTACTS).status()).isEqualTo(429);
  }

  @Test
  void headers_tellWhatIsLeft() {
    ApiClient.Reply reply = api.get(CONTACTS);

    assertThat(reply.header("X-HubSpot-RateLimit-Max")).isEqualTo("4");
    assertThat(reply.header("X-HubSpot-RateLimit-Remaining")).isEqualTo("3");
    assertThat(reply.header("X-HubSpot-RateLimit-Interval-Milliseconds")).isEqualTo("10000");
    assertThat(reply.header("X-HubSpot-RateLimit-Daily")).isEqualTo("250000");
    assertThat(reply.header("X-HubSpot-RateLimit-Daily-Remaining")).isEqualTo("249999");
  }

  @Test
  void daily_turnsAtMidnightOfThePortal() {
    sim.quirks().dailyLimit(10);
    sim.otherTraffic(9);
    assertThat(api.get(CONTACTS).header("X-HubSpot-RateLimit-Daily-Remaining")).isEqualTo("0");

    ApiClient.Reply refused = api.get(CONTACTS);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.message()).isEqualTo("You have reached your daily limit.");
    assertThat(refused.json().path("policyName").asText()).isEqualTo("DAILY");
    clock.advance(Duration.ofMinutes(1));
    assertThat(clock.instant().atZone(ZoneId.of("America/New_York")).toLocalTime())
        .isEqualTo(java.time.LocalTime.MIDNIGHT);
    assertThat(api.get(CONTACTS).status()).isEqualTo(200);
  }

  @Test
  void searches_haveALimitOfTheirOwnAndNoHeaders() {
    for (int i = 0; i < 4; i++) {
      api.get(CONTACTS);
    }
    for (int i = 0; i < 5; i++) {
      ApiClient.Reply reply = api.post(CONTACTS + "/search", "{}");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("ratelimit"));
    }

    ApiClient.Reply refused = api.post(CONTACTS + "/search", "{}");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.message()).isEqualTo("You have reached your secondly limit.");
    assertThat(refused.json().has("policyName")).isFalse();
    clock.advance(Duration.ofSeconds(1));
    sim.otherSearches(4);
    assertThat(api.post(Fixture.DEALS + "/search", "{}").status()).isEqualTo(200);
    assertThat(api.post(CONTACTS + "/search", "{}").status()).isEqualTo(429);
  }

  @Test
  void associations_countForThemselves() {
    for (int i = 0; i < 4; i++) {
      api.get(CONTACTS);
    }
    String labels = "/crm/v4/associations/contacts/companies/labels";

    assertThat(api.get(labels).status()).isEqualTo(200);
    assertThat(api.get(CONTACTS).status()).isEqualTo(429);
  }

  @Test
  void oauthApp_hasItsOwnLimitAndNoDay() {
    sim.quirks().oauthAppLimit(1).dailyLimit(1);
    api.get(CONTACTS);
    OAuthGrant app = sim.installApp("https://x/y", Set.of("crm.objects.contacts.read"));
    String token =
        api.form("/oauth/v1/token", OAuthTest.refresh(app)).json().path("access_token").asText();
    ApiClient oauth = new ApiClient(sim.baseUri(), token);

    ApiClient.Reply reply = oauth.get(CONTACTS);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("X-HubSpot-RateLimit-Max")).isEqualTo("1");
    assertThat(reply.headers().firstValue("X-HubSpot-RateLimit-Daily")).isEmpty();
    assertThat(oauth.get(CONTACTS).json().path("policyName").asText())
        .isEqualTo("TEN_SECONDLY_ROLLING");
  }

  @Test
  void faultsOfLimits_haveTheRealBodies() {
    sim.faults().next(Fault.status(429));
    sim.faults().next(Fault.status(429).code("DAILY"));
    sim.faults().next(Fault.status(429).code("SECONDLY"));

    assertThat(policy()).isEqualTo("TEN_SECONDLY_ROLLING");
    assertThat(policy()).isEqualTo("DAILY");
    assertThat(policy()).isEmpty();
  }

  private String policy() {
    ApiClient.Reply reply = api.get(CONTACTS);
    assertThat(reply.status()).isEqualTo(429);
    return reply.json().path("policyName").asText();
  }

  @Test
  void faults_haveTheirShapes() {
    for (int status : new int[] {423, 500, 502, 503, 504, 521, 524}) {
      sim.faults().next(Fault.status(status));
      ApiClient.Reply reply = api.get(CONTACTS);
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.json().path("status").asText()).isEqualTo("error");
      assertThat(reply.json().path("correlationId").asText()).isNotEmpty();
    }
  }

  @Test
  void migration_saysForHowLong() {
    sim.migrate(Duration.ofHours(2));
    clock.advance(Duration.ofMinutes(30));

    ApiClient.Reply reply = api.get(CONTACTS);
    assertThat(reply.status()).isEqualTo(477);
    assertThat(reply.header("Retry-After")).isEqualTo("5400");
    clock.advance(Duration.ofMinutes(90));
    assertThat(api.get(CONTACTS).status()).isEqualTo(200);
  }

  @Test
  void lostAnswer_leavesTheWriteDone() {
    sim.faults().next(Fault.status(502).afterCommit().on("POST", CONTACTS));
    assertThat(api.post(CONTACTS, "{'properties':{'firstname':'Ada'}}").status()).isEqualTo(502);
    assertThat(sim.contacts().size()).isEqualTo(1);

    sim.faults().next(Fault.dropConnection().afterCommit().on("POST", CONTACTS + "/batch/create"));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                api.post(
                    CONTACTS + "/batch/create", "{'inputs':[{'properties':{'firstname':'Bob'}}]}"))
        .isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(sim.contacts().size()).isEqualTo(2);
  }

  @Test
  void recordThatIsJustBeingWritten_isLocked() {
    sim.quirks().recordLocks(true);
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    String path = CONTACTS + "/" + ada.id();
    String body = "{'properties':{'firstname':'x'}}";
    List<Integer> inner = new ArrayList<>();
    sim.faults().next(Fault.meanwhile(() -> inner.add(api.patch(path, body).status())));

    assertThat(api.patch(path, body).status()).isEqualTo(200);
    assertThat(inner).containsExactly(423);
    assertThat(api.patch(path, body).status()).isEqualTo(200);
  }

  @Test
  void requests_areCountedByKind() {
    api.get(CONTACTS);
    api.get("/crm/objects/2026-09/deals");
    api.get("/nonsense");

    assertThat(sim.requestCounts())
        .containsOnly(
            Map.entry("GET /crm/v3/objects/{objectType}", 1L),
            Map.entry("GET /crm/objects/2026-09/{objectType}", 1L),
            Map.entry("GET (unknown)", 1L));
    assertThat(sim.requests()).isEqualTo(3);
    assertThat(sim.requestLog().get(0).status()).isEqualTo(200);
    sim.resetRequests();
    assertThat(sim.requests()).isZero();
  }
}
