package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a read is between two pages. Immutable.
 *
 * @param checkpoint the checkpoint that the read ends with, taken before its first page; or null
 * @param undated whether rows without a time of change are being read, which come last
 * @param order the position of the last row in the order of changes, or null in order of the key
 * @param id the id of the last row, or null if there was none in this part of the read
 */
record Position(
    @Nullable String checkpoint, boolean undated, @Nullable String order, @Nullable String id) {

  private static final int PARTS = 4;

  /** Returns the text of a page's token. */
  String token() {
    return Json.array(Json.of(checkpoint), Json.of(undated), Json.of(order), Json.of(id))
        .toString();
  }

  /** Reads a token that {@link #token} wrote. */
  static Position parse(String token) {
    List<Json> parts = Json.parse(token).elements();
    if (parts.size() != PARTS) {
      throw new ConnectorException(Kind.PROTOCOL, "not a page token of a SQL table: " + token);
    }
    return new Position(
        parts.get(0).textOrNull(),
        parts.get(1).isTrue(),
        parts.get(2).textOrNull(),
        parts.get(3).textOrNull());
  }
}
