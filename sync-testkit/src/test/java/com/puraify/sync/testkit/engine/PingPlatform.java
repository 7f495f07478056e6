package com.puraify.sync.testkit.engine;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.webhook.ReplayWindow;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookKeys;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookReply;
import com.puraify.sync.webhook.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A platform named like the world's remote one, with the plainest webhooks there can be. */
final class PingPlatform implements Connector, WebhookReader {

  static final String KEY = "ping-key";
  private static final URI ADDRESS = URI.create("https://host.example/hooks/cloud");

  @Override
  public String platform() {
    return "cloud";
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    throw new IllegalStateException("configurations give this platform's entity directly");
  }

  @Override
  public Optional<WebhookReader> webhooks() {
    return Optional.of(this);
  }

  @Override
  public WebhookReading read(WebhookDelivery delivery, WebhookKeys keys, Instant now) {
    Json body = delivery.json();
    if (body.at("token").isText()) {
      return new WebhookReading.Handshake(
          Secret.of(body.at("token").text()), WebhookReply.text(200, "hello"));
    }
    if (body.at("crash").isTrue()) {
      throw new IllegalStateException("the reader has a bug");
    }
    List<Secret> known = keys.all();
    if (known.isEmpty()) {
      return WebhookReading.keyMissing();
    }
    String signature = delivery.header("X-Ping").orElse("");
    if (known.stream()
        .noneMatch(key -> WebhookSignature.hmacSha256(key, delivery.body()).isHex(signature))) {
      return WebhookReading.forged();
    }
    Instant at = Instant.parse(body.at("at").text());
    if (!ReplayWindow.of(Duration.ofMinutes(5)).contains(at, now)) {
      return WebhookReading.stale();
    }
    return WebhookReading.hints(
        List.of(
            new WebhookHint(
                body.at("id").text(),
                body.at("entity").textOrNull(),
                body.at("items").elements().stream().map(Json::text).collect(Collectors.toSet()),
                at)));
  }

  /** Returns a genuine delivery. */
  static WebhookDelivery ping(String id, @Nullable String entity, Instant at, String... items) {
    return signed(
        Json.object(
                each ->
                    each.put("id", id)
                        .put("entity", entity)
                        .put("at", at.toString())
                        .put("items", Json.array(List.of(items).stream().map(Json::of).toList())))
            .toString());
  }

  static WebhookDelivery signed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return delivery(bytes, WebhookSignature.hmacSha256(Secret.of(KEY), bytes).hex());
  }

  static WebhookDelivery delivery(byte[] body, String signature) {
    return WebhookDelivery.of("POST", ADDRESS, Map.of("x-ping", List.of(signature)), body);
  }
}
