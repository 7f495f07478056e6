package com.puraify.sync.internal.budget;

import java.util.Arrays;

/**
 * When the latest calls were made: a ring of at most as many times as the largest window counts.
 *
 * <p>It grows with the calls, so that a large daily window costs eight bytes per call made, not per
 * call allowed. Not thread-safe.
 */
final class CallTimes {

  private static final int SMALLEST = 16;

  private long[] ring = new long[SMALLEST];
  private int oldest;
  private int size;
  private int limit = 1; // the latest call is always kept, see limit(int)
  private long forgotten;

  /** Adds a call; the oldest one is forgotten if there are more than the limit. */
  void add(long time) {
    if (size == limit) {
      oldest = (oldest + 1) % ring.length;
      size--;
      forgotten++;
    } else if (size == ring.length) {
      resize(Math.min(limit, ring.length * 2), 0);
    }
    ring[(oldest + size) % ring.length] = time;
    size++;
  }

  /** Returns how many calls are remembered. */
  int size() {
    return size;
  }

  /** Returns when the n-th latest call was made; 1 is the latest. */
  long latest(int n) {
    return ring[(oldest + size - n) % ring.length];
  }

  /**
   * Raises the limit. Calls that were forgotten under the lower one are taken to have been made
   * when the oldest remembered one was: they were made before it, so no window is ever exceeded.
   */
  void limit(int calls) {
    if (calls <= limit) {
      return;
    }
    limit = calls;
    int presumed = (int) Math.min(forgotten, calls - size);
    if (presumed > 0) {
      resize(Math.max(SMALLEST, size + presumed), presumed);
      forgotten -= presumed;
    }
  }

  /** Forgets everything and frees the memory. */
  void clear() {
    ring = new long[SMALLEST];
    oldest = 0;
    size = 0;
    forgotten = 0;
  }

  private void resize(int length, int presumed) {
    long[] larger = new long[length];
    if (presumed > 0) {
      Arrays.fill(larger, 0, presumed, ring[oldest]);
    }
    for (int i = 0; i < size; i++) {
      larger[presumed + i] = ring[(oldest + i) % ring.length];
    }
    ring = larger;
    oldest = 0;
    size += presumed;
  }
}
