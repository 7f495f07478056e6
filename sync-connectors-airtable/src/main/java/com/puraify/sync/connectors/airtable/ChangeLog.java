package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook's log of what happened to a table's records: which were created, changed and destroyed,
 * in order. Its values are never used, for they come in another form than those of records; what
 * changed is read again. Immutable.
 */
final class ChangeLog {

  /** How long Airtable keeps a payload. */
  private static final Duration RETENTION = Duration.ofDays(7);

  /** How much earlier a log is taken for cut off. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private static final List<String> CHANGES = List.of("add", "remove", "update");
  private static final List<String> LIMITS =
      List.of("fromSources", "watchDataInFieldIds", "sourceOptions");

  private final AirtableApi api;
  private final Table table;
  private final String webhook;
  private final long opened;
  private final @Nullable Instant openedAt;

  private ChangeLog(
      AirtableApi api, Table table, String webhook, long opened, @Nullable Instant openedAt) {
    this.api = api;
    this.table = table;
    this.webhook = webhook;
    this.opened = opened;
    this.openedAt = openedAt;
  }

  /**
   * Returns the log of a webhook.
   *
   * @return the log, or null if the base has no such webhook, if it is not active, or if it does
   *     not report everything that happens to the table's records
   * @throws ConnectorException if the token may not see webhooks
   */
  static @Nullable ChangeLog find(AirtableApi api, Table table, String webhook) {
    HttpAnswer answer;
    try {
      answer = api.webhooks();
    } catch (ConnectorException e) {
      if (e.kind() == Kind.PERMISSION) {
        throw new ConnectorException(
            Kind.PERMISSION,
            "the setting 'webhook' needs a token with the scope webhook:manage, of a user who"
                + " is a creator of the base: "
                + e.getMessage(),
            e);
      }
      throw e;
    }
    for (Json each : answer.body().at("webhooks").elements()) {
      if (webhook.equals(each.at("id").textOrNull())) {
        return isActive(each, answer) && isWhole(each.at("specification", "options"), table)
            ? new ChangeLog(
                api,
                table,
                webhook,
                each.at("cursorForNextPayload").number().longValue(),
                answer.serverTime().orElse(null))
            : null;
      }
    }
    return null;
  }

  private static boolean isActive(Json hook, HttpAnswer answer) {
    String expires = hook.at("expirationTime").textOrNull();
    Instant now = answer.serverTime().orElse(null);
    return (hook.at("isHookEnabled").isMissing() || hook.at("isHookEnabled").isTrue())
        && (expires == null || now == null || MomentCodec.instant(expires).isAfter(now));
  }

  /** Returns whether a webhook reports everything that happens to the table's records. */
  private static boolean isWhole(Json options, Table table) {
    Json filters = options.at("filters");
    Json scope = filters.at("recordChangeScope");
    List<String> data = texts(filters.at("dataTypes"));
    List<String> changes = texts(filters.at("changeTypes"));
    return data.contains("tableData")
        && (changes.isEmpty() || changes.containsAll(CHANGES))
        && (scope.isNull() || table.id().equals(scope.textOrNull()))
        && LIMITS.stream().allMatch(limit -> isEmpty(filters.at(limit)));
  }

  private static boolean isEmpty(Json json) {
    return json.isNull() || (json.elements().isEmpty() && json.members().isEmpty());
  }

  private static List<String> texts(Json json) {
    return json.elements().stream().map(Json::text).toList();
  }

  String webhook() {
    return webhook;
  }

  /**
   * Returns the place in the log from which on everything is told that a listing, begun after the
   * log was found, may not show yet.
   *
   * @param lag how long a change may stay invisible to listings
   * @throws BrokenException if the log cannot be read
   */
  long settled(Duration lag) throws BrokenException {
    if (lag.isZero() || openedAt == null) {
      return opened;
    }
    Instant horizon = openedAt.minus(lag);
    long settled = opened;
    while (settled > 1) {
      long from = Math.max(1, settled - AirtableApi.PAYLOADS);
      Json answer = page(from).body();
      List<Json> payloads = answer.at("payloads").elements();
      long first = answer.at("cursor").number().longValue() - payloads.size(); // more may be gone
      long number = settled;
      for (int i = payloads.size() - 1; i >= 0; i--) {
        if (first + i < number && isAfter(payloads.get(i), horizon)) {
          number = first + i;
        }
      }
      if (number > from) {
        return number;
      }
      settled = from;
    }
    return settled;
  }

  private static boolean isAfter(Json payload, Instant horizon) {
    String time = payload.at("timestamp").textOrNull();
    return time == null || MomentCodec.instant(time).isAfter(horizon);
  }

  /**
   * What one or more pages of the log said.
   *
   * @param cursor the number of the next payload
   * @param more whether there may be more
   * @param unsettled the number of the first payload of something that a listing may not show yet,
   *     or null if there is none
   * @param changed the ids of records that were created or changed, in the order of the log
   * @param destroyed the ids of records that were destroyed, and not created again since
   * @param horizon the time on Airtable's clock up to which everything shows, or null if Airtable
   *     did not tell
   */
  record Part(
      long cursor,
      boolean more,
      @Nullable Long unsettled,
      Set<String> changed,
      Set<String> destroyed,
      @Nullable Instant horizon) {}

  /** How long changes may stay invisible, or the time up to which they show, once it is known. */
  record Horizon(Duration lag, @Nullable Instant time) {}

  /** The log does not tell everything that happened since the checkpoint. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads on in the log until enough records are known to have changed, or to its end.
   *
   * @param from the number of the next payload
   * @param pending the ids of records that are known to have changed before
   * @param enough how many
   * @param seen the time of the checkpoint from which is read, or null if that was looked at before
   * @throws BrokenException if the log was cut off before, or its webhook does not work any more
   */
  Part read(long from, Set<String> pending, int enough, @Nullable Instant seen, Horizon until)
      throws BrokenException {
    Set<String> changed = new LinkedHashSet<>(pending);
    Set<String> destroyed = new LinkedHashSet<>();
    Instant horizon = until.time();
    Long unsettled = null;
    long cursor = from;
    boolean more = true;
    while (more && changed.size() < enough) {
      HttpAnswer answer = page(cursor);
      Instant now = answer.serverTime().orElse(null);
      horizon = horizon == null && now != null ? now.minus(until.lag()) : horizon;
      if (seen != null && now != null && seen.plus(RETENTION).minus(MARGIN).isBefore(now)) {
        throw new BrokenException("what it knew of the time of the checkpoint is forgotten");
      }
      List<Json> payloads = answer.body().at("payloads").elements();
      for (int i = 0; i < payloads.size(); i++) {
        note(payloads.get(i), changed, destroyed);
        if (unsettled == null && horizon != null && isAfter(payloads.get(i), horizon)) {
          unsettled = cursor + i;
        }
      }
      long next = answer.body().at("cursor").number().longValue();
      if (next != cursor + payloads.size()) {
        throw new BrokenException("it jumps from payload " + cursor + " to " + next);
      }
      more = answer.body().at("mightHaveMore").isTrue() && !payloads.isEmpty();
      cursor = next;
    }
    return new Part(cursor, more, unsettled, changed, destroyed, horizon);
  }

  private HttpAnswer page(long cursor) throws BrokenException {
    try {
      return api.payloads(webhook, cursor);
    } catch (ConnectorException e) {
      if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.PERMISSION || e.kind() == Kind.INVALID) {
        throw new BrokenException("it cannot be read: " + e.getMessage());
      }
      throw e;
    }
  }

  private void note(Json payload, Set<String> changed, Set<String> destroyed)
      throws BrokenException {
    if (payload.at("error").isTrue()) {
      throw new BrokenException("the webhook is broken: " + payload.at("code").textOrNull());
    }
    if (!payload.at("createdTablesById", table.id()).isMissing()) {
      throw new BrokenException("the table itself was made after the webhook");
    }
    Json changes = payload.at("changedTablesById", table.id());
    for (String kind : List.of("createdRecordsById", "changedRecordsById")) {
      for (String id : changes.at(kind).members().keySet()) {
        destroyed.remove(id);
        changed.add(id);
      }
    }
    for (Json id : changes.at("destroyedRecordIds").elements()) {
      changed.remove(id.text());
      destroyed.add(id.text());
    }
  }
}
