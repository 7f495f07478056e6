package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which deliveries are believed, and where they point. */
class HubSpotWebhookReaderTest {

  private static final Secret KEY = Secret.of("app-secret");
  private static final Instant NOW = Instant.parse("2026-09-20T10:00:00Z");
  private static final String MILLIS = Long.toString(NOW.toEpochMilli());
  private static final String URI_TEXT = "https://host.example/hooks?x=a%3Ab&y=%20z";
  private static final String BODY =
      "[{\"eventId\":1,\"subscriptionId\":2,\"portalId\":3,\"appId\":4,\"occurredAt\":1789898400000,"
          + "\"subscriptionType\":\"contact.propertyChange\",\"attemptNumber\":0,\"objectId\":123,"
          + "\"propertyName\":\"email\",\"propertyValue\":\"ä@example.com\"}]";

  private final HubSpotWebhookReader reader = new HubSpotWebhookReader();

  private WebhookReading read(String body, Map<String, String> headers, Instant now) {
    Map<String, List<String>> all = new java.util.HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return reader.read(
        WebhookDelivery.of("POST", URI.create(URI_TEXT), all, bytes(body)),
        subscription -> List.of(Secret.of("another"), KEY),
        now);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Signs as HubSpot does: over the address with just some characters decoded. */
  private static Map<String, String> third(String body, String millis) {
    String address = "https://host.example/hooks?x=a:b&y=%20z";
    return Map.of(
        "X-HubSpot-Signature-v3",
        WebhookSignature.hmacSha256(KEY, bytes("POST" + address + body + millis)).base64(),
        "X-HubSpot-Request-Timestamp",
        millis);
  }

  private static List<WebhookHint> hints(WebhookReading reading) {
    assertThat(reading).isInstanceOf(WebhookReading.Hints.class);
    return ((WebhookReading.Hints) reading).hints();
  }

  private List<WebhookHint> hints(String body) {
    return hints(read(body, third(body, MILLIS), NOW));
  }

  @Test
  void version3_isOverTheDecodedAddressTheRawBodyAndTheTime() {
    assertThat(hints(BODY))
        .singleElement()
        .satisfies(
            hint -> {
              assertThat(hint.entity()).isEqualTo("0-1");
              assertThat(hint.items()).containsExactly("123");
              assertThat(hint.at()).isEqualTo(Instant.ofEpochMilli(1789898400000L));
            });
  }

  @Test
  void version2_isOverTheAddressAndTheBody() {
    Map<String, String> headers =
        Map.of(
            "X-HubSpot-Signature-Version",
            "v2",
            "X-HubSpot-Signature",
            WebhookSignature.sha256(bytes("app-secretPOST" + URI_TEXT + BODY)).hex());
    assertThat(hints(read(BODY, headers, NOW))).hasSize(1);
  }

  @Test
  void version1_isOverTheBody() {
    Map<String, String> headers =
        Map.of("X-HubSpot-Signature", WebhookSignature.sha256(bytes("app-secret" + BODY)).hex());
    assertThat(hints(read(BODY, headers, NOW))).hasSize(1);
  }

  @Test
  void signatureOfVersion3_counts_evenIfAnOlderOneFits() {
    Map<String, String> headers =
        Map.of(
            "X-HubSpot-Signature-v3",
            "bm90IGl0",
            "X-HubSpot-Request-Timestamp",
            MILLIS,
            "X-HubSpot-Signature",
            WebhookSignature.sha256(bytes("app-secret" + BODY)).hex());
    assertThat(read(BODY, headers, NOW)).isEqualTo(WebhookReading.forged());
  }

  @ParameterizedTest
  @CsvSource({"-300000, true", "-300001, false", "300000, true", "300001, false"})
  void timeOfSending_isWithinFiveMinutes(long millisOff, boolean believed) {
    String sent = Long.toString(NOW.toEpochMilli() + millisOff);
    WebhookReading reading = read(BODY, third(BODY, sent), NOW);
    if (believed) {
      assertThat(hints(reading)).hasSize(1);
    } else {
      assertThat(reading).isEqualTo(WebhookReading.stale());
    }
  }

  @Test
  void timeThatWasNotSigned_isForged_notStale() {
    Map<String, String> signed = third(BODY, MILLIS);
    Map<String, String> later =
        Map.of(
            "X-HubSpot-Signature-v3",
            signed.get("X-HubSpot-Signature-v3"),
            "X-HubSpot-Request-Timestamp",
            Long.toString(NOW.plus(Duration.ofHours(1)).toEpochMilli()));
    assertThat(read(BODY, later, NOW)).isEqualTo(WebhookReading.forged());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "99999999999999999999"})
  void timeThatIsNone_isForged(String millis) {
    assertThat(read(BODY, third(BODY, millis), NOW)).isEqualTo(WebhookReading.forged());
  }

  @Test
  void changedBody_orNoSignature_isForged() {
    assertThat(read(BODY.replace("123", "124"), third(BODY, MILLIS), NOW))
        .isEqualTo(WebhookReading.forged());
    assertThat(read(BODY, Map.of(), NOW)).isEqualTo(WebhookReading.forged());
    assertThat(read(BODY, Map.of("X-HubSpot-Signature", "zz"), NOW))
        .isEqualTo(WebhookReading.forged());
  }

  @Test
  void withoutAKey_nothingIsBelieved() {
    WebhookReading reading =
        reader.read(
            WebhookDelivery.of("POST", URI.create(URI_TEXT), Map.of(), bytes(BODY)),
            subscription -> List.of(),
            NOW);
    assertThat(reading).isEqualTo(WebhookReading.keyMissing());
  }

  @Test
  void bodyThatIsNoListOfEvents_isMalformed() {
    assertThat(read("{}", third("{}", MILLIS), NOW)).isInstanceOf(WebhookReading.Refused.class);
    assertThatThrownBy(() -> read("[1]", third("[1]", MILLIS), NOW))
        .isInstanceOf(ConnectorException.class);
    assertThatThrownBy(() -> read("[{", third("[{", MILLIS), NOW))
        .isInstanceOf(ConnectorException.class);
  }

  @Test
  void attempts_areTheSameDelivery_andEventsWithOneIdAreNot() {
    String again = BODY.replace("\"attemptNumber\":0", "\"attemptNumber\":3");
    String other = BODY.replace("\"objectId\":123", "\"objectId\":124");
    assertThat(hints(again).get(0).delivery()).isEqualTo(hints(BODY).get(0).delivery());
    assertThat(hints(other).get(0).delivery()).isNotEqualTo(hints(BODY).get(0).delivery());
  }

  @Test
  void eachKindOfEvent_pointsToWhatItIsAbout() {
    String merge =
        "[{\"eventId\":1,\"subscriptionType\":\"company.merge\",\"occurredAt\":1,\"objectId\":9,"
            + "\"primaryObjectId\":9,\"mergedObjectIds\":[7,8],\"newObjectId\":10}]";
    assertThat(hints(merge))
        .singleElement()
        .satisfies(
            hint -> {
              assertThat(hint.entity()).isEqualTo("0-2");
              assertThat(hint.items()).isEqualTo(Set.of("9", "7", "8", "10"));
            });
    String custom =
        "[{\"eventId\":1,\"subscriptionType\":\"object.creation\",\"objectTypeId\":\"2-55\",\"occurredAt\":1,"
            + "\"objectId\":9}]";
    assertThat(hints(custom).get(0).entity()).isEqualTo("2-55");
    String association =
        "[{\"eventId\":1,\"subscriptionType\":\"contact.associationChange\",\"occurredAt\":1,"
            + "\"associationType\":\"CONTACT_TO_COMPANY\",\"fromObjectId\":5,\"toObjectId\":6,"
            + "\"associationRemoved\":false,\"isPrimaryAssociation\":false}]";
    assertThat(hints(association))
        .extracting(WebhookHint::entity, WebhookHint::items)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("0-1", Set.of("5")),
            org.assertj.core.groups.Tuple.tuple("0-2", Set.of("6")));
    assertThat(
            hints(
                "[{\"eventId\":1,\"eventType\":\"deal.deletion\",\"occurredAt\":1,\"objectId\":\"77\"}]"))
        .extracting(WebhookHint::entity)
        .containsExactly("0-3");
    assertThat(
            hints(
                "[{\"eventId\":1,\"subscriptionType\":\"conversation.creation\",\"occurredAt\":1}]"))
        .isEmpty();
  }
}
