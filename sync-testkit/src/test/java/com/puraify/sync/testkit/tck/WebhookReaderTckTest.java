package com.puraify.sync.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.webhook.ReplayWindow;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The kit passes an honest reader, and finds each dishonest one. */
class WebhookReaderTckTest {

  private static final Duration WIDTH = Duration.ofMinutes(5);

  /** What a reader may get wrong. */
  private record Flaws(
      boolean attemptInId,
      boolean oneId,
      boolean believesAll,
      boolean believesUnsigned,
      boolean believesWithoutKey,
      boolean firstKeyOnly,
      boolean trustsItsInput,
      boolean timeless,
      boolean talkative) {

    static final Flaws NONE =
        new Flaws(false, false, false, false, false, false, false, false, false);
  }

  private static WebhookReader reader(Flaws flaws) {
    return (delivery, keys, now) -> {
      if (flaws.trustsItsInput()) {
        String text = new String(delivery.body(), StandardCharsets.UTF_8);
        if (!text.startsWith("{\"id\"")) {
          throw new IllegalStateException("not what I expected");
        }
      }
      if (flaws.talkative() && keys.all().size() == 1) {
        try {
          delivery.json().at("id").text();
        } catch (RuntimeException e) {
          return WebhookReading.malformed(new String(delivery.body(), StandardCharsets.UTF_8));
        }
      }
      String signature = delivery.header("X-Signature").orElse("");
      List<Secret> known =
          flaws.firstKeyOnly() && keys.all().size() > 1 ? keys.all().subList(0, 1) : keys.all();
      if (known.isEmpty() && !flaws.believesWithoutKey()) {
        return WebhookReading.keyMissing();
      }
      boolean fits =
          known.stream()
              .anyMatch(key -> WebhookSignature.hmacSha256(key, delivery.body()).isHex(signature));
      boolean believed =
          fits
              || flaws.believesAll()
              || (flaws.believesUnsigned() && signature.isEmpty())
              || (flaws.believesWithoutKey() && known.isEmpty());
      if (!believed) {
        return WebhookReading.forged();
      }
      Json json = delivery.json();
      String id = json.at("id").textOrNull();
      String sent = json.at("at").textOrNull();
      if (id == null || sent == null) {
        return WebhookReading.malformed("a message has an id and a time");
      }
      Instant at = Instant.parse(sent);
      if (!flaws.timeless() && !ReplayWindow.of(WIDTH).contains(at, now)) {
        return WebhookReading.stale();
      }
      String own =
          flaws.oneId() ? "message" : id + (flaws.attemptInId() ? json.at("attempt").number() : "");
      return WebhookReading.hints(List.of(WebhookHint.item(own, null, "i1", at)));
    };
  }

  /** Gives the kit one reader. */
  private static final class Kit extends WebhookReaderTck implements WebhooksUnderTest {
    private final AtomicInteger keys = new AtomicInteger();
    private final WebhookReader reader;

    Kit(Flaws flaws) {
      this.reader = WebhookReaderTckTest.reader(flaws);
    }

    @Override
    protected WebhooksUnderTest webhooks() {
      return this;
    }

    @Override
    public String platform() {
      return "demo";
    }

    @Override
    public WebhookReader reader() {
      return reader;
    }

    @Override
    public Secret key() {
      return Secret.of("key-" + keys.incrementAndGet());
    }

    @Override
    public byte[] message(Instant at, int attempt) {
      return ("{\"id\":\"m" + at + "\",\"at\":\"" + at + "\",\"attempt\":" + attempt + "}")
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public WebhookDelivery sign(byte[] body, Secret key, Instant sent) {
      return delivery(
          body, Map.of("X-Signature", List.of(WebhookSignature.hmacSha256(key, body).hex())));
    }

    @Override
    public WebhookDelivery unsigned(byte[] body) {
      return delivery(body, Map.of());
    }

    private static WebhookDelivery delivery(byte[] body, Map<String, List<String>> headers) {
      return WebhookDelivery.of("POST", URI.create("https://host.example/"), headers, body);
    }

    @Override
    public Optional<Duration> replayWindow() {
      return Optional.of(WIDTH);
    }
  }

  private static final Map<String, Consumer<Kit>> RULES =
      Map.of(
          "HOOK-1", Kit::HOOK_1_genuineMessage_isReadAsTheSameHints_howeverOftenItIsSent,
          "HOOK-2", Kit::HOOK_2_alteredBody_isRefused,
          "HOOK-3", Kit::HOOK_3_signatureThatIsMissingOrOfAnotherKey_isRefused,
          "HOOK-4", Kit::HOOK_4_withoutAKey_nothingIsBelieved,
          "HOOK-4 keys", Kit::HOOK_4_anyOfSeveralKeys_willDo,
          "HOOK-5", Kit::HOOK_5_whatMakesNoSense_isRefusedAndNothingElse,
          "HOOK-6", Kit::HOOK_6_deliveryOutsideTheReplayWindow_isRefused,
          "HOOK-7", Kit::HOOK_7_refusals_repeatNothingOfKeyOrBody);

  private static Consumer<Kit> rule(String name) {
    return kit -> {
      kit.begin();
      RULES.get(name).accept(kit);
    };
  }

  private static void finds(String rule, Flaws flaws) {
    assertThatThrownBy(() -> rule(rule).accept(new Kit(flaws)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(rule.split(" ", -1)[0] + ": ")
        .hasMessageContaining("to do:");
  }

  @Test
  void honestReader_passes() {
    RULES
        .keySet()
        .forEach(
            rule ->
                assertThatCode(() -> rule(rule).accept(new Kit(Flaws.NONE)))
                    .as(rule)
                    .doesNotThrowAnyException());
    assertThat(new Kit(Flaws.NONE).subject().at("webhooks").text()).isEqualTo("demo");
  }

  @Test
  void dishonestReaders_areFound() {
    finds("HOOK-1", new Flaws(true, false, false, false, false, false, false, false, false));
    finds("HOOK-1", new Flaws(false, true, false, false, false, false, false, false, false));
    finds("HOOK-2", new Flaws(false, false, true, false, false, false, false, false, false));
    finds("HOOK-3", new Flaws(false, false, true, false, false, false, false, false, false));
    finds("HOOK-3", new Flaws(false, false, false, true, false, false, false, false, false));
    finds("HOOK-4", new Flaws(false, false, false, false, true, false, false, false, false));
    finds("HOOK-4 keys", new Flaws(false, false, false, false, false, true, false, false, false));
    finds("HOOK-5", new Flaws(false, false, false, false, false, false, true, false, false));
    finds("HOOK-6", new Flaws(false, false, false, false, false, false, false, true, false));
    finds("HOOK-7", new Flaws(false, false, false, false, false, false, false, false, true));
  }
}
