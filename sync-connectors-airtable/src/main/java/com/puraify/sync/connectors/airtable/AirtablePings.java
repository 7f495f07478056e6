package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.webhook.ReplayWindow;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookKeys;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookSignature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Airtable's pings, which say that something happened in a base, and not what. Airtable signs
 * the raw body with the secret of the webhook, which it told once, in Base64.
 */
final class AirtablePings implements WebhookReader {

  private static final String SIGNATURE = "X-Airtable-Content-MAC";
  private static final String SCHEME = "hmac-sha256=";

  /** Airtable tries for about a day to deliver a ping. */
  static final ReplayWindow WINDOW = new ReplayWindow(Duration.ofDays(2), Duration.ofMinutes(10));

  @Override
  public WebhookReading read(WebhookDelivery delivery, WebhookKeys keys, Instant now) {
    Json ping = delivery.json();
    String base = ping.at("base", "id").textOrNull();
    String webhook = ping.at("webhook", "id").textOrNull();
    if (base == null || webhook == null) {
      return WebhookReading.malformed("a ping that names a base and a webhook was expected");
    }
    List<Secret> known = keys.of(AirtableSubscriptions.id(base, webhook));
    if (known.isEmpty()) {
      return WebhookReading.keyMissing();
    }
    String given = delivery.header(SIGNATURE).orElse("");
    byte[] body = delivery.body();
    if (!given.startsWith(SCHEME)
        || known.stream().noneMatch(key -> fits(key, body, given.substring(SCHEME.length())))) {
      return WebhookReading.forged();
    }
    Instant at = time(ping);
    if (at == null) {
      return WebhookReading.malformed("a ping with a timestamp was expected");
    }
    return WINDOW.contains(at, now)
        ? WebhookReading.hints(List.of(WebhookHint.entity(webhook + " " + at, base, at)))
        : WebhookReading.stale();
  }

  private static boolean fits(Secret key, byte[] body, String given) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(key.reveal().strip());
    } catch (IllegalArgumentException e) {
      return false; // not a key of Airtable's
    }
    return secret.length > 0 && WebhookSignature.hmacSha256(secret, body).isHex(given);
  }

  private static @Nullable Instant time(Json ping) {
    String text = ping.at("timestamp").textOrNull();
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
