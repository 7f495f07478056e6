package com.puraify.sync.connectors.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.EntityReference;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.OauthTokens;
import com.puraify.sync.testkit.airtable.SimulatedBase;
import com.puraify.sync.testkit.airtable.SimulatedTable;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import com.puraify.sync.webhook.WebhookSubscriptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Airtable pings a host's web server, and the engine looks there; OAuth tokens are renewed. */
class AirtableWebhooksTest {

  private static final String PROJECT = "pf-1";
  private static final String PAYLOADS = "GET /v0/bases/{baseId}/webhooks/{webhookId}/payloads";
  private static final String LIST = "POST /v0/{baseId}/{tableId}/listRecords";

  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  private final AirtableSimulator sim =
      AirtableSimulator.builder().clock(time).quirks(quirks -> quirks.pingsByHand(true)).start();
  private final SimulatedBase base = sim.addBase("Work");
  private final SimulatedTable tasks = base.addTable("Tasks", table -> table.number("Estimate", 0));
  private final Vault vault = new Vault();
  private final MemoryEntity local =
      MemoryPlatform.named("sql", time)
          .entity(
              Schema.of(
                  "tasks",
                  Field.of("name", FieldType.text()),
                  Field.of("estimate", FieldType.number())))
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
          .addConnector(new AirtableConnector())
          .build();
  private final List<Integer> replies = new ArrayList<>();
  private LoopbackServer host;

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
    vault.store(PROJECT, Airtable.PLATFORM, Secret.of(sim.token()));
    for (int i = 0; i < 60; i++) {
      tasks.add(Map.of("Name", "Task " + i, "Estimate", i));
    }
  }

  @AfterEach
  void end() {
    engine.close();
    host.close();
    sim.close();
  }

  /** What a host's web server does with a webhook. */
  private Answer answer(Incoming request) {
    Map<String, List<String>> headers =
        request.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
    WebhookReply reply =
        engine.receive(
            PROJECT,
            "airtable",
            WebhookDelivery.of(
                request.method(),
                URI.create(host.uri() + request.path()),
                headers,
                request.body()));
    replies.add(reply.status());
    return Answer.of(reply.status(), "text/plain", reply.body());
  }

  private SyncConfig config(Map<String, String> options) {
    return SyncConfig.between(
            new EntityReference.Given(local),
            new EntityReference.OnPlatform(
                "airtable",
                options.containsKey("base") ? "Tasks" : "Work/Tasks",
                sim.baseUri(),
                options))
        .id("tasks")
        .project(PROJECT)
        .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
        .build();
  }

  private SyncReport sync(SyncConfig config) {
    time.advance(Duration.ofMinutes(10));
    return engine.sync(config).orThrow();
  }

  /** Lets Airtable ping, and the engine wait and run. */
  private List<SyncReport> settle() {
    time.advance(Duration.ofMinutes(1));
    sim.deliverPings();
    time.advance(Duration.ofSeconds(10));
    return engine.runDue();
  }

  private WebhookSubscriptions subscriptions() {
    return Airtable.connect(Secret.of(sim.token()))
        .baseUri(sim.baseUri())
        .subscriptions()
        .orElseThrow();
  }

  private WebhookSubscriptions.Subscribed subscribe() {
    return subscriptions()
        .subscribe(
            TestRun.context(time),
            new WebhookSubscriptions.Request(
                base.id() + "/" + tasks.id(), Set.of(), URI.create(host.uri() + "/hooks")));
  }

  @Test
  void ping_runsTheSync_whichReadsWhatChanged() {
    SyncConfig config = config(Map.of());
    sync(config);
    engine.listen(config, URI.create(host.uri() + "/hooks"));
    assertThat(vault.kept).hasSize(2);
    time.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 50; i++) {
      tasks.record("Task " + i).set("Estimate", 1000 + i);
    }
    List<SyncReport> reports = settle();
    assertThat(replies).isNotEmpty().containsOnly(200);
    assertThat(reports).singleElement().matches(report -> report.syncedItems() == 50);
    assertThat(local.items().values())
        .anyMatch(item -> Value.number(1049).equals(item.get("estimate")));
  }

  @Test
  void fiftyChangesByTheLog_costOneListing_andTheLog() {
    WebhookSubscriptions.Subscribed made = subscribe();
    vault.store(PROJECT, CredentialProvider.webhookKey("airtable", made.id()), made.key());
    SyncConfig config = config(Map.of("base", base.id(), "webhook", made.id()));
    sync(config);
    sync(config);
    engine.listen(config);
    time.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 50; i++) {
      tasks.record("Task " + i).set("Estimate", 1000 + i);
    }
    tasks.record("Task 59").delete();
    sim.resetRequests();
    List<SyncReport> reports = settle();
    assertThat(reports).singleElement().matches(report -> report.syncedItems() == 51);
    assertThat(sim.requests(LIST)).isEqualTo(1);
    assertThat(sim.requests(PAYLOADS)).isEqualTo(2);
    assertThat(sim.requests()).isEqualTo(1 + 1 + 2 + 1);
    assertThat(local.size()).isEqualTo(59);
  }

  @Test
  void forgedPing_changesNothing() {
    WebhookSubscriptions.Subscribed made = subscribe();
    vault.store(
        PROJECT, CredentialProvider.webhookKey("airtable", made.id()), Secret.of("b3RoZXI="));
    SyncConfig config = config(Map.of());
    sync(config);
    engine.listen(config);
    tasks.record("Task 1").set("Estimate", 7);
    assertThat(settle()).isEmpty();
    assertThat(replies).containsOnly(401);
    String body =
        "{\"base\":{\"id\":\"%s\"},\"webhook\":{\"id\":\"achAAAAAAAAAAAAAA\"}}"
            .formatted(base.id());
    assertThat(
            engine
                .receive(
                    PROJECT,
                    "airtable",
                    WebhookDelivery.of(
                        "POST", host.uri(), Map.of(), body.getBytes(StandardCharsets.UTF_8)))
                .status())
        .isEqualTo(503);
  }

  @Test
  void subscription_isRenewedInTime_andMadeAnewWhenItIsLost() {
    SyncConfig config = config(Map.of());
    sync(config);
    engine.listen(config, URI.create(host.uri() + "/hooks"));
    String first = base.webhooks().get(0);
    for (int day = 0; day < 30; day++) {
      time.advance(Duration.ofDays(1));
      engine.runDue();
    }
    assertThat(base.webhooks()).containsExactly(first);
    tasks.record("Task 1").set("Estimate", 7);
    assertThat(settle()).hasSize(1);
    subscriptions().unsubscribe(TestRun.context(time), base.id() + "." + first);
    for (int day = 0; day < 8; day++) {
      time.advance(Duration.ofDays(1));
      engine.runDue();
    }
    assertThat(base.webhooks()).hasSize(1).doesNotContain(first);
  }

  @Test
  void renewal_ofWhatIsNotThere_isNotFound_andEndingItDoesNothing() {
    WebhookSubscriptions.Subscribed made = subscribe();
    assertThat(made.expires()).isAfter(time.instant().plus(Duration.ofDays(6)));
    time.advance(Duration.ofDays(3));
    assertThat(subscriptions().renew(TestRun.context(time), made.id()))
        .isAfter(time.instant().plus(Duration.ofDays(6)));
    time.advance(Duration.ofDays(8));
    assertThat(notFound(made.id())).isEqualTo(Kind.NOT_FOUND);
    subscriptions().unsubscribe(TestRun.context(time), made.id());
    subscriptions().unsubscribe(TestRun.context(time), made.id());
    assertThat(notFound(made.id())).isEqualTo(Kind.NOT_FOUND);
    assertThat(notFound("elsewhere")).isEqualTo(Kind.NOT_FOUND);
  }

  private Kind notFound(String subscription) {
    return StubbedAirtable.failure(() -> subscriptions().renew(TestRun.context(time), subscription))
        .kind();
  }

  @Test
  void oauthTokens_areRenewedWhenTheyExpire_andBothAreKept() {
    OauthTokens tokens =
        sim.grantOauth(Set.of("data.records:read", "data.records:write", "schema.bases:read"));
    vault.store(
        PROJECT,
        Airtable.PLATFORM,
        Secret.of(
            "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
                .formatted(
                    tokens.accessToken(),
                    tokens.refreshToken(),
                    tokens.clientId(),
                    tokens.clientSecret())));
    SyncConfig config = config(Map.of());
    sync(config);
    assertThat(vault.kept.get(PROJECT + "/airtable")).contains(tokens.accessToken());
    for (int i = 0; i < 3; i++) {
      time.advance(Duration.ofHours(2));
      tasks.record("Task 1").set("Estimate", 100 + i);
      assertThat(sync(config).syncedItems()).isEqualTo(1);
      assertThat(vault.kept.get(PROJECT + "/airtable"))
          .doesNotContain(tokens.accessToken())
          .doesNotContain(tokens.refreshToken());
    }
  }
}
