package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is to happen later by the portal's clock. Guarded by the lock of the portal. */
final class Agenda {
  private record Entry(Instant at, long number, boolean index, Consumer<Instant> work) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private long count;

  /** Plans work, which is told the time that it was planned for. */
  void plan(Instant at, Consumer<Instant> work) {
    entries.add(new Entry(at, count++, false, work));
  }

  /** Plans work of the search index. */
  void planIndex(Instant at, Consumer<Instant> work) {
    entries.add(new Entry(at, count++, true, work));
  }

  /** Does everything that is due, in order. */
  void run(Instant now) {
    for (Entry next = entries.peek();
        next != null && !next.at.isAfter(now);
        next = entries.peek()) {
      entries.remove();
      next.work.accept(next.at);
    }
  }

  /** Does the work of the search index that is not due yet. */
  void settleIndex(Instant now) {
    Predicate<Entry> mine = Entry::index;
    var all = new PriorityQueue<>(entries);
    entries.removeIf(mine);
    for (@Nullable Entry next = all.poll(); next != null; next = all.poll()) {
      if (next.index) {
        next.work.accept(now);
      }
    }
  }
}
