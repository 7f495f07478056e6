package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drops the rows that a new window of a full read brings again. Only the last minute of the window
 * before is remembered, so that memory stays bounded by what one query returns.
 *
 * <p>Dropping is a courtesy, not a need: a page that is asked for twice comes whole. Confined to
 * one thread at a time.
 */
final class SeenRows {

  private @Nullable Instant window;
  private Set<String> before = Set.of();
  private final Set<String> ofLastMinute = new HashSet<>();
  private @Nullable String lastMinute;

  /** Returns those rows at a position that the windows before did not bring. */
  List<Json> fresh(Position at, List<Json> rows) {
    if (at.from() != null && !at.from().equals(window)) {
      before = Set.copyOf(ofLastMinute);
    }
    if (at.from() == null) {
      before = Set.of();
    }
    window = at.from();
    List<Json> fresh = new ArrayList<>(rows.size());
    for (Json row : rows) {
      String id = row.at("id").text();
      if (!before.contains(id)) {
        fresh.add(row);
      }
      remember(row.at("created_time").textOrNull(), id);
    }
    return fresh;
  }

  private void remember(@Nullable String created, String id) {
    String minute =
        created == null || created.length() < 16 ? lastMinute : created.substring(0, 16);
    if (minute != null && !minute.equals(lastMinute)) {
      ofLastMinute.clear();
      lastMinute = minute;
    }
    ofLastMinute.add(id);
  }
}
