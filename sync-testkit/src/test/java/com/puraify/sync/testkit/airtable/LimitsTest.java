package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.testkit.simulator.Fault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens, limits and what goes wrong on demand. */
class LimitsTest extends Fixture {

  private ApiClient.Reply ask() {
    return list("{}");
  }

  private void limit(int requests) {
    sim.quirks().baseLimit(requests);
  }

  @Test
  void defaultLimit_isFivePerSecondAndBase() {
    try (AirtableSimulator strict = AirtableSimulator.builder().clock(clock).start()) {
      SimulatedBase one = strict.addBase("One");
      SimulatedBase other = strict.addBase("Other");
      one.addTable("T");
      other.addTable("T");
      ApiClient client = new ApiClient(strict.baseUri(), strict.token());
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/v0/" + one.id() + "/T").status()).isEqualTo(200);
      }

      ApiClient.Reply sixth = client.get("/v0/" + one.id() + "/T");

      assertThat(sixth.status()).isEqualTo(429);
      assertThat(sixth.error()).isEqualTo("RATE_LIMIT_REACHED");
      assertThat(client.get("/v0/" + other.id() + "/T").status()).isEqualTo(200);
    }
  }

  @Test
  void requestOverTheLimit_closesTheBaseFor30Seconds() {
    limit(1);
    ask();
    clock.advance(Duration.ofMillis(900));
    assertThat(ask().status()).isEqualTo(429);

    clock.advance(Duration.ofMillis(29_900));
    assertThat(ask().status()).isEqualTo(429);
    clock.advance(Duration.ofMillis(100));
    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void paceWithinTheLimit_isNeverRefused() {
    limit(2);
    for (int i = 0; i < 10; i++) {
      assertThat(ask().status()).isEqualTo(200);
      clock.advance(Duration.ofMillis(500));
    }
  }

  @Test
  void otherTraffic_countsAgainstTheBase() {
    limit(5);
    sim.otherTraffic(base, 6);

    assertThat(ask().status()).isEqualTo(429);
  }

  @Test
  void userLimit_isSharedByAllBasesAndTokens() {
    sim.quirks().userLimit(3);
    String token = sim.issueToken(Grant.ALL_SCOPES);
    ApiClient second = new ApiClient(sim.baseUri(), token);
    assertThat(ask().status()).isEqualTo(200);
    assertThat(second.get("/v0/meta/whoami").status()).isEqualTo(200);
    assertThat(second.get("/v0/meta/bases").status()).isEqualTo(200);

    assertThat(second.get("/v0/meta/bases").error()).isEqualTo("RATE_LIMIT_REACHED");
  }

  @Test
  void monthlyQuota_isAnErrorThatTimeAloneHeals() {
    sim.quirks().monthlyQuota(2);
    ask();
    ask();

    ApiClient.Reply reply = ask();

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.error()).isEqualTo("PUBLIC_API_BILLING_LIMIT_EXCEEDED");
    assertThat(api.get("/v0/meta/bases").status()).isEqualTo(200);
    clock.advance(Duration.ofDays(11));
    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void badToken_isAnsweredAuthenticationRequired() {
    for (ApiClient client :
        List.of(new ApiClient(sim.baseUri(), "patNope"), new ApiClient(sim.baseUri(), ""))) {
      ApiClient.Reply reply = client.get(path());
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.error()).isEqualTo("AUTHENTICATION_REQUIRED");
      assertThat(reply.message()).isEqualTo("Authentication required");
    }
    sim.revokeToken(sim.token());
    assertThat(ask().status()).isEqualTo(401);
  }

  @Test
  void tokenWithoutScopeOrBase_isForbidden() {
    SimulatedBase other = sim.addBase("Other");
    ApiClient reader =
        new ApiClient(sim.baseUri(), sim.issueToken(Set.of("data.records:read"), base));

    assertThat(reader.get(path()).status()).isEqualTo(200);
    assertThat(reader.post(path(), "{'fields':{}}").status()).isEqualTo(403);
    assertThat(reader.get("/v0/meta/bases").status()).isEqualTo(403);
    assertThat(reader.get("/v0/" + other.id() + "/Tasks").error())
        .isEqualTo("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
    assertThat(reader.get("/v0/meta/whoami").text())
        .isEqualTo("{\"id\":\"" + sim.owner().id() + "\"}");
  }

  @Test
  void statusFaults_haveAirtablesShape() {
    String[][] wanted = {
      {"429", "RATE_LIMIT_REACHED"}, {"500", "SERVER_ERROR"}, {"502", "BAD_GATEWAY"},
      {"503", "RETRIABLE_ERROR"}, {"401", "AUTHENTICATION_REQUIRED"}, {"404", "NOT_FOUND"}
    };
    for (String[] pair : wanted) {
      sim.faults().next(Fault.status(Integer.parseInt(pair[0])));

      ApiClient.Reply reply = ask();

      assertThat(reply.status()).isEqualTo(Integer.parseInt(pair[0]));
      assertThat(reply.error()).isEqualTo(pair[1]);
    }
    sim.faults().next(Fault.status(503).retryAfter(Duration.ofSeconds(4)).code("BUSY"));
    ApiClient.Reply own = ask();
    assertThat(own.headers().firstValue("Retry-After")).contains("4");
    assertThat(own.error()).isEqualTo("BUSY");
  }

  @Test
  void lostAnswer_comesAfterTheWrite() {
    sim.faults().next(Fault.dropConnection().on("POST", "/v0/{base}/{table}").afterCommit());
    assertThatThrownBy(() -> create("{'Name':'a'}")).isInstanceOf(UncheckedIOException.class);
    assertThat(tasks.size()).isEqualTo(1);

    sim.faults().next(Fault.status(500).afterCommit());
    assertThat(create("{'Name':'b'}").status()).isEqualTo(500);
    assertThat(tasks.size()).isEqualTo(2);

    sim.faults().next(Fault.status(502));
    assertThat(create("{'Name':'c'}").status()).isEqualTo(502);
    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void iteratorFault_canStrikeOnePage() {
    tasks.add("a");
    tasks.add("b");
    String offset = list("{'pageSize':1}").offset();
    sim.faults().next(Fault.status(422).code("LIST_RECORDS_ITERATOR_NOT_AVAILABLE"));

    ApiClient.Reply reply = list("{'pageSize':1,'offset':'" + offset + "'}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("LIST_RECORDS_ITERATOR_NOT_AVAILABLE");
    assertThat(list("{'pageSize':1,'offset':'" + offset + "'}").status()).isEqualTo(200);
  }

  @Test
  void requests_areCountedByKind() {
    ask();
    create("{}");
    api.get("/nothing");

    assertThat(sim.requestCounts())
        .containsEntry("POST /v0/{baseId}/{tableId}/listRecords", 1L)
        .containsEntry("POST /v0/{baseId}/{tableId}", 1L)
        .containsEntry("GET (unknown)", 1L);
    sim.resetRequests();
    assertThat(sim.requests()).isZero();
  }
}
