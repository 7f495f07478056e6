package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A webhook and its log. Guarded by the lock of the workspace. */
final class WebhookRecord {
  /** How long a webhook lives, a log entry is kept, and an expired webhook can be read. */
  static final Duration LIFE = Duration.ofDays(7);

  /** One entry of the log. */
  record Entry(long number, Instant at, JsonNode payload) {}

  final String id;
  final byte[] secret;
  final @Nullable String url;
  final JsonNode specification;
  final String client;
  final Deque<Entry> log = new ArrayDeque<>();
  Instant expires;
  long next = 1;
  boolean notifies;
  boolean enabled = true;

  /** When the next ping is to be sent, or null when none is. */
  @Nullable Instant pingDue;

  int failedPings;
  @Nullable Instant lastSuccess;
  @Nullable ObjectNode lastResult;

  WebhookRecord(
      String id,
      byte[] secret,
      @Nullable String url,
      JsonNode specification,
      String client,
      Instant now) {
    this.id = id;
    this.secret = secret;
    this.url = url;
    this.specification = specification;
    this.client = client;
    this.expires = now.plus(LIFE);
    this.notifies = url != null;
  }

  boolean isActive(Instant now) {
    return enabled && now.isBefore(expires);
  }

  boolean isGone(Instant now) {
    return !now.isBefore(expires.plus(LIFE));
  }

  JsonNode filters() {
    return specification.path("options").path("filters");
  }

  JsonNode includes() {
    return specification.path("options").path("includes");
  }

  /** Returns the id of the table or view that the webhook is limited to, empty for the base. */
  String scope() {
    return filters().path("recordChangeScope").asText();
  }

  void add(Instant now, JsonNode payload) {
    log.addLast(new Entry(next, now, payload));
    next++;
    if (notifies && pingDue == null) {
      pingDue = now;
    }
  }

  /** Forgets what has been kept long enough. */
  void forget(Instant now) {
    while (!log.isEmpty() && !now.isBefore(log.getFirst().at().plus(LIFE))) {
      log.removeFirst();
    }
  }

  ObjectNode shown() {
    ObjectNode shown = Json.object().put("id", id).put("areNotificationsEnabled", notifies);
    shown.put("isHookEnabled", enabled).put("cursorForNextPayload", next);
    shown.put("notificationUrl", url).put("expirationTime", Times.shown(expires));
    shown.put(
        "lastSuccessfulNotificationTime", lastSuccess == null ? null : Times.shown(lastSuccess));
    shown.set("lastNotificationResult", lastResult);
    shown.set("specification", specification.deepCopy());
    return shown;
  }
}
