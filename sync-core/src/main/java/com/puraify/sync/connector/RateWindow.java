package com.puraify.sync.connector;

import java.time.Duration;

/**
 * A limit on calls: at most so many within any span of so long. Immutable.
 *
 * @param calls how many, at least 1
 * @param span how long
 */
public record RateWindow(int calls, Duration span) {

  /** Checks the numbers. */
  public RateWindow {
    if (calls < 1) {
      throw new IllegalArgumentException("a window of " + calls + " calls lets nothing through");
    }
    if (span.isZero() || span.isNegative()) {
      throw new IllegalArgumentException("a window needs a span, not " + span);
    }
  }

  /** Returns a window of so many calls per so long. */
  public static RateWindow of(int calls, Duration span) {
    return new RateWindow(calls, span);
  }
}
