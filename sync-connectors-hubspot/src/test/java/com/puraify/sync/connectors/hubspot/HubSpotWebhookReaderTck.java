package com.puraify.sync.connectors.hubspot;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class HubSpotWebhookReaderTck extends WebhookReaderTck {

  @Override
  protected WebhooksUnderTest webhooks() {
    return new HubSpotWebhooks();
  }

  /** What HubSpot posts about a contact, signed in its third way. */
  private static final class HubSpotWebhooks implements WebhooksUnderTest {
    private static final String ADDRESS = "https://host.example/hooks/hubspot";

    private final AtomicInteger keys = new AtomicInteger();

    @Override
    public String platform() {
      return HubSpot.PLATFORM;
    }

    @Override
    public WebhookReader reader() {
      return new HubSpotConnector().webhooks().orElseThrow();
    }

    @Override
    public Secret key() {
      return Secret.of("app-secret-" + keys.incrementAndGet());
    }

    @Override
    public byte[] message(Instant at, int attempt) {
      return ("[{\"eventId\":100,\"subscriptionId\":2,\"portalId\":3,\"appId\":4,\"occurredAt\":"
              + at.toEpochMilli()
              + ",\"subscriptionType\":\"contact.propertyChange\",\"attemptNumber\":"
              + (attempt - 1)
              + ",\"objectId\":123,\"propertyName\":\"email\",\"propertyValue\":\"a@example.com\","
              + "\"changeSource\":\"CRM_UI\"}]")
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public WebhookDelivery sign(byte[] body, Secret key, Instant sent) {
      String millis = Long.toString(sent.toEpochMilli());
      return delivery(
          body,
          Map.of(
              "X-HubSpot-Signature-v3",
              List.of(
                  WebhookSignature.hmacSha256(
                          key,
                          ("POST" + ADDRESS).getBytes(StandardCharsets.UTF_8),
                          body,
                          millis.getBytes(StandardCharsets.UTF_8))
                      .base64()),
              "X-HubSpot-Request-Timestamp",
              List.of(millis)));
    }

    @Override
    public WebhookDelivery unsigned(byte[] body) {
      return delivery(body, Map.of());
    }

    private static WebhookDelivery delivery(byte[] body, Map<String, List<String>> headers) {
      return WebhookDelivery.of("POST", URI.create(ADDRESS), headers, body);
    }

    @Override
    public Optional<Duration> replayWindow() {
      return Optional.of(HubSpotWebhookReader.WINDOW.past());
    }
  }
}
