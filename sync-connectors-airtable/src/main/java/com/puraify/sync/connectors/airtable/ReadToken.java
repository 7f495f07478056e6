package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known between two pages of one read. */
sealed interface ReadToken {

  /**
   * A listing is under way.
   *
   * @param position where it stands
   * @param checkpoint what the read will end with, fixed by its first page; or null
   */
  record InListing(Listing.Position position, @Nullable String checkpoint) implements ReadToken {
    @Override
    public String toString() {
      return Json.object(
              o ->
                  o.put("offset", position.offset())
                      .put("restarts", position.restarts())
                      .put("still", position.still())
                      .put("checkpoint", checkpoint))
          .toString();
    }
  }

  /**
   * A webhook's log is under way.
   *
   * @param cursor the number of the next payload
   * @param more whether there may be more payloads
   * @param unsettled the number of the payload from which the next read begins at the latest, or
   *     null for the end of the log
   * @param changed the ids of records that changed and are still to be read, in the log's order
   * @param time the checkpoint's time, fixed by the first page
   */
  record InLog(
      long cursor, boolean more, @Nullable Long unsettled, Set<String> changed, String time)
      implements ReadToken {
    @Override
    public String toString() {
      Json ids = Json.array(changed.stream().map(Json::of).toList());
      return Json.object(
              o ->
                  o.put("cursor", cursor)
                      .put("more", more)
                      .put("unsettled", unsettled == null ? Json.NULL : Json.of(unsettled))
                      .put("changed", ids)
                      .put("time", time))
          .toString();
    }
  }

  /**
   * Reads what a token wrote.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static ReadToken parse(String text) {
    Json json = Json.parse(text);
    try {
      if (json.at("cursor").isMissing()) {
        return new InListing(
            new Listing.Position(
                json.at("offset").textOrNull(),
                json.at("restarts").number().intValueExact(),
                json.at("still").number().intValueExact()),
            json.at("checkpoint").textOrNull());
      }
      List<String> changed = json.at("changed").elements().stream().map(Json::text).toList();
      Json unsettled = json.at("unsettled");
      return new InLog(
          json.at("cursor").number().longValueExact(),
          json.at("more").bool(),
          unsettled.isNull() ? null : unsettled.number().longValueExact(),
          new LinkedHashSet<>(changed),
          json.at("time").text());
    } catch (ArithmeticException e) {
      throw new ConnectorException(Kind.PROTOCOL, "not a token of this connector: " + text, e);
    }
  }
}
