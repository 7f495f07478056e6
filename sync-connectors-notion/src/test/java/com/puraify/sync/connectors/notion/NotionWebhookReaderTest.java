package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookKeys;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotionWebhookReaderTest {

  private static final Instant NOW = Instant.parse("2026-09-20T10:07:00Z");
  private static final Secret KEY = Secret.of("secret_of_the_subscription");
  private static final String PAGE = "11111111-aaaa-4aaa-8aaa-111111111111";
  private static final String SOURCE = "22222222-bbbb-4bbb-8bbb-222222222222";
  private static final String IN_SOURCE =
      "{\"id\":\"33333333-cccc-4ccc-8ccc-333333333333\",\"type\":\"database\",\"data_source_id\":\""
          + SOURCE
          + "\"}";

  private final NotionWebhookReader reader = new NotionWebhookReader();

  private static String event(String type, String kind, String entity, String data) {
    return "{\"id\":\"e1\",\"timestamp\":\"2026-09-20T10:06:41.120Z\",\"workspace_id\":\"w\","
        + "\"subscription_id\":\"s1\",\"integration_id\":\"i\",\"type\":\""
        + type
        + "\",\"authors\":[],\"attempt_number\":1,\"api_version\":\"2026-03-11\",\"entity\":{\"id\":\""
        + entity
        + "\",\"type\":\""
        + kind
        + "\"},\"data\":{"
        + data
        + "}}";
  }

  private static String page(String type, String parent) {
    return event(type, "page", PAGE, "\"parent\":" + parent);
  }

  private static WebhookDelivery delivery(String body, String signature) {
    return WebhookDelivery.of(
        "POST",
        URI.create("https://host.example/hooks"),
        Map.of("x-notion-signature", List.of(signature)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(Secret key, String body) {
    return "sha256="
        + WebhookSignature.hmacSha256(key, body.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private WebhookReading read(String body, Instant now) {
    return reader.read(delivery(body, signature(KEY, body)), only(KEY), now);
  }

  private WebhookReading read(String body) {
    return read(body, NOW);
  }

  private static WebhookKeys only(Secret... keys) {
    return subscription -> List.of(keys);
  }

  private static List<WebhookHint> hints(WebhookReading reading) {
    return ((WebhookReading.Hints) reading).hints();
  }

  private static int status(WebhookReading reading) {
    return ((WebhookReading.Refused) reading).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page.created",
        "page.content_updated",
        "page.properties_updated",
        "page.deleted",
        "page.undeleted",
        "page.something_new"
      })
  void eventOfAPage_namesThePageAndItsDataSource(String type) {
    assertThat(hints(read(page(type, IN_SOURCE))))
        .containsExactly(
            WebhookHint.item("e1", SOURCE, PAGE, Instant.parse("2026-09-20T10:06:41.120Z")));
  }

  @Test
  void movedPage_concernsWhicheverDataSourceItCameFrom() {
    assertThat(hints(read(page("page.moved", IN_SOURCE))))
        .singleElement()
        .matches(hint -> hint.entity() == null && hint.items().equals(Set.of(PAGE)));
    assertThat(hints(read(page("page.moved", "{\"id\":\"p\",\"type\":\"page\"}"))))
        .singleElement()
        .matches(hint -> hint.entity() == null);
  }

  @Test
  void eventOfAPageAsSentBeforeDataSources_isKeptForEveryDataSource() {
    assertThat(hints(read(page("page.deleted", "{\"id\":\"d\",\"type\":\"database\"}"))))
        .singleElement()
        .matches(hint -> hint.entity() == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.locked", "page.unlocked", "comment.created", "view.updated", "x"})
  void eventThatChangesNoRow_isNoHint(String type) {
    assertThat(hints(read(page(type, IN_SOURCE)))).isEmpty();
  }

  @Test
  void pageOutsideOfAnyDataSource_isNoHint() {
    assertThat(hints(read(page("page.created", "{\"id\":\"p\",\"type\":\"page\"}")))).isEmpty();
    assertThat(hints(read(page("page.deleted", "{\"id\":\"w\",\"type\":\"space\"}")))).isEmpty();
  }

  @Test
  void rowsOfADataSource_areNamed_unlessThereMayBeMore() {
    String rows = "{\"id\":\"" + PAGE + "\",\"type\":\"page\"}";
    String type = "data_source.content_updated";

    assertThat(hints(read(event(type, "data_source", SOURCE, "\"updated_blocks\":[" + rows + "]"))))
        .singleElement()
        .matches(hint -> SOURCE.equals(hint.entity()) && hint.items().equals(Set.of(PAGE)));
    String hundred = (rows + ",").repeat(99) + rows;
    for (String data :
        List.of("\"updated_blocks\":[" + hundred + "]", "\"updated_blocks\":[]", "")) {
      assertThat(hints(read(event(type, "data_source", SOURCE, data))))
          .singleElement()
          .matches(hint -> SOURCE.equals(hint.entity()) && hint.items().isEmpty());
    }
  }

  @Test
  void changedSchema_isAHintAtTheWholeDataSource() {
    assertThat(hints(read(event("data_source.schema_updated", "data_source", SOURCE, ""))))
        .singleElement()
        .matches(hint -> SOURCE.equals(hint.entity()) && hint.items().isEmpty());
  }

  @Test
  void idWithoutDashes_isTheSameId() {
    String bare = PAGE.replace("-", "").toUpperCase(Locale.ROOT);

    assertThat(hints(read(event("page.created", "page", bare, "\"parent\":" + IN_SOURCE))))
        .singleElement()
        .matches(hint -> hint.items().equals(Set.of(PAGE)));
  }

  @Test
  void wrongSignature_isForged() {
    String body = page("page.created", IN_SOURCE);
    String good = signature(KEY, body);

    for (String bad :
        List.of(
            "",
            "sha256=",
            good.substring("sha256=".length()),
            good.replace("sha256=", "sha1="),
            good + "00",
            signature(Secret.of("another"), body),
            signature(KEY, body + " "))) {
      assertThat(status(reader.read(delivery(body, bad), only(KEY), NOW))).isEqualTo(401);
    }
    assertThat(status(reader.read(delivery(body + "\n", good), only(KEY), NOW))).isEqualTo(401);
    assertThat(reader.read(delivery(body, good), only(Secret.of("old"), KEY), NOW))
        .as("any of the known keys will do")
        .isInstanceOf(WebhookReading.Hints.class);
  }

  @Test
  void keyOfTheSubscription_isAskedFor() {
    String body = page("page.created", IN_SOURCE);

    assertThat(
            reader.read(
                delivery(body, signature(KEY, body)),
                subscription -> subscription.equals("s1") ? List.of(KEY) : List.of(),
                NOW))
        .isInstanceOf(WebhookReading.Hints.class);
  }

  @Test
  void withoutAKey_nothingIsBelieved() {
    String body = page("page.created", IN_SOURCE);

    assertThat(status(reader.read(delivery(body, signature(KEY, body)), only(), NOW)))
        .isEqualTo(503);
  }

  @Test
  void eventOfADayAgo_isTheLastAttempt_andOneOfTwoDaysAgoAReplay() {
    String body = page("page.created", IN_SOURCE);

    assertThat(read(body, NOW.plus(Duration.ofHours(25)))).isInstanceOf(WebhookReading.Hints.class);
    assertThat(status(read(body, NOW.plus(Duration.ofDays(2))))).isEqualTo(400);
    assertThat(status(read(body, NOW.minus(Duration.ofHours(1))))).isEqualTo(400);
  }

  @Test
  void malformedEvents_areRefused() {
    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "7",
            "{\"id\":\"e\",\"type\":\"page.created\"}",
            page("page.created", IN_SOURCE).replace("2026-09-20T10:06:41.120Z", "yesterday"),
            page("page.created", IN_SOURCE).replace("\"e1\"", "null"),
            page("page.created", IN_SOURCE).replace(PAGE, "not an id"),
            event("data_source.content_updated", "data_source", "x", ""))) {
      assertThat(status(read(body))).as(body).isEqualTo(400);
    }
    for (String body : List.of("<html>", "{\"id\":", "{\"a\":1,\"a\":2}")) {
      assertThatThrownBy(() -> read(body))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.PROTOCOL));
    }
  }

  @Test
  void handshake_isSignedWithTheTokenThatItBrings() {
    String body = "{\"verification_token\":\"secret_new\"}";

    WebhookReading reading =
        reader.read(delivery(body, signature(Secret.of("secret_new"), body)), only(), NOW);

    assertThat(reading)
        .isInstanceOfSatisfying(
            WebhookReading.Handshake.class,
            handshake -> {
              assertThat(handshake.token().reveal()).isEqualTo("secret_new");
              assertThat(handshake.reply().status()).isEqualTo(200);
            });
    assertThat(reading.toString()).doesNotContain("secret_new");
    assertThat(status(reader.read(delivery(body, signature(KEY, body)), only(), NOW)))
        .isEqualTo(401);
    assertThat(status(read("{\"verification_token\":\" \"}"))).isEqualTo(400);
  }
}
