package com.puraify.sync.internal.webhook;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest messages that came in, so that one that is sent twice counts once. Forgetting an old
 * one is harmless: its items are looked at once more. Thread-safe.
 */
final class KnownDeliveries {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * Creates a memory.
   *
   * @param most how many messages it holds
   */
  KnownDeliveries(int most) {
    this.most = most;
  }

  /** Remembers a message; returns whether it is new. */
  boolean add(String id) {
    lock.lock();
    try {
      boolean fresh = known.add(id);
      if (known.size() > most) {
        known.remove(known.iterator().next());
      }
      return fresh;
    } finally {
      lock.unlock();
    }
  }
}
