package com.puraify.sync.connectors.notion;

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

class NotionWebhookReaderTck extends WebhookReaderTck {

  @Override
  protected WebhooksUnderTest webhooks() {
    return new NotionWebhooks();
  }

  /** What Notion posts about a page in a data source. */
  private static final class NotionWebhooks implements WebhooksUnderTest {
    private final AtomicInteger keys = new AtomicInteger();

    @Override
    public String platform() {
      return Notion.PLATFORM;
    }

    @Override
    public WebhookReader reader() {
      return new NotionConnector().webhooks().orElseThrow();
    }

    @Override
    public Secret key() {
      return Secret.of("secret_" + keys.incrementAndGet());
    }

    @Override
    public byte[] message(Instant at, int attempt) {
      return ("{\"id\":\"event-of-"
              + at
              + "\",\"timestamp\":\""
              + at
              + "\",\"subscription_id\":\"s\",\"type\":\"page.properties_updated\",\"attempt_number\":"
              + attempt
              + ",\"entity\":{\"id\":\"11111111-aaaa-4aaa-8aaa-111111111111\",\"type\":\"page\"},"
              + "\"data\":{\"parent\":{\"id\":\"33333333-cccc-4ccc-8ccc-333333333333\",\"type\":"
              + "\"database\",\"data_source_id\":\"22222222-bbbb-4bbb-8bbb-222222222222\"}}}")
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public WebhookDelivery sign(byte[] body, Secret key, Instant sent) {
      return delivery(
          body,
          Map.of(
              "X-Notion-Signature",
              List.of("sha256=" + WebhookSignature.hmacSha256(key, body).hex())));
    }

    @Override
    public WebhookDelivery unsigned(byte[] body) {
      return delivery(body, Map.of());
    }

    private static WebhookDelivery delivery(byte[] body, Map<String, List<String>> headers) {
      return WebhookDelivery.of(
          "POST", URI.create("https://host.example/hooks/notion"), headers, body);
    }

    @Override
    public Optional<Duration> replayWindow() {
      return Optional.of(NotionWebhookReader.WINDOW.past());
    }
  }
}
