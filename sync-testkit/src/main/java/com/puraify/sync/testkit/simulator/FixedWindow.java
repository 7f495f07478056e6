package com.puraify.sync.testkit.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A rate limit with fixed windows: the first request opens a window, {@code limit} requests fit
 * into it at any pace, and the rest wait until it is over. Thread-safe.
 */
public final class FixedWindow {
  private final InstantSource clock;
  private final int limit;
  private final Duration length;
  private @Nullable Instant opened;
  private int used;

  /** Allows {@code limit} requests in each window of this length. */
  public FixedWindow(InstantSource clock, int limit, Duration length) {
    if (limit < 1 || length.isZero() || length.isNegative()) {
      throw new IllegalArgumentException("limit and length must be positive");
    }
    this.clock = clock;
    this.limit = limit;
    this.length = length;
  }

  /**
   * Takes {@code count} places in the window and returns zero, or takes none and returns the wait.
   */
  public synchronized Duration take(int count) {
    Instant now = clock.instant();
    Instant start = opened;
    if (start == null || now.isBefore(start) || !now.isBefore(start.plus(length))) {
      start = now;
      opened = now;
      used = 0;
    }
    if (used + count > limit) {
      return Duration.between(now, start.plus(length));
    }
    used += count;
    return Duration.ZERO;
  }
}
