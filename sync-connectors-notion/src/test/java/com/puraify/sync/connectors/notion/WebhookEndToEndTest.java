package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.notion.SimulatedWebhooks;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People edit pages, Notion posts events to a host's web server, and the engine looks there. */
class WebhookEndToEndTest extends SimulatedNotion {

  private static final String PROJECT = "pf-1";

  private final Vault vault = new Vault();
  private final SimulatedDataSource tasks =
      sim.addDatabase("Tasks", schema -> schema.number("Estimate"));
  private final MemoryEntity table =
      MemoryPlatform.named("sql", time)
          .entity(
              Schema.of(
                  "tasks",
                  Field.of("title", FieldType.text()),
                  Field.of("estimate", FieldType.number())))
          .idPrefix("l")
          .capabilities(
              Capabilities.builder()
                  .batches(100, 100, 100)
                  .lookupBatch(100)
                  .conditionalWrites(true)
                  .findable(true)
                  .build())
          .build();
  private final SyncEngine engine =
      SyncEngine.builder()
          .time(time)
          .singleThreaded()
          .credentials(vault)
          .addConnector(new NotionConnector())
          .build();
  private final SyncConfig config =
      SyncConfig.between(table, connection.dataSource(tasks.id()))
          .id("tasks")
          .project(PROJECT)
          .mapping(
              SchemaMapping.builder()
                  .matchOn("title", "Name")
                  .field("title", "Name")
                  .field("estimate", "Estimate")
                  .build())
          .build();
  private final List<Integer> replies = new ArrayList<>();
  private LoopbackServer host;
  private SimulatedWebhooks.Subscription subscription;

  /** A host's store of credentials. */
  private static final class Vault implements CredentialProvider {
    private final Map<String, String> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Secret> find(String project, String name) {
      return Optional.ofNullable(kept.get(project + "/" + name)).map(Secret::of);
    }

    @Override
    public void store(String project, String name, Secret credential) {
      kept.put(project + "/" + name, credential.reveal());
    }

    @Override
    public boolean canStore() {
      return true;
    }
  }

  @BeforeEach
  void begin() throws IOException {
    host = LoopbackServer.start(0, time, this::answer);
    for (int i = 0; i < 60; i++) {
      tasks.add("Task " + i, Map.of("Estimate", i));
    }
    engine.sync(config).orThrow();
    engine.listen(config);
    subscription = sim.webhooks().subscribe(URI.create(host.uri() + "/hooks/pf-1/notion"));
    subscription.confirm(String.valueOf(vault.kept.get(PROJECT + "/notion_webhook")));
    time.advance(Duration.ofMinutes(10));
    sim.resetRequests();
    replies.clear();
  }

  @AfterEach
  void end() {
    engine.close();
    host.close();
  }

  /** What a host's web server does with a webhook. */
  private Answer answer(Incoming request) {
    Map<String, List<String>> headers =
        request.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
    String[] path = request.path().split("/", -1);
    WebhookReply reply =
        engine.receive(
            path[2],
            path[3],
            WebhookDelivery.of(
                request.method(),
                URI.create(host.uri() + request.path()),
                headers,
                request.body()));
    replies.add(reply.status());
    return Answer.of(reply.status(), "text/plain", reply.body());
  }

  /** Lets Notion collect and send, and the engine wait and run. */
  private List<SyncReport> settle() {
    time.advance(Duration.ofMinutes(1));
    sim.webhooks().deliverDue();
    time.advance(Duration.ofSeconds(10));
    return engine.runDue();
  }

  private Map<String, String> rows() {
    Map<String, String> rows = new TreeMap<>();
    table
        .items()
        .forEach(
            (id, fields) ->
                rows.put(
                    ((Value.Text) fields.get("title")).value(),
                    String.valueOf(fields.get("estimate"))));
    return rows;
  }

  @Test
  void handshake_storesTheKey_andIsAnswered() {
    assertThat(vault.kept.get(PROJECT + "/notion_webhook")).startsWith("secret_");
    assertThat(sim.webhooks().attempts().get(0).status()).isEqualTo(200);
  }

  @Test
  void fiftyEditedPages_costFiftyGetsAndOneToOpen() {
    for (int i = 0; i < 50; i++) {
      tasks.page("Task " + i).set("Estimate", i + 1000);
    }

    List<SyncReport> reports = settle();

    assertThat(reports).singleElement().matches(report -> report.syncedItems() == 50);
    assertThat(replies).hasSize(50).containsOnly(200);
    assertThat(sim.requests(GET_PAGE)).isEqualTo(50);
    assertThat(sim.requests(GET_SOURCE)).isEqualTo(1);
    assertThat(sim.requests()).isEqualTo(51);
    assertThat(rows()).containsEntry("Task 49", Value.number(1049).toString());
  }

  @Test
  void newEditedTrashedAndMovedPages_allArrive() {
    SimulatedPage fresh = tasks.add("Fresh", Map.of("Estimate", 7));
    tasks.page("Task 1").set("Name", "Task 1 renamed");
    tasks.page("Task 2").trash();
    tasks.page("Task 3").moveTo(sim.addDatabase("Elsewhere", schema -> {}));

    settle();

    assertThat(rows())
        .containsKeys("Fresh", "Task 1 renamed", "Task 3")
        .doesNotContainKeys("Task 1", "Task 2");
    assertThat(fresh.exists()).isTrue();
    time.advance(Duration.ofHours(1));
    engine.sync(config).orThrow();
    assertThat(rows()).containsKey("Task 3").hasSize(60);
    assertThat(tasks.pages()).hasSize(59);
  }

  @Test
  void editsOnBothSidesMeanwhile_bothSurvive() {
    SimulatedPage page = tasks.page("Task 5");
    page.set("Estimate", 55);
    String local =
        table.items().entrySet().stream()
            .filter(each -> each.getValue().get("title").equals(Value.text("Task 5")))
            .findFirst()
            .orElseThrow()
            .getKey();
    table.edit(local, Fields.of("title", Value.text("Task five")));

    settle();

    assertThat(page.title()).isEqualTo("Task five");
    assertThat(rows()).containsEntry("Task five", Value.number(55).toString());
  }

  @Test
  void ownWrite_comesBackAsAWebhook_andCostsOneLookAtMost() {
    String id = table.items().keySet().iterator().next();
    table.edit(id, Fields.of("estimate", Value.number(4711)));
    time.advance(Duration.ofMinutes(15));
    engine.sync(config).orThrow();
    int writes = table.writes().size();
    sim.resetRequests();

    List<SyncReport> reports = settle();

    assertThat(reports).singleElement().matches(report -> report.syncedItems() == 0);
    assertThat(sim.requests(PATCH_PAGE)).isZero();
    assertThat(sim.requests()).isEqualTo(2);
    assertThat(table.writes()).hasSize(writes);
  }

  @Test
  void pageCreatedAndTrashedAtOnce_isNotTold() {
    tasks.add("Brief").trash();

    settle();

    assertThat(sim.webhooks().attempts().stream().map(SimulatedWebhooks.Attempt::type))
        .doesNotContain("page.created", "page.deleted");
    assertThat(rows()).doesNotContainKey("Brief");
  }

  @Test
  void repeatedAndReorderedEvents_endInTheSameWorld() {
    sim.webhooks().repeatNext(100).backwards(true);
    tasks.page("Task 1").set("Estimate", 100);
    tasks.page("Task 2").set("Estimate", 200);
    time.advance(Duration.ofSeconds(20));
    tasks.page("Task 1").set("Estimate", 101);

    List<SyncReport> reports = settle();

    assertThat(reports).hasSize(1);
    assertThat(rows())
        .containsEntry("Task 1", Value.number(101).toString())
        .containsEntry("Task 2", Value.number(200).toString());
    assertThat(sim.requests()).isEqualTo(3);
  }

  @Test
  void lostEvents_areMadeUpForByTheNextOrdinaryRun() {
    sim.webhooks().loseNext(100);
    tasks.page("Task 1").set("Estimate", 100);
    assertThat(settle()).isEmpty();

    time.advance(Duration.ofMinutes(15));
    engine.sync(config).orThrow();

    assertThat(rows()).containsEntry("Task 1", Value.number(100).toString());
  }

  @Test
  void hostThatIsDown_isTriedAgain() {
    URI address = host.uri();
    host.close();
    tasks.page("Task 1").set("Estimate", 100);
    time.advance(Duration.ofMinutes(1));
    assertThat(sim.webhooks().deliverDue()).isNotEmpty().allMatch(each -> each.status() == 0);
    assertThat(sim.webhooks().waiting()).isPositive();
    restart(address);

    settle();

    assertThat(sim.webhooks().waiting()).isZero();
    assertThat(sim.webhooks().attempts()).anyMatch(each -> each.number() == 2);
    assertThat(rows()).containsEntry("Task 1", Value.number(100).toString());
  }

  private void restart(URI address) {
    try {
      host = LoopbackServer.start(address.getPort(), time, this::answer);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void undeliverableEvent_isGivenUpAfterADay() {
    host.close();
    tasks.page("Task 1").set("Estimate", 100);
    for (int hour = 0; hour < 30; hour++) {
      time.advance(Duration.ofHours(1));
      sim.webhooks().deliverDue();
    }

    assertThat(sim.webhooks().waiting()).isZero();
    assertThat(sim.webhooks().attempts()).extracting(SimulatedWebhooks.Attempt::number).contains(8);
  }

  @Test
  void eventsOfAnotherSubscriptionsKey_areForged() {
    vault.kept.put(PROJECT + "/notion_webhook", "secret_of_somebody_else");
    tasks.page("Task 1").set("Estimate", 100);

    assertThat(settle()).isEmpty();

    assertThat(replies).isNotEmpty().containsOnly(401);
    assertThat(sim.requests()).isZero();
  }

  @Test
  void pagesOfOtherDataSources_costNothingOnceTheOwnOneIsKnown() {
    SimulatedDataSource other = sim.addDatabase("Other", schema -> {});
    other.add("Not ours");
    settle();
    sim.resetRequests();
    other.add("Not ours either");
    sim.addPage("A page in no data source").set("title", "renamed");

    assertThat(settle()).isEmpty();

    assertThat(replies).isNotEmpty().containsOnly(200);
    assertThat(sim.requests()).isZero();
  }

  @Test
  void changedSchema_leadsToAnOrdinaryRun() {
    tasks.property("Estimate").rename("Guess");

    assertThat(settle()).hasSize(1);

    assertThat(sim.requests(QUERY)).isPositive();
  }
}
