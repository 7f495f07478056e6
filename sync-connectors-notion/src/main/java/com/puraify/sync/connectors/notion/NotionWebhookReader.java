package com.puraify.sync.connectors.notion;

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
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Notion posts: its handshake, and events that name pages and data sources but hold no
 * values. Thread-safe.
 *
 * <p>An event is dated when it happened, and is sent again for about a day with the same date; so
 * it is taken for {@link #WINDOW as long}.
 */
final class NotionWebhookReader implements WebhookReader {

  /** A day for Notion's attempts, the time for which it collects events, and clocks that differ. */
  static final ReplayWindow WINDOW = new ReplayWindow(Duration.ofHours(26), Duration.ofMinutes(15));

  private static final String SIGNATURE = "X-Notion-Signature";
  private static final String SCHEME = "sha256=";

  /** An event names so many blocks, and leaves out the others. */
  private static final int MOST_BLOCKS = 100;

  /** Events of a page that leave its properties and its place as they are. */
  private static final Set<String> NO_CHANGE =
      Set.of("page.locked", "page.unlocked", "page.transcription_block.transcript_deleted");

  @Override
  public WebhookReading read(WebhookDelivery delivery, WebhookKeys keys, Instant now) {
    Json body = delivery.json();
    if (body.at("verification_token").isText()) {
      return handshake(delivery, body.at("verification_token").text());
    }
    String subscription = body.at("subscription_id").textOrNull();
    List<Secret> known = keys.of(subscription == null ? "" : subscription);
    if (known.isEmpty()) {
      return WebhookReading.keyMissing();
    }
    if (known.stream().noneMatch(key -> isSigned(delivery, key))) {
      return WebhookReading.forged();
    }
    return event(body, now);
  }

  /** The token signs its own introduction. */
  private static WebhookReading handshake(WebhookDelivery delivery, String token) {
    if (token.isBlank()) {
      return WebhookReading.malformed("the verification_token is blank");
    }
    Secret key = Secret.of(token);
    if (delivery.header(SIGNATURE).isPresent() && !isSigned(delivery, key)) {
      return WebhookReading.forged();
    }
    return new WebhookReading.Handshake(key, WebhookReply.of(200));
  }

  private static boolean isSigned(WebhookDelivery delivery, Secret key) {
    String header = delivery.header(SIGNATURE).orElse("");
    return header.startsWith(SCHEME)
        && WebhookSignature.hmacSha256(key, delivery.body())
            .isHex(header.substring(SCHEME.length()));
  }

  private static WebhookReading event(Json body, Instant now) {
    String id = body.at("id").textOrNull();
    String type = body.at("type").textOrNull();
    Optional<Instant> at = time(body.at("timestamp").textOrNull());
    if (id == null || id.isBlank() || type == null || at.isEmpty()) {
      return WebhookReading.malformed("an event has an id, a type and a timestamp");
    }
    if (!WINDOW.contains(at.get(), now)) {
      return WebhookReading.stale();
    }
    if (type.startsWith("page.") && !NO_CHANGE.contains(type)) {
      return page(id, type, body, at.get());
    }
    if (type.startsWith("data_source.")) {
      return dataSource(id, type, body, at.get());
    }
    return WebhookReading.hints(List.of()); // comments, files, views and what may come
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static WebhookReading page(String id, String type, Json body, Instant at) {
    Optional<String> page = NotionIds.uuid(body.at("entity", "id").textOrNull());
    if (page.isEmpty()) {
      return WebhookReading.malformed("an event of a page names the page");
    }
    Json parent = body.at("data", "parent");
    Optional<String> source = NotionIds.uuid(parent.at("data_source_id").textOrNull());
    if (type.equals("page.moved")) {
      // Where it came from is not said, and concerns the sync that has it.
      return hint(WebhookHint.item(id, null, page.get(), at));
    }
    if (source.isPresent()) {
      return hint(WebhookHint.item(id, source.get(), page.get(), at));
    }
    return "database".equals(parent.at("type").textOrNull()) // as sent before data sources
        ? hint(WebhookHint.item(id, null, page.get(), at))
        : WebhookReading.hints(List.of());
  }

  private static WebhookReading dataSource(String id, String type, Json body, Instant at) {
    Optional<String> source = NotionIds.uuid(body.at("entity", "id").textOrNull());
    if (source.isEmpty()) {
      return WebhookReading.malformed("an event of a data source names the data source");
    }
    if (!type.equals("data_source.content_updated")) {
      return hint(WebhookHint.entity(id, source.get(), at));
    }
    List<Json> rows = body.at("data", "updated_blocks").elements();
    Set<String> pages =
        rows.stream()
            .filter(row -> "page".equals(row.at("type").textOrNull()))
            .map(row -> NotionIds.uuid(row.at("id").textOrNull()))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return pages.isEmpty() || pages.size() < rows.size() || rows.size() >= MOST_BLOCKS
        ? hint(WebhookHint.entity(id, source.get(), at))
        : hint(new WebhookHint(id, source.get(), pages, at));
  }

  private static WebhookReading hint(WebhookHint hint) {
    return WebhookReading.hints(List.of(hint));
  }
}
