package com.puraify.sync.internal.budget;

import com.puraify.sync.connector.RateWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a platform's answers told of an account's limits. It comes on top of what connectors
 * declared, and loosens nothing. Not thread-safe.
 */
final class Learned {

  /** By how much the ends of one and the same window may differ, as told by two answers. */
  private static final long SAME_WINDOW = Duration.ofSeconds(30).toNanos();

  private final Map<String, List<RateWindow>> windows = new HashMap<>();
  private final Map<String, Allowance> allowances = new HashMap<>();

  /** Calls that are left until a moment. */
  private static final class Allowance {
    private long left;
    private long end;
  }

  /** Takes over a limit's windows, in place of what was told of it before. */
  void windows(String source, List<RateWindow> told) {
    windows.put(source, told);
  }

  /** Returns the windows that were told of, by whatever limit. */
  List<RateWindow> windows() {
    return windows.isEmpty()
        ? List.of()
        : windows.values().stream().flatMap(List::stream).distinct().toList();
  }

  /**
   * Takes over how many calls are left until a reset. Answers overtake each other, and calls that
   * were made since an answer was given are not in it: of what is known of one and the same window,
   * the least counts.
   */
  void allowance(String source, long remaining, long now, long reset) {
    if (reset <= 0) {
      allowances.remove(source);
      return;
    }
    Allowance known = allowances.get(source);
    long end = now + reset;
    if (known == null || end - known.end > SAME_WINDOW) {
      known = new Allowance();
      known.left = remaining;
      known.end = end;
      allowances.put(source, known);
    } else if (known.end - end <= SAME_WINDOW) {
      known.left = Math.min(known.left, remaining);
    } // else an answer from the window before, late
  }

  /** Counts a call. */
  void count() {
    allowances.values().forEach(each -> each.left--);
  }

  /** Returns how many nanoseconds it takes until the told allowances let a call through. */
  long left(long now) {
    long wait = 0;
    for (Allowance each : allowances.values()) {
      if (each.left <= 0) {
        wait = Math.max(wait, each.end - now);
      }
    }
    return wait;
  }

  /** Forgets the allowances whose reset is over. */
  void expire(long now) {
    allowances.values().removeIf(each -> each.end - now <= 0);
  }
}
