package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import com.puraify.sync.webhook.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulator posts, when, and how often. */
class WebhooksTest extends Fixture {

  private final List<Incoming> posted = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private LoopbackServer host;

  @BeforeEach
  void listen() throws IOException {
    host = LoopbackServer.start(0, clock, this::answer);
  }

  @AfterEach
  void hangUp() {
    host.close();
  }

  private Answer answer(Incoming request) {
    posted.add(request);
    return Answer.of(status.get(), "text/plain", "");
  }

  private URI address() {
    return URI.create(host.uri() + "/hook");
  }

  private SimulatedWebhooks.Subscription subscribed(String... types) throws IOException {
    SimulatedWebhooks.Subscription made = sim.webhooks().subscribe(address(), types);
    made.confirm(Json.parse(posted.get(0).body()).path("verification_token").asText());
    posted.clear();
    return made;
  }

  private List<SimulatedWebhooks.Attempt> later(Duration time) {
    clock.advance(time);
    return sim.webhooks().deliverDue();
  }

  private List<String> told() {
    return later(Duration.ofMinutes(1)).stream().map(SimulatedWebhooks.Attempt::type).toList();
  }

  @Test
  void handshake_bringsTheToken_signedWithItself() throws IOException {
    SimulatedWebhooks.Subscription made = sim.webhooks().subscribe(address());

    Incoming handshake = posted.get(0);
    String token = Json.parse(handshake.body()).path("verification_token").asText();
    assertThat(token).startsWith("secret_");
    assertThat(handshake.header("X-Notion-Signature"))
        .isEqualTo(
            "sha256=" + WebhookSignature.hmacSha256(Secret.of(token), handshake.body()).hex());
    assertThatThrownBy(() -> made.confirm("another")).isInstanceOf(IllegalArgumentException.class);
    tasks.add("Before it is confirmed");
    assertThat(told()).isEmpty();
    made.confirm(token);
    assertThat(made.isConfirmed()).isTrue();
    assertThat(made.resendToken()).isEqualTo(200);
  }

  @Test
  void event_hasNotionsEnvelope_andNoValues() throws IOException {
    SimulatedWebhooks.Subscription made = subscribed("page.properties_updated");
    SimulatedPage page = tasks.add("Page");
    told();
    posted.clear();
    page.set("Estimate", 4711);

    later(Duration.ofMinutes(1));

    JsonNode event = Json.parse(posted.get(0).body());
    assertThat(event.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "timestamp",
            "workspace_id",
            "workspace_name",
            "subscription_id",
            "integration_id",
            "type",
            "authors",
            "attempt_number",
            "api_version",
            "entity",
            "data");
    assertThat(event.path("subscription_id").asText()).isEqualTo(made.id());
    assertThat(event.path("entity").path("id").asText()).isEqualTo(page.id());
    assertThat(event.path("authors").get(0).path("type").asText()).isEqualTo("person");
    assertThat(event.path("data").path("parent").path("data_source_id").asText())
        .isEqualTo(tasks.id());
    assertThat(event.path("data").path("parent").path("id").asText()).isEqualTo(tasks.databaseId());
    assertThat(event.path("data").path("updated_properties")).hasSize(1);
    assertThat(posted.get(0).bodyText()).doesNotContain("4711", "\n", ": ");
  }

  @Test
  void writeOverTheApi_isTheBots() throws IOException {
    subscribed("page.created");
    create("{'Name':{'title':[{'text':{'content':'By API'}}]}}");

    later(Duration.ofMinutes(1));

    assertThat(Json.parse(posted.get(0).body()).path("authors").get(0).path("type").asText())
        .isEqualTo("bot");
  }

  @Test
  void burst_isOneEventOfItsNetEffect() throws IOException {
    SimulatedPage page = tasks.add("Page");
    subscribed();
    for (int i = 0; i < 20; i++) {
      page.set("Estimate", i);
      page.set("Notes", "note " + i);
    }
    assertThat(later(Duration.ofSeconds(5))).as("still collected").isEmpty();
    assertThat(told()).containsExactly("page.properties_updated");

    page.set("Name", "Another title");
    assertThat(told()).containsExactly("page.content_updated");
    page.trash();
    page.restore();
    assertThat(told()).doesNotContain("page.deleted", "page.undeleted");
    page.trash();
    assertThat(told()).containsExactlyInAnyOrder("page.deleted", "data_source.content_updated");
    page.restore();
    assertThat(told()).containsExactlyInAnyOrder("page.undeleted", "data_source.content_updated");
    tasks.add("Brief").trash();
    assertThat(told()).doesNotContain("page.created", "page.deleted");
    tasks.property("Estimate").rename("Guess");
    assertThat(told()).containsExactly("data_source.schema_updated");
    page.moveTo(sim.addDatabase("Elsewhere", schema -> {}));
    assertThat(told()).contains("page.moved", "data_source.content_updated");
    page.purge();
    assertThat(told()).contains("page.deleted");
  }

  @Test
  void typesThatWereNotSubscribedTo_andPagesOutOfSight_areNotTold() throws IOException {
    subscribed("page.created");
    SimulatedPage page = tasks.add("Page");
    assertThat(told()).containsExactly("page.created");
    page.set("Estimate", 1);
    assertThat(told()).isEmpty();
    tasks.revokeAccess();
    tasks.add("Secret");
    assertThat(told()).isEmpty();
  }

  @Test
  void refusedEvent_isSentEightTimesInADay() throws IOException {
    subscribed("page.created");
    status.set(500);
    tasks.add("Page");
    for (int hour = 0; hour < 30; hour++) {
      later(Duration.ofHours(1));
    }

    List<SimulatedWebhooks.Attempt> attempts =
        sim.webhooks().attempts().stream().filter(each -> !each.event().isEmpty()).toList();
    assertThat(attempts)
        .extracting(SimulatedWebhooks.Attempt::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(attempts)
        .extracting(SimulatedWebhooks.Attempt::event)
        .containsOnly(attempts.get(0).event());
    assertThat(sim.webhooks().waiting()).isZero();
  }

  @Test
  void faults_loseRepeatAndReorder() throws IOException {
    subscribed("page.created");
    sim.webhooks().loseNext(1);
    tasks.add("Lost");
    assertThat(told()).isEmpty();
    SimulatedPage first = tasks.add("First");
    clock.advance(Duration.ofSeconds(1));
    SimulatedPage second = tasks.add("Second");
    posted.clear();
    sim.webhooks().backwards(true).repeatNext(1).aggregation(Duration.ofSeconds(10));

    assertThat(told()).hasSize(3);

    assertThat(posted)
        .extracting(request -> Json.parse(request.body()).path("entity").path("id").asText())
        .containsExactly(second.id(), second.id(), first.id());
  }

  @Test
  void deletedSubscription_isSentNothingMore() throws IOException {
    SimulatedWebhooks.Subscription made = subscribed();
    tasks.add("Page");
    made.delete();

    assertThat(told()).isEmpty();
  }
}
