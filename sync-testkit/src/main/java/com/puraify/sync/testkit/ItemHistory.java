package com.puraify.sync.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * An item's versions, as far back as some reader may still see them. Not thread-safe.
 *
 * <p>A version shows itself to lagging reads only after its lag.
 */
final class ItemHistory {

  private final String id;
  private final long sequence;
  private final Deque<ItemVersion> versions = new ArrayDeque<>(2); // the latest one first

  ItemHistory(String id, long sequence) {
    this.id = id;
    this.sequence = sequence;
  }

  /** Returns the item's id. */
  String id() {
    return id;
  }

  /** Returns the item's place in the order of listings. */
  long sequence() {
    return sequence;
  }

  /** Returns the latest version, or null if there is none. */
  @Nullable ItemVersion latest() {
    return versions.peekFirst();
  }

  /** Returns the version that a lagging reader sees, or null if it sees none yet. */
  @Nullable ItemVersion visible(Instant now, Lag lag) {
    if (lag.longest().isZero()) {
      return latest();
    }
    for (ItemVersion version : versions) {
      if (!version.at().plus(lag.of(id, version.number())).isAfter(now)) {
        return version;
      }
    }
    return null;
  }

  /** Adds a version, and forgets those that nobody sees any more. */
  void push(ItemVersion version, Lag lag) {
    boolean seen = false;
    Iterator<ItemVersion> each = versions.iterator();
    while (each.hasNext()) {
      ItemVersion older = each.next();
      if (seen) {
        each.remove();
      }
      seen = seen || !older.at().plus(lag.longest()).isAfter(version.at());
    }
    versions.addFirst(version);
  }

  /** Takes the latest version back. */
  void pop() {
    versions.removeFirst();
  }

  /**
   * How long versions stay invisible.
   *
   * @param longest the lag, or the longest one
   * @param uneven whether each version has a lag of its own up to that, the same in every run
   */
  record Lag(Duration longest, boolean uneven) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    Duration of(String id, long version) {
      if (!uneven || longest.isZero()) {
        return longest;
      }
      long mixed = (id.hashCode() * 31L + version) * GOLDEN;
      return Duration.ofNanos(Long.remainderUnsigned(mixed, longest.toNanos() + 1));
    }
  }
}
