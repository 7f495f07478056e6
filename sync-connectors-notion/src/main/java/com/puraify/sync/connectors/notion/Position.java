package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a reading of rows stands. Immutable.
 *
 * <p>Rows are read in the order of a time, in windows: each window starts at a time, inclusive, and
 * is paged through by cursor until its end or until Notion's cap; then the next one starts at the
 * time of the last row.
 *
 * @param from the start of the window, or null for the beginning of time
 * @param cursor Notion's cursor in the window, or null for its first page
 * @param size how many rows to ask for
 * @param last the time of the last row seen, or null if none was seen yet
 * @param restartedAt the start of the last window that was begun because a cursor had expired, or
 *     null if none was
 */
record Position(
    @Nullable Instant from,
    @Nullable String cursor,
    int size,
    @Nullable Instant last,
    @Nullable Instant restartedAt) {

  /** Returns the position before the first row at or after a time. */
  static Position start(@Nullable Instant from) {
    return new Position(from, null, NotionApi.PAGE_SIZE, null, null);
  }

  /** Reads what {@link #json} wrote. */
  static Position parse(Json json) {
    return new Position(
        instant(json.at("from")),
        json.at("cursor").textOrNull(),
        json.at("size").number().intValueExact(),
        instant(json.at("last")),
        instant(json.at("restarted_at")));
  }

  Json json() {
    return Json.object(
        o ->
            o.put("from", text(from))
                .put("cursor", cursor)
                .put("size", size)
                .put("last", text(last))
                .put("restarted_at", text(restartedAt)));
  }

  private static @Nullable Instant instant(Json json) {
    return json.isNull() ? null : Instant.parse(json.text());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
