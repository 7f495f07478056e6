package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of any type. Guarded by the lock of the portal. */
final class CrmRecord {
  private static final int LONGEST_HISTORY = 20;

  /** One earlier or present value of a property; empty for none. */
  record Written(String value, Instant at, Author author) {}

  final ObjectType type;
  final long id;
  final Instant createdAt;
  RecordState state;
  @Nullable Instant archivedAt;

  /** Whether it is gone for good: purged, deleted, or merged into another. */
  boolean gone;

  /** Counts the writes that were not the calculation's own. */
  long lastWrite;

  /** What the search index holds of it, or null for nothing yet. */
  @Nullable RecordState indexed;

  private final Map<String, Deque<Written>> history = new LinkedHashMap<>();

  CrmRecord(ObjectType type, long id, Instant createdAt, RecordState state) {
    this.type = type;
    this.id = id;
    this.createdAt = createdAt;
    this.state = state;
  }

  String idText() {
    return Long.toString(id);
  }

  boolean isLive() {
    return !gone && archivedAt == null;
  }

  void remember(String property, Written written) {
    Deque<Written> all = history.computeIfAbsent(property, name -> new ArrayDeque<>());
    all.addFirst(written);
    if (all.size() > LONGEST_HISTORY) {
      all.removeLast();
    }
  }

  /** Returns the values that a property has had, the newest first. */
  Iterable<Written> history(String property) {
    Deque<Written> all = history.get(property);
    return all == null ? java.util.List.of() : all;
  }
}
