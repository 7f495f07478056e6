package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.testkit.tck.WebhookReaderTck;
import com.puraify.sync.testkit.tck.WebhooksUnderTest;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The certification kit for readers of webhooks, on Airtable's pings. */
class AirtablePingsTck extends WebhookReaderTck {

  @Override
  protected WebhooksUnderTest webhooks() {
    return new Pings();
  }

  /** What Airtable posts about a base. */
  private static final class Pings implements WebhooksUnderTest {
    private final AtomicInteger keys = new AtomicInteger();

    @Override
    public String platform() {
      return Airtable.PLATFORM;
    }

    @Override
    public WebhookReader reader() {
      return new AirtableConnector().webhooks().orElseThrow();
    }

    @Override
    public Secret key() {
      byte[] bytes = ("key " + keys.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
      return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public byte[] message(Instant at, int attempt) {
      return ("{\"base\":{\"id\":\"appAAAAAAAAAAAAAA\"},\"webhook\":{\"id\":\"achAAAAAAAAAAAAAA\"},"
              + "\"timestamp\":\""
              + at
              + "\"}")
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public WebhookDelivery sign(byte[] body, Secret key, Instant sent) {
      byte[] secret = Base64.getDecoder().decode(key.reveal());
      String mac = "hmac-sha256=" + WebhookSignature.hmacSha256(secret, body).hex();
      return delivery(body, Map.of("X-Airtable-Content-MAC", List.of(mac)));
    }

    @Override
    public WebhookDelivery unsigned(byte[] body) {
      return delivery(body, Map.of());
    }

    private static WebhookDelivery delivery(byte[] body, Map<String, List<String>> headers) {
      return WebhookDelivery.of(
          "POST", URI.create("https://host.example/hooks/airtable"), headers, body);
    }

    @Override
    public Optional<Duration> replayWindow() {
      return Optional.of(AirtablePings.WINDOW.past());
    }
  }
}
