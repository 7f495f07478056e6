package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.Listening;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.OAuthGrant;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine between a host's entity and HubSpot. */
class EndToEndTest {

  private static final Schema PEOPLE =
      Schema.of(
          "people",
          Field.of("mail", FieldType.text()),
          Field.of("name", FieldType.text()),
          Field.of("stage", FieldType.text()),
          Field.of("employer", new FieldType.Reference("firms")));
  private static final Schema FIRMS =
      Schema.of("firms", Field.of("name", FieldType.text()), Field.of("town", FieldType.text()));

  private final ManualTime time = ManualTime.advancing();
  private final HubSpotSimulator sim =
      HubSpotSimulator.builder()
          .clock(time)
          .quirks(quirks -> quirks.calculatedBump(Duration.ofSeconds(40)))
          .start();
  private final MemoryPlatform host = MemoryPlatform.named("host", time);
  private final MemoryEntity people = host.entity(PEOPLE).idPrefix("p").build();
  private final MemoryEntity firms = host.entity(FIRMS).idPrefix("f").build();
  private final HubSpotConnection hubspot =
      HubSpot.connect(Secret.of(sim.token())).baseUri(sim.baseUri());
  private final StateStore store = MemoryStateStore.create();
  private final SyncEngine engine =
      SyncEngine.builder().state(store).time(time).singleThreaded().build();

  @AfterEach
  void stop() {
    engine.close();
    sim.close();
  }

  private SyncConfig.Builder contacts(Entity remote) {
    return SyncConfig.between(people, remote)
        .id("people")
        .sweepEvery(Duration.ZERO)
        .mapping(
            SchemaMapping.builder()
                .matchOn("mail", "email")
                .field("mail", "email")
                .field("name", "firstname")
                .field("stage", "jobtitle")
                .field("employer", "associations.0-2", rule -> rule.references("firms"))
                .build());
  }

  private SyncConfig companies() {
    return SyncConfig.between(firms, hubspot.companies())
        .id("firms")
        .sweepEvery(Duration.ZERO)
        .mapping(
            SchemaMapping.builder()
                .matchOn("name", "name")
                .field("name", "name")
                .field("town", "city")
                .build())
        .build();
  }

  private SyncReport sync(SyncConfig config) {
    time.advance(Duration.ofMinutes(5));
    return engine.sync(config).orThrow();
  }

  private SyncReport sync() {
    return sync(contacts(hubspot.contacts()).build());
  }

  private static Fields person(String mail, String name) {
    return Fields.of("mail", Value.text(mail), "name", Value.text(name), "employer", Value.NULL);
  }

  private Map<String, String> locals() {
    Map<String, String> shown = new TreeMap<>();
    people.items().forEach((id, fields) -> shown.put(text(fields, "mail"), text(fields, "name")));
    return shown;
  }

  private Map<String, String> remotes() {
    Map<String, String> shown = new TreeMap<>();
    for (SimulatedRecord each : sim.contacts().records()) {
      shown.put(each.value("email"), String.valueOf(each.value("firstname")));
    }
    return shown;
  }

  private static String text(Fields fields, String field) {
    return fields.get(field) instanceof Value.Text text ? text.value() : "";
  }

  @Test
  void bothSidesAreEdited_andTheThirdRunWritesNothing() {
    people.put(person("ada@example.com", "Ada"));
    people.put(person("Bob@Example.com", "Bob"));
    sim.contacts().add(Map.of("email", "bob@example.com", "firstname", "Bob"));
    sim.contacts().add(Map.of("email", "eve@example.com", "firstname", "Eve"));
    assertThat(sync().matched()).isEqualTo(1);
    assertThat(remotes()).containsOnlyKeys("ada@example.com", "bob@example.com", "eve@example.com");
    assertThat(locals()).hasSize(3);

    people.edit("p1", Fields.of("name", Value.text("Ada L.")));
    sim.contacts().record("email", "ada@example.com").set("jobtitle", "Countess");
    sim.contacts().record("email", "eve@example.com").set("firstname", "Eve R.");
    assertThat(sync().syncedItems()).isEqualTo(2);
    assertThat(remotes()).containsEntry("ada@example.com", "Ada L.");
    assertThat(locals()).containsEntry("eve@example.com", "Eve R.");
    assertThat(people.item("p1").orElseThrow().get("stage")).isEqualTo(Value.text("Countess"));

    for (int i = 0; i < 2; i++) {
      SyncReport third = sync();
      assertThat(third.syncedItems()).isZero();
      assertThat(third.status()).isEqualTo(SyncStatus.SUCCESS);
    }
  }

  @Test
  void answersThatAreLost_doubleNothing() {
    for (int i = 0; i < 250; i++) {
      people.put(person("p" + i + "@example.com", "No. " + i));
    }
    sim.faults()
        .next(
            Fault.dropConnection()
                .afterCommit()
                .when(call -> call.path().endsWith("/batch/create"))
                .times(2));
    SyncConfig config = contacts(hubspot.contacts()).build();
    for (int i = 0; i < 4; i++) {
      time.advance(Duration.ofMinutes(5));
      engine.sync(config);
    }
    assertThat(sim.contacts().size()).isEqualTo(250);
    assertThat(sync().syncedItems()).isZero();
    sim.faults()
        .next(
            Fault.dropConnection()
                .afterCommit()
                .when(call -> call.path().endsWith("/batch/update")));
    people.edit("p7", Fields.of("name", Value.text("changed")));
    for (int i = 0; i < 2; i++) {
      time.advance(Duration.ofMinutes(5));
      engine.sync(config);
    }
    assertThat(remotes()).containsEntry("p6@example.com", "changed");
    assertThat(sync().syncedItems()).isZero();
  }

  @Test
  void mergedContacts_areRelinked_notDeletedAndCreated() {
    people.put(person("ada@example.com", "Ada"));
    sync();
    SimulatedRecord other =
        sim.contacts().add(Map.of("email", "countess@example.com", "firstname", "Ada Lovelace"));
    SimulatedRecord ada = sim.contacts().record("email", "ada@example.com");
    other.merge(ada);
    SyncReport report = sync();
    assertThat(report.deleted(Side.LOCAL)).isZero();
    assertThat(sim.contacts().size()).isEqualTo(1);
    assertThat(people.items()).hasSize(1);
    assertThat(locals().values()).containsExactly("Ada Lovelace");
    other.set("firstname", "Countess");
    sync();
    assertThat(locals().values()).containsExactly("Countess");
    assertThat(sync().syncedItems()).isZero();
  }

  @Test
  void deletesTravelBothWays_andErasedContactsDeleteNothing() {
    for (String name : List.of("a", "b", "c", "d")) {
      people.put(person(name + "@example.com", name));
    }
    sync();
    sim.contacts().record("email", "a@example.com").archive();
    people.remove("p2");
    sim.contacts().record("email", "c@example.com").deleteForPrivacy();
    sync();
    assertThat(locals()).containsOnlyKeys("c@example.com", "d@example.com");
    assertThat(remotes().keySet()).contains("d@example.com").doesNotContain("b@example.com");
    assertThat(sim.contacts().archivedRecords()).hasSize(2);
  }

  @Test
  void oneBadItem_isQuarantinedByName_andHoldsUpNoOther() {
    for (int i = 0; i < 120; i++) {
      people.put(person(i == 60 ? "no address" : "p" + i + "@example.com", "No. " + i));
    }
    time.advance(Duration.ofMinutes(5));
    SyncReport report = engine.sync(contacts(hubspot.contacts()).build());
    assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(report.rejections())
        .singleElement()
        .extracting(Rejection::toString)
        .asString()
        .contains("field=Email");
    assertThat(sim.contacts().size()).isEqualTo(119);
  }

  @Test
  void references_areAssociations_bothWays() {
    String acme = firms.put(Fields.of("name", Value.text("Acme"), "town", Value.text("Rome")));
    people.put(person("ada@example.com", "Ada").with("employer", Value.reference(acme)));
    SimulatedRecord umbrella = sim.companies().add(Map.of("name", "Umbrella"));
    sim.contacts().add(Map.of("email", "eve@example.com")).associate(umbrella);
    sync(companies());
    sync();
    SimulatedRecord ada = sim.contacts().record("email", "ada@example.com");
    assertThat(ada.associated(sim.companies()))
        .containsExactly(sim.companies().record("name", "Acme").id());
    String here =
        firms.items().entrySet().stream()
            .filter(each -> text(each.getValue(), "name").equals("Umbrella"))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    assertThat(
            people.items().values().stream()
                .filter(each -> text(each, "mail").equals("eve@example.com"))
                .map(each -> each.get("employer")))
        .containsExactly(Value.reference(here));
    people.edit("p1", Fields.of("employer", Value.reference(here)));
    sync();
    assertThat(ada.associated(sim.companies())).containsExactly(umbrella.id());
    ada.dissociate(umbrella); // which moves no time of change
    sync();
    assertThat(people.item("p1").orElseThrow().get("employer")).isEqualTo(Value.NULL);
    assertThat(sync().syncedItems()).isZero();
  }

  @Test
  void webhooks_areHints_andForgedOnesChangeNothing() throws Exception {
    Map<String, Secret> kept = new ConcurrentHashMap<>();
    kept.put(CredentialProvider.webhookKey("hubspot"), Secret.of(sim.webhooks().secret()));
    CredentialProvider keys = (project, name) -> Optional.ofNullable(kept.get(name));
    List<WebhookReply> replies = new ArrayList<>();
    try (SyncEngine listening =
        SyncEngine.builder()
            .addConnector(new HubSpotConnector())
            .state(store)
            .time(time)
            .credentials(keys)
            .singleThreaded()
            .build()) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?a=b");
      server.createContext(
          "/hooks",
          exchange -> {
            WebhookReply reply =
                listening.receive(
                    SyncConfig.DEFAULT_PROJECT,
                    "HubSpot",
                    WebhookDelivery.read(
                        exchange.getRequestMethod(),
                        address,
                        exchange.getRequestHeaders(),
                        exchange.getRequestBody()));
            replies.add(reply);
            exchange.sendResponseHeaders(reply.status(), -1);
            exchange.close();
          });
      server.start();
      try {
        for (int i = 0; i < 60; i++) {
          people.put(person("p" + i + "@example.com", "No. " + i));
        }
        SyncConfig config = contacts(hubspot.contacts()).build();
        time.advance(Duration.ofMinutes(5));
        listening.sync(config).orThrow();
        time.advance(Duration.ofMinutes(5));
        sim.webhooks().target(address).subscribe("contact.propertyChange", "firstname");
        List<SimulatedRecord> edited = sim.contacts().records().subList(0, 50);
        edited.forEach(each -> each.set("firstname", "changed"));
        try (Listening open = listening.listen(config)) {
          sim.webhooks().deliver();
          time.advance(Duration.ofMinutes(1));
          sim.resetRequests();
          List<SyncReport> runs = listening.runDue();
          assertThat(open.isWaiting()).isFalse();
          assertThat(runs).hasSize(1);
          assertThat(runs.get(0).updated(Side.LOCAL)).isEqualTo(50);
          // the definitions, the contacts and their companies
          assertThat(sim.requests()).isLessThanOrEqualTo(3);
          assertThat(replies).isNotEmpty().allMatch(WebhookReply::isAccepted);

          sim.webhooks().secret("another");
          edited.get(0).set("firstname", "forged");
          replies.clear();
          sim.webhooks().deliver();
          time.advance(Duration.ofMinutes(1));
          assertThat(replies).extracting(WebhookReply::status).containsOnly(401);
          assertThat(listening.runDue()).isEmpty();
        }
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void tokensOfAnInstalledApp_areRenewed_andKeptBeforeTheyAreUsed() {
    sim.quirks().refreshTokensRotate(true);
    OAuthGrant grant =
        sim.installApp(
            "https://host.example/back",
            Set.of(
                "oauth",
                "crm.objects.contacts.read",
                "crm.objects.contacts.write",
                "crm.schemas.contacts.read",
                "crm.objects.companies.read",
                "crm.objects.companies.write"));
    Map<String, Secret> kept = new ConcurrentHashMap<>();
    kept.put("hubspot", credential(grant));
    List<String> stored = new ArrayList<>();
    CredentialProvider vault =
        new CredentialProvider() {
          @Override
          public Optional<Secret> find(String project, String name) {
            return Optional.ofNullable(kept.get(name));
          }

          @Override
          public void store(String project, String name, Secret credential) {
            stored.add(project + "/" + name);
            kept.put(name, credential);
          }

          @Override
          public boolean canStore() {
            return true;
          }
        };
    people.put(person("ada@example.com", "Ada"));
    Entity remote =
        new HubSpotConnector()
            .connect(
                new ConnectionSettings(
                    "pf-7", kept.get("hubspot"), sim.baseUri(), Map.of("plan", "public_app")))
            .entity("contacts");
    try (SyncEngine renewing =
        SyncEngine.builder().state(store).time(time).credentials(vault).singleThreaded().build()) {
      SyncConfig config = contacts(remote).build();
      for (int i = 0; i < 3; i++) {
        time.advance(Duration.ofMinutes(40)); // tokens last for thirty
        renewing.sync(config).orThrow();
      }
    }
    assertThat(stored).hasSizeGreaterThanOrEqualTo(2).containsOnly("pf-7/hubspot");
    assertThat(remotes()).containsOnlyKeys("ada@example.com");
  }

  private static Secret credential(OAuthGrant grant) {
    return Secret.of(
        "{\"access_token\":\"spent\",\"refresh_token\":\"%s\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
            .formatted(grant.refreshToken(), grant.clientId(), grant.clientSecret()));
  }
}
