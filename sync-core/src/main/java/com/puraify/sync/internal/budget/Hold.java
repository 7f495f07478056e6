package com.puraify.sync.internal.budget;

/** A time until which no call may be made. Not thread-safe. */
final class Hold {

  private boolean set;
  private long end;

  /** Holds calls back for so long; of overlapping holds the one that ends last counts. */
  void extend(long now, long nanos) {
    if (nanos > left(now)) {
      set = true;
      end = now + nanos;
    }
  }

  /** Returns how many nanoseconds are left, 0 if it is over. */
  long left(long now) {
    if (set && end - now <= 0) { // a difference, because nanoseconds may overflow
      set = false;
    }
    return set ? end - now : 0;
  }
}
