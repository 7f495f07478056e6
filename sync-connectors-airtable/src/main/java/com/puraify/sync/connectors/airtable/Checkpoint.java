package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From where changes are read: a time on Airtable's clock, and, where a webhook's log tells them,
 * the place in the log. Immutable.
 *
 * @param time the time up to which everything was seen, less lag and granularity
 * @param webhook the id of the webhook, or null if changes are read by time
 * @param cursor the number of the next payload in the log, or 0
 */
record Checkpoint(Instant time, @Nullable String webhook, long cursor) {

  /** Returns a checkpoint of time alone. */
  static Checkpoint at(Instant time) {
    return new Checkpoint(time, null, 0);
  }

  /**
   * Reads a checkpoint.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none of this connector's
   */
  static Checkpoint parse(String text) {
    try {
      if (!text.startsWith("{")) {
        return at(Instant.parse(text));
      }
      Json json = Json.parse(text);
      return new Checkpoint(
          Instant.parse(json.at("time").text()),
          json.at("webhook").text(),
          json.at("cursor").number().longValueExact());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ConnectorException(Kind.PROTOCOL, "not a checkpoint of this connector: " + text, e);
    }
  }

  /** Returns the time from which to read, inclusive. */
  Instant from(Capabilities capabilities) {
    return time.minus(capabilities.granularity());
  }

  @Override
  public String toString() {
    return webhook == null
        ? time.toString()
        : Json.object(
                o -> o.put("webhook", webhook).put("cursor", cursor).put("time", time.toString()))
            .toString();
  }
}
