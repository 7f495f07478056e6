package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookKeys;
import com.puraify.sync.webhook.WebhookReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The certification kit for readers of webhooks: the rules HOOK of {@code docs/contract.md}.
 *
 * <p>A connector certifies by a test class that extends this one and says what its platform sends.
 * The tests are named after their rules, and end as those of {@link ConnectorTck} do.
 */
@ExtendWith(Certification.class)
public abstract class WebhookReaderTck implements Certified {

  private static final Instant NOW = Instant.parse("2026-09-20T10:00:00Z");

  private WebhooksUnderTest webhooks;
  private Secret key;
  private byte[] body;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init")
  protected WebhookReaderTck() {}

  /** Returns what is tried. Called once a test. */
  protected abstract WebhooksUnderTest webhooks();

  @BeforeEach
  void begin() {
    webhooks = webhooks();
    key = webhooks.key();
    body = webhooks.message(NOW, 1);
  }

  @Override
  public Json subject() {
    return Json.object(each -> each.put("webhooks", webhooks().platform()));
  }

  private static WebhookKeys known(Secret... keys) {
    return subscription -> List.of(keys);
  }

  private WebhookReading read(WebhookDelivery delivery, WebhookKeys keys, Instant now) {
    return webhooks.reader().read(delivery, keys, now);
  }

  private List<WebhookHint> genuine(byte[] message, Instant now, WebhookKeys keys, String rule) {
    WebhookReading reading = read(webhooks.sign(message, key, now), keys, now);
    if (reading instanceof WebhookReading.Hints hints && !hints.hints().isEmpty()) {
      return hints.hints();
    }
    throw breach(rule, "a genuine message was read as " + shown(reading), "read it as hints");
  }

  private AssertionError breach(String rule, String seen, String remedy) {
    return Breach.of(rule, webhooks.platform() + " webhooks", seen, remedy);
  }

  /** Nothing of what a reading holds belongs into a message. */
  private static String shown(@Nullable WebhookReading reading) {
    if (reading instanceof WebhookReading.Refused refused) {
      return "a refusal with " + refused.status();
    }
    if (reading instanceof WebhookReading.Hints hints) {
      return hints.hints().size() + " hints";
    }
    return reading == null ? "null" : "a handshake";
  }

  private void refused(String rule, int status, String what, WebhookReading reading) {
    if (!(reading instanceof WebhookReading.Refused no) || no.status() != status) {
      throw breach(
          rule, what + " was read as " + shown(reading), "refuse it with status " + status);
    }
  }

  @Test
  void HOOK_1_genuineMessage_isReadAsTheSameHints_howeverOftenItIsSent() {
    List<WebhookHint> first = genuine(body, NOW, known(key), "HOOK-1");
    List<WebhookHint> again = genuine(body, NOW, known(key), "HOOK-1");
    List<WebhookHint> retried =
        genuine(webhooks.message(NOW, 2), NOW.plusSeconds(60), known(key), "HOOK-1");
    for (List<WebhookHint> other : List.of(again, retried)) {
      if (!other.stream()
          .map(WebhookHint::delivery)
          .toList()
          .equals(first.stream().map(WebhookHint::delivery).toList())) {
        throw breach(
            "HOOK-1",
            "one message, sent twice, has two delivery ids",
            "make the id of what stays the same when the message is sent again");
      }
    }
    if (first.stream().anyMatch(hint -> hint.delivery().isBlank())) {
      throw breach("HOOK-1", "a delivery id is blank", "give each message an id");
    }
    List<WebhookHint> later =
        genuine(
            webhooks.message(NOW.plusSeconds(90), 1), NOW.plusSeconds(90), known(key), "HOOK-1");
    if (first.stream().map(WebhookHint::delivery).anyMatch(ids(later)::contains)) {
      throw breach(
          "HOOK-1",
          "two messages of different times have the same delivery id",
          "put into the id what tells messages apart");
    }
  }

  private static List<String> ids(List<WebhookHint> hints) {
    return hints.stream().map(WebhookHint::delivery).toList();
  }

  @Test
  void HOOK_2_alteredBody_isRefused() {
    WebhookDelivery genuine = webhooks.sign(body, key, NOW);
    for (int at = 0; at < body.length; at += Math.max(1, body.length / 64)) {
      byte[] altered = body.clone();
      altered[at] ^= 1;
      refusedAsForged("HOOK-2", "a body that was altered at byte " + at, with(genuine, altered));
    }
    byte[] longer = Arrays.copyOf(body, body.length + 1);
    longer[body.length] = '\n';
    refusedAsForged("HOOK-2", "a body with a line end more", with(genuine, longer));
    refusedAsForged(
        "HOOK-2", "a body that lacks its end", with(genuine, Arrays.copyOf(body, body.length - 1)));
  }

  private static WebhookDelivery with(WebhookDelivery genuine, byte[] body) {
    return genuine.withBody(body);
  }

  /** What is no JSON any more may as well be malformed; it must just not be believed. */
  private void refusedAsForged(String rule, String what, WebhookDelivery delivery) {
    WebhookReading reading;
    try {
      reading = read(delivery, known(key), NOW);
    } catch (ConnectorException e) {
      return;
    }
    if (!(reading instanceof WebhookReading.Refused no)
        || (no.status() != 401 && no.status() != 400)) {
      throw breach(
          rule, what + " was read as " + shown(reading), "check the signature over the raw body");
    }
  }

  @Test
  void HOOK_3_signatureThatIsMissingOrOfAnotherKey_isRefused() {
    refused(
        "HOOK-3",
        401,
        "a delivery without a signature",
        read(webhooks.unsigned(body), known(key), NOW));
    refused(
        "HOOK-3",
        401,
        "a delivery under another key",
        read(webhooks.sign(body, webhooks.key(), NOW), known(key), NOW));
  }

  @Test
  void HOOK_4_withoutAKey_nothingIsBelieved() {
    refused(
        "HOOK-4",
        503,
        "a delivery for which there is no key",
        read(webhooks.sign(body, key, NOW), known(), NOW));
  }

  @Test
  void HOOK_4_anyOfSeveralKeys_willDo() {
    genuine(body, NOW, known(webhooks.key(), key), "HOOK-4");
    genuine(body, NOW, known(key, webhooks.key()), "HOOK-4");
  }

  @Test
  void HOOK_5_whatMakesNoSense_isRefusedAndNothingElse() {
    for (String text :
        List.of(
            "",
            "null",
            "7",
            "\"text\"",
            "{}",
            "[]",
            "[null]",
            "[{}]",
            "{\"id\":null}",
            "<html>",
            "{\"a\":",
            "{\"a\":1,\"a\":2}",
            "[".repeat(500) + "]".repeat(500))) {
      trySense(text.getBytes(StandardCharsets.UTF_8));
    }
    trySense(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'});
    trySense(Arrays.copyOf(body, body.length / 2));
  }

  private void trySense(byte[] nonsense) {
    for (WebhookDelivery delivery :
        List.of(webhooks.sign(nonsense, key, NOW), webhooks.unsigned(nonsense))) {
      try {
        WebhookReading reading = read(delivery, known(key), NOW);
        boolean harmless =
            reading instanceof WebhookReading.Refused
                || (reading instanceof WebhookReading.Hints hints && hints.hints().isEmpty());
        if (!harmless) {
          throw breach(
              "HOOK-5", "nonsense was read as " + shown(reading), "refuse it with status 400");
        }
      } catch (ConnectorException e) {
        if (e.kind() != ConnectorException.Kind.PROTOCOL) {
          throw breach("HOOK-5", "nonsense ended in " + e.kind(), "throw PROTOCOL, or refuse it");
        }
      } catch (RuntimeException e) {
        throw breach(
            "HOOK-5",
            "nonsense ended in " + e.getClass().getSimpleName(),
            "refuse it, or let the ConnectorException of Json through");
      }
    }
  }

  @Test
  void HOOK_6_deliveryOutsideTheReplayWindow_isRefused() {
    Optional<Duration> window = webhooks.replayWindow();
    Assumptions.assumeTrue(window.isPresent(), "the platform signs no time");
    WebhookDelivery delivery = webhooks.sign(body, key, NOW);
    Duration width = window.orElseThrow();
    genuineAt(delivery, NOW.plus(width).minusSeconds(1));
    refused(
        "HOOK-6",
        400,
        "a delivery older than " + width,
        read(delivery, known(key), NOW.plus(width).plusSeconds(1)));
    refused(
        "HOOK-6",
        400,
        "a delivery of tomorrow",
        read(delivery, known(key), NOW.minus(Duration.ofDays(1))));
  }

  private void genuineAt(WebhookDelivery delivery, Instant now) {
    WebhookReading reading = read(delivery, known(key), now);
    if (!(reading instanceof WebhookReading.Hints)) {
      throw breach(
          "HOOK-6", "a delivery within the window was read as " + shown(reading), "believe it");
    }
  }

  @Test
  void HOOK_7_refusals_repeatNothingOfKeyOrBody() {
    String secret = "hunter2-in-the-body";
    byte[] telling =
        ("{\"id\":\"" + secret + "\",\"x\":[\"" + secret + "\"").getBytes(StandardCharsets.UTF_8);
    for (WebhookDelivery delivery :
        List.of(
            webhooks.sign(telling, key, NOW),
            webhooks.unsigned(telling),
            webhooks.sign(body, webhooks.key(), NOW))) {
      String said;
      try {
        said = String.valueOf(read(delivery, known(key), NOW));
      } catch (ConnectorException e) {
        said = String.valueOf(e.getMessage());
      }
      if (said.contains(secret) || said.contains(key.reveal())) {
        throw breach(
            "HOOK-7", "a refusal repeats the key or the body", "say what was expected instead");
      }
    }
  }
}
