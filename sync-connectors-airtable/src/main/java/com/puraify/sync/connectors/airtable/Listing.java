package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a listing page by page. Airtable keeps each listing for some minutes, with the set and the
 * order of its first page; when it has lost it, the listing begins anew.
 *
 * @param api the table's endpoints
 * @param wanted the fields that are wanted
 * @param filter a formula, or null for all records
 */
record Listing(AirtableApi api, List<Column> wanted, @Nullable String filter) {

  /** How often a listing is begun anew before it is given up. */
  static final int MAX_RESTARTS = 5;

  /** How many pages in a row may hold nothing and end where they began. */
  private static final int MAX_STILL = 10;

  /**
   * Where a listing stands.
   *
   * @param offset where the page before ended, or null before the first page
   * @param restarts how often the listing was begun anew
   * @param still how many pages in a row held nothing and ended where they began
   */
  record Position(@Nullable String offset, int restarts, int still) {
    static final Position START = new Position(null, 0, 0);
  }

  /**
   * One page.
   *
   * @param records the records
   * @param next where the listing stands now, or null at its end
   * @param serverTime the time on Airtable's clock, or null if it did not tell
   */
  record Rows(List<Json> records, @Nullable Position next, @Nullable Instant serverTime) {}

  /**
   * Reads a page.
   *
   * @throws ConnectorException of kind {@code UNAVAILABLE} if Airtable loses the listing again and
   *     again; of kind {@code PROTOCOL} if it does not move
   */
  Rows read(Position at) {
    try {
      HttpAnswer answer = api.list(wanted, filter, at.offset());
      List<Json> records = answer.body().at("records").elements();
      String next = answer.body().at("offset").textOrNull();
      return new Rows(
          records,
          next == null ? null : after(at, next, records.isEmpty()),
          answer.serverTime().orElse(null));
    } catch (ConnectorException e) {
      AirtableFault fault = AirtableFault.of(e);
      if (fault == null || !fault.isListingLost() || at.offset() == null) {
        throw e;
      }
      if (at.restarts() == MAX_RESTARTS) {
        throw new ConnectorException(
            Kind.UNAVAILABLE,
            "Airtable lost the listing "
                + (MAX_RESTARTS + 1)
                + " times before its end; try again later: "
                + e.getMessage(),
            fault);
      }
      return read(new Position(null, at.restarts() + 1, 0));
    }
  }

  /** An empty page may end where it began; but not for ever. */
  private static Position after(Position at, String next, boolean empty) {
    if (!next.equals(at.offset())) {
      return new Position(next, at.restarts(), 0);
    }
    if (!empty || at.still() == MAX_STILL) {
      throw new ConnectorException(
          Kind.PROTOCOL, "Airtable's list goes on with the offset it came from");
    }
    return new Position(next, at.restarts(), at.still() + 1);
  }

  /** Reads all records, which should be few; some may come twice. */
  List<Json> all() {
    List<Json> records = new ArrayList<>();
    for (Position at = Position.START; at != null; ) {
      Rows rows = read(at);
      records.addAll(rows.records());
      at = rows.next();
    }
    return records;
  }
}
