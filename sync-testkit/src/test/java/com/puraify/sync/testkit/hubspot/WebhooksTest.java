package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks over real HTTP. */
class WebhooksTest extends Fixture {
  private final List<Incoming> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean slow;
  private LoopbackServer target;
  private SimulatedWebhooks hooks;

  @BeforeEach
  void listen() throws IOException {
    target = LoopbackServer.start(0, clock, this::receive);
    hooks = sim.webhooks().target(target.uri().resolve("/hook?a=%3Ab"));
    sim.quirks().duplicatedEvents(0).calculatedBump(Duration.ZERO);
  }

  @AfterEach
  void close() {
    release.countDown();
    target.close();
  }

  private Answer receive(Incoming request) {
    received.add(request);
    if (slow) {
      try {
        assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Answer.of(status, "text/plain", "");
  }

  private List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    received.forEach(request -> ApiClient.parse(request.bodyText()).forEach(events::add));
    return events;
  }

  @Test
  void creation_tellsTheIdAndNoProperties() {
    hooks.subscribe("contact.creation");
    SimulatedRecord ada = contact("ada@example.com");
    sim.companies().add(Map.of("name", "Works"));

    assertThat(hooks.waiting()).isEqualTo(1);
    hooks.deliver();

    JsonNode event = events().get(0);
    assertThat(events()).hasSize(1);
    assertThat(event.path("objectId").longValue()).isEqualTo(Long.parseLong(ada.id()));
    assertThat(event.path("subscriptionType").asText()).isEqualTo("contact.creation");
    assertThat(event.path("portalId").longValue()).isEqualTo(sim.portalId());
    assertThat(event.path("occurredAt").longValue()).isEqualTo(clock.instant().toEpochMilli());
    assertThat(event.path("attemptNumber").intValue()).isZero();
    assertThat(event.path("objectTypeId").asText()).isEqualTo("0-1");
    assertThat(event.path("changeSource").asText()).isEqualTo("CRM_UI");
    assertThat(event.has("propertyName")).isFalse();
    assertThat(hooks.waiting()).isZero();
  }

  @Test
  void propertyChange_tellsNameValueAndSource() {
    hooks.subscribe("contact.propertyChange", "firstname");
    SimulatedRecord ada = contact("ada@example.com");
    update(ada, "{'firstname':'Ada','visits':'1'}");
    update(ada, "{'firstname':'Ada'}");

    hooks.deliver();

    assertThat(events()).hasSize(1);
    assertThat(events().get(0).path("propertyName").asText()).isEqualTo("firstname");
    assertThat(events().get(0).path("propertyValue").asText()).isEqualTo("Ada");
    assertThat(events().get(0).path("changeSource").asText()).isEqualTo("INTEGRATION");
    assertThat(events().get(0).path("sourceId").asText())
        .isEqualTo(Long.toString(sim.privateAppId()));
  }

  @Test
  void deletionRestorationPrivacyAndMerge_areTold() {
    hooks.subscribe("contact.deletion").subscribe("contact.restore");
    hooks.subscribe("contact.merge").subscribe("contact.privacyDeletion");
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord old = contact("old@example.com");
    ada.archive();
    ada.restore();
    ada.merge(old);
    ada.deleteForPrivacy();

    hooks.deliver();

    assertThat(events())
        .extracting(event -> event.path("subscriptionType").asText())
        .containsExactlyInAnyOrder(
            "contact.deletion", "contact.restore", "contact.merge", "contact.privacyDeletion");
    JsonNode merge =
        events().stream().filter(event -> event.has("mergedObjectIds")).findFirst().orElseThrow();
    assertThat(merge.path("primaryObjectId").asText()).isEqualTo(ada.id());
    assertThat(Json.texts(merge.path("mergedObjectIds"))).containsExactly(old.id());
    assertThat(merge.path("newObjectId").asText()).isEqualTo(ada.id());
    assertThat(merge.path("numberOfPropertiesMoved").isInt()).isTrue();
  }

  @Test
  void associationChange_isToldFromTheSubscribedSide() {
    hooks.subscribe("contact.associationChange");
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord works = sim.companies().add(Map.of("name", "Works"));
    ada.associate(works, 1);
    ada.dissociate(works);

    hooks.deliver();

    assertThat(events()).hasSize(2);
    JsonNode made =
        events().stream()
            .filter(event -> !event.path("associationRemoved").booleanValue())
            .findFirst()
            .orElseThrow();
    assertThat(made.path("associationType").asText()).isEqualTo("CONTACT_TO_COMPANY");
    assertThat(made.path("fromObjectId").asText()).isEqualTo(ada.id());
    assertThat(made.path("toObjectId").asText()).isEqualTo(works.id());
    assertThat(made.path("isPrimaryAssociation").booleanValue()).isTrue();
  }

  @Test
  void customObjects_areToldUnderObject() {
    SimulatedObject pets = sim.addObject("pet", schema -> schema.text("colour"));
    hooks.subscribe("object.creation", pets.typeId());
    hooks.subscribe("object.propertyChange", pets.typeId(), "colour");
    pets.add(Map.of("name", "Rex", "colour", "brown"));
    sim.addObject("plant", schema -> schema.text("colour")).add(Map.of("colour", "green"));

    hooks.deliver();

    assertThat(events())
        .extracting(event -> event.path("subscriptionType").asText())
        .containsExactlyInAnyOrder("object.creation", "object.propertyChange");
    assertThat(events())
        .allMatch(event -> event.path("objectTypeId").asText().equals(pets.typeId()));
  }

  @Test
  void arrays_holdAHundredShuffledEventsAtMost_someOfThemTwice() {
    hooks.subscribe("contact.creation");
    sim.quirks().duplicatedEvents(50);
    for (int i = 0; i < 150; i++) {
      contact("c" + i + "@example.com");
    }

    List<WebhookDelivery> made = hooks.deliver();

    assertThat(made).hasSizeGreaterThan(1).allMatch(delivery -> delivery.events() <= 100);
    List<Long> ids = new ArrayList<>();
    events().forEach(event -> ids.add(event.path("eventId").longValue()));
    Set<Long> distinct = new HashSet<>(ids);
    assertThat(distinct).hasSize(150);
    assertThat(ids).hasSizeGreaterThan(170).isNotEqualTo(ids.stream().sorted().toList());
  }

  @Test
  void refusedArray_isSentTenTimesMoreByTheSimulatorsClock() {
    hooks.subscribe("contact.creation");
    contact("ada@example.com");
    status = 500;
    hooks.deliver();
    assertThat(hooks.deliver()).isEmpty();

    for (int minute = 0; minute < 24 * 60; minute++) {
      pass(Duration.ofMinutes(1));
      hooks.deliver();
    }

    assertThat(hooks.deliveries()).hasSize(11);
    assertThat(hooks.deliveries())
        .extracting(WebhookDelivery::attempt)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(events().get(10).path("attemptNumber").intValue()).isEqualTo(10);
    assertThat(hooks.waiting()).isZero();
  }

  @Test
  void takenRetry_isTheLast() {
    hooks.subscribe("contact.creation");
    contact("ada@example.com");
    status = 404;
    hooks.deliver();
    status = 204;
    pass(Duration.ofMinutes(1));
    assertThat(hooks.deliver()).extracting(WebhookDelivery::succeeded).containsExactly(true);
    pass(Duration.ofDays(1));
    assertThat(hooks.deliver()).isEmpty();
  }

  @Test
  void slowAnswer_isNone() {
    hooks.subscribe("contact.creation");
    sim.quirks().webhookTimeout(Duration.ofMillis(200));
    contact("ada@example.com");
    slow = true;

    assertThat(hooks.deliver()).extracting(WebhookDelivery::status).containsExactly(0);
    assertThat(hooks.waiting()).isEqualTo(1);
  }

  @Test
  void signatures_areThoseOfTheSecretAndTheRawBody() {
    hooks.subscribe("contact.creation").secret("s3cret");
    contact("ada@example.com");
    hooks.deliver();

    Incoming request = received.get(0);
    String body = request.bodyText();
    String millis = Long.toString(clock.instant().toEpochMilli());
    String uri = target.uri() + "/hook?a=%3Ab";
    assertThat(request.header("X-HubSpot-Signature")).isEqualTo(Signatures.v1("s3cret", body));
    assertThat(request.header("X-HubSpot-Signature-Version")).isEqualTo("v1");
    assertThat(request.header("X-HubSpot-Request-Timestamp")).isEqualTo(millis);
    assertThat(request.header("X-HubSpot-Signature-v3"))
        .isEqualTo(Signatures.v3("s3cret", "POST", uri, body, millis))
        .isEqualTo(Signatures.v3("s3cret", "POST", uri.replace("%3A", ":"), body, millis))
        .isNotEqualTo(Signatures.v3("s3cret", "POST", uri, body + " ", millis));
  }

  @Test
  void signedAddress_mayBeThatOfAProxyInFront() {
    hooks.subscribe("contact.creation").signatures(2);
    hooks.target(target.uri(), "https://hooks.example.com/hubspot");
    contact("ada@example.com");
    hooks.deliver();

    Incoming request = received.get(0);
    assertThat(request.header("X-HubSpot-Signature"))
        .isEqualTo(
            Signatures.v2(
                hooks.secret(), "POST", "https://hooks.example.com/hubspot", request.bodyText()));
    assertThat(request.header("X-HubSpot-Signature-Version")).isEqualTo("v2");
    assertThat(request.header("X-HubSpot-Signature-v3")).isNull();
  }

  @Test
  void knownSignatures() {
    // Computed with other means: printf '%s' … | openssl dgst.
    assertThat(Signatures.v1("secret", "[]"))
        .isEqualTo("e54739419ee05866a0e9d8df6b398edcb6c4e7b4c1e1a8c66b5fc889d024eb54");
    assertThat(Signatures.v2("secret", "POST", "https://a.example/b", "[]"))
        .isEqualTo("31b80c2b2b18bccc57508a48701709cf2730f97fa120b18658766cac37851d0d");
    assertThat(Signatures.v3("secret", "POST", "https://a.example/b%20c%3Fd", "[]", "1"))
        .isEqualTo("tBD6qxDtgtyGARNIiHoxwkci/wtXVE9Fm9OMy3Wfsoo=");
  }

  @Test
  void automaticDelivery_needsNobody() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    hooks.subscribe("contact.creation");
    contact("ada@example.com");
    try (LoopbackServer other = another(arrived)) {
      hooks.target(other.uri());
      hooks.automatic(true);
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    }
    hooks.automatic(false);
  }

  private LoopbackServer another(CountDownLatch arrived) {
    try {
      return LoopbackServer.start(
          0,
          clock,
          request -> {
            arrived.countDown();
            return Answer.of(200, "text/plain", "");
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void subscriptions_canBeMadeOverHttp() {
    String base = "/webhooks/v3/1/";
    URI address = target.uri().resolve("/other");
    assertThat(api.put(base + "settings?hapikey=k", "{'targetUrl':'" + address + "'}").status())
        .isEqualTo(200);
    ApiClient.Reply made =
        api.post(
            base + "subscriptions?hapikey=k",
            "{'eventType':'contact.propertyChange','propertyName':'visits','active':true}");
    assertThat(made.status()).isEqualTo(201);
    contacts.add(Map.of("visits", 1));
    hooks.deliver();
    assertThat(received.get(0).path()).isEqualTo("/other");

    String id = made.json().path("id").asText();
    assertThat(api.get(base + "subscriptions?hapikey=k").ids()).containsExactly(id);
    api.patch(base + "subscriptions/" + id + "?hapikey=k", "{'active':false}");
    contacts.add(Map.of("visits", 2));
    assertThat(hooks.waiting()).isZero();
    assertThat(api.delete(base + "subscriptions/" + id + "?hapikey=k").status()).isEqualTo(204);
    assertThat(api.get(base + "subscriptions/" + id + "?hapikey=k").status()).isEqualTo(404);
    assertThat(
            api.post(
                    base + "subscriptions?hapikey=k",
                    "{'eventType':'deal.propertyChange','propertyName':'hs_lastmodifieddate'}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void badSubscriptions_areRefused() {
    assertThatThrownBy(() -> hooks.subscribe("contact.propertyChange"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hooks.subscribe("contact.propertyChange", "lastmodifieddate"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hooks.subscribe("object.creation"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
