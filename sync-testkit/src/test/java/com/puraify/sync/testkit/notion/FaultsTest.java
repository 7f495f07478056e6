package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.testkit.simulator.Fault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong on demand. */
class FaultsTest extends Fixture {
  private static final String TITLE = "{'title':{'title':[{'text':{'content':'new'}}]}}";

  @Test
  void fault_strikesOnceAndOnlyWhatItIsMeantFor() {
    sim.faults().next(Fault.status(503).on("POST", "/v1/pages"));

    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);
    assertThat(create(TITLE).status()).isEqualTo(503);
    assertThat(create(TITLE).status()).isEqualTo(200);
  }

  @Test
  void placeholders_standForOneSegment() {
    SimulatedPage page = tasks.add("a");
    sim.faults().next(Fault.status(500).on("*", "/v1/pages/{page_id}").times(2));

    assertThat(create("{}").status()).isEqualTo(200);
    assertThat(api.get("/v1/pages/" + page.id() + "/properties/title").status()).isEqualTo(200);
    assertThat(api.get("/v1/pages/" + page.id()).status()).isEqualTo(500);
    assertThat(write(page, "{}").status()).isEqualTo(500);
    assertThat(sim.faults().waiting()).isZero();
  }

  @Test
  void statusFaults_haveNotionsShapeAndCodes() {
    String[][] wanted = {
      {"409", "conflict_error"}, {"500", "internal_server_error"}, {"502", "bad_gateway"},
      {"503", "service_unavailable"}, {"504", "gateway_timeout"}, {"529", "service_overload"},
      {"429", "rate_limited"}, {"401", "unauthorized"}, {"403", "restricted_resource"}
    };
    for (String[] pair : wanted) {
      sim.faults().next(Fault.status(Integer.parseInt(pair[0])));

      ApiClient.Reply reply = api.get("/v1/users/me");

      assertThat(reply.status()).isEqualTo(Integer.parseInt(pair[0]));
      assertThat(reply.json().path("object").asText()).isEqualTo("error");
      assertThat(reply.code()).isEqualTo(pair[1]);
      assertThat(reply.json().path("status").intValue()).isEqualTo(reply.status());
    }
  }

  @Test
  void rateLimitFault_carriesItsWait() {
    sim.faults().next(Fault.status(429).retryAfter(Duration.ofSeconds(7)));

    ApiClient.Reply reply = api.get("/v1/users/me");

    assertThat(reply.headers().firstValue("Retry-After")).contains("7");
    assertThat(reply.json().path("additional_data").path("retry_after").asText()).isEqualTo("7");
  }

  @Test
  void overload_carriesItsWaitToo() {
    sim.faults().next(Fault.status(529).retryAfter(Duration.ofSeconds(3)));

    assertThat(api.get("/v1/users/me").headers().firstValue("Retry-After")).contains("3");
  }

  @Test
  void unavailableBeforeTheCommit_writesNothing() {
    sim.faults().next(Fault.status(503));

    ApiClient.Reply reply = create(TITLE);

    assertThat(reply.json().path("additional_data").has("committed_resource_id")).isFalse();
    assertThat(tasks.pages()).isEmpty();
  }

  @Test
  void unavailableAfterTheCommit_namesWhatWasCreated() {
    sim.faults().next(Fault.status(503).afterCommit());

    ApiClient.Reply reply = create(TITLE);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().path("additional_data").path("committed_resource_id").asText())
        .isEqualTo(tasks.page("new").id());
    assertThat(reply.json().path("additional_data").path("retry_guidance")).isNotEmpty();
  }

  @Test
  void unavailableAfterTheCommit_canKeepSilent() {
    sim.faults().next(Fault.status(503).afterCommit().withoutHints());

    ApiClient.Reply reply = create(TITLE);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().has("additional_data")).isFalse();
    assertThat(tasks.pages()).hasSize(1);
  }

  @Test
  void unavailableAfterARefusedWrite_namesNothing() {
    sim.faults().next(Fault.status(503).afterCommit());

    ApiClient.Reply reply = create("{'Nope':{'number':1}}");

    assertThat(reply.json().path("additional_data").has("committed_resource_id")).isFalse();
    assertThat(tasks.pages()).isEmpty();
  }

  @Test
  void droppedConnection_afterAndBeforeTheCommit() {
    sim.faults().next(Fault.dropConnection().afterCommit());
    assertThatThrownBy(() -> create(TITLE)).isInstanceOf(UncheckedIOException.class);
    assertThat(tasks.pages()).hasSize(1);

    sim.faults().next(Fault.dropConnection());
    assertThatThrownBy(() -> create(TITLE)).isInstanceOf(UncheckedIOException.class);
    assertThat(tasks.pages()).hasSize(1);
    assertThat(sim.requestLog().get(1).status()).isZero();
  }

  @Test
  void cutConnection_endsWithinTheBody() {
    sim.faults().next(Fault.cutConnection());

    assertThatThrownBy(() -> create(TITLE)).isInstanceOf(UncheckedIOException.class);
    assertThat(tasks.pages()).hasSize(1);
  }

  @Test
  void truncatedJson_isWholeHttpAndHalfJson() {
    sim.faults().next(Fault.truncatedJson());

    ApiClient.Reply reply = api.get("/v1/users/me");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).startsWith("{\"object\":\"user\"");
    assertThat(reply.json().isMissingNode()).isTrue();
  }

  @Test
  void htmlError_isNoJson() {
    sim.faults().next(Fault.html(502));

    ApiClient.Reply reply = api.get("/v1/users/me");

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(reply.text()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void enormousAndDeepBodies_areValidJson() {
    sim.faults().next(Fault.enormousBody(3_000_000));
    ApiClient.Reply enormous = api.get("/v1/users/me");
    assertThat(enormous.text()).hasSize(3_000_000);
    assertThat(enormous.json().path("filling").asText()).hasSizeGreaterThan(2_999_000);

    sim.faults().next(Fault.deeplyNested(5_000));
    assertThat(api.get("/v1/users/me").text()).startsWith("{\"a\":".repeat(5_000) + "1}");
  }

  @Test
  void ownBody_isSentAsItIs() {
    sim.faults().next(Fault.body(418, "text/plain", "teapot").when(r -> r.path().endsWith("me")));

    assertThat(api.get("/v1/users").status()).isEqualTo(200);
    assertThat(api.get("/v1/users/me").text()).isEqualTo("teapot");
  }

  @Test
  void ownCodeAndMessage_replaceTheUsualOnes() {
    sim.faults().next(Fault.status(503).code("database_connection_unavailable").message("later"));

    ApiClient.Reply reply = api.get("/v1/users/me");

    assertThat(reply.code()).isEqualTo("database_connection_unavailable");
    assertThat(reply.message()).isEqualTo("later");
  }

  @Test
  void meanwhile_letsAPersonEditBetweenAReadAndAWrite() {
    SimulatedPage page = tasks.add("a", java.util.Map.of("Estimate", 1, "Notes", "old"));
    sim.faults()
        .next(
            Fault.meanwhile(() -> page.set("Notes", "by a person"))
                .on("PATCH", "/v1/pages/{page_id}"));

    write(page, "{'Estimate':{'number':2}}");

    assertThat(page.value("Notes")).isEqualTo("by a person");
    assertThat(page.value("Estimate")).isEqualTo(new java.math.BigDecimal(2));
    assertThat(page.editedBy()).isEqualTo(sim.bot().id());
  }

  @Test
  void meanwhileAfterTheCommit_runsBeforeTheAnswer() {
    SimulatedPage page = tasks.add("a");
    sim.faults().next(Fault.meanwhile(page::trash).afterCommit());

    assertThat(write(page, "{'Estimate':{'number':2}}").status()).isEqualTo(200);
    assertThat(page.inTrash()).isTrue();
  }

  @Test
  void secondWriteToAPageInTheMiddleOfTheFirst_isAConflict() {
    SimulatedPage page = tasks.add("a");
    SimulatedPage other = tasks.add("b");
    List<ApiClient.Reply> inner = new ArrayList<>();
    sim.faults()
        .next(
            Fault.meanwhile(
                () -> {
                  inner.add(write(page, "{'Estimate':{'number':2}}"));
                  inner.add(write(other, "{'Estimate':{'number':2}}"));
                  inner.add(api.get("/v1/pages/" + page.id()));
                }));

    ApiClient.Reply outer = write(page, "{'Estimate':{'number':1}}");

    assertThat(outer.status()).isEqualTo(200);
    assertThat(inner.get(0).status()).isEqualTo(409);
    assertThat(inner.get(0).message())
        .isEqualTo("Conflict occurred while saving. Please try again.");
    assertThat(inner.get(1).status()).isEqualTo(200);
    assertThat(inner.get(2).status()).isEqualTo(200);
    assertThat(write(page, "{'Estimate':{'number':3}}").status()).isEqualTo(200);
  }

  @Test
  void conflicts_canBeSwitchedOff() {
    sim.quirks().conflicts(false);
    SimulatedPage page = tasks.add("a");
    List<Integer> inner = new ArrayList<>();
    sim.faults()
        .next(Fault.meanwhile(() -> inner.add(write(page, "{'Estimate':{'number':2}}").status())));

    write(page, "{'Estimate':{'number':1}}");

    assertThat(inner).containsExactly(200);
  }

  @Test
  void latency_delaysEveryAnswer() {
    sim.quirks().latency(Duration.ofMillis(60));
    long start = System.nanoTime();

    api.get("/v1/users/me");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(55));
  }

  @Test
  void delay_slowsOneAnswerDown() {
    sim.faults().next(Fault.delay(Duration.ofMillis(60)));
    long start = System.nanoTime();

    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(55));
  }

  @Test
  void clearedFaults_strikeNobody() {
    sim.faults().next(Fault.status(500).times(3));
    sim.faults().clear();

    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);
  }
}
