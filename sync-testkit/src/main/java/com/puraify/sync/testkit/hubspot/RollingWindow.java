package com.puraify.sync.testkit.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts what happened within the last while. Confined to one thread at a time. */
final class RollingWindow {
  private final Duration length;
  private final Deque<Instant> taken = new ArrayDeque<>();

  RollingWindow(Duration length) {
    this.length = length;
  }

  /** Takes one place if fewer than {@code limit} are taken, and says whether it did. */
  boolean take(Instant now, int limit) {
    forget(now);
    if (taken.size() >= limit) {
      return false;
    }
    taken.addLast(now);
    return true;
  }

  int used(Instant now) {
    forget(now);
    return taken.size();
  }

  private void forget(Instant now) {
    while (!taken.isEmpty() && !now.isBefore(taken.getFirst().plus(length))) {
      taken.removeFirst();
    }
    // A clock that was set back would keep what lies in its future for ever.
    while (!taken.isEmpty() && taken.getLast().isAfter(now)) {
      taken.removeLast();
    }
  }
}
