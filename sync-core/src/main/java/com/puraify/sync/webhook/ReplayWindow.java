package com.puraify.sync.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * How old a delivery may be, so that one that was overheard cannot be sent again later. Immutable.
 *
 * @param past how long ago it may have been signed
 * @param ahead how far in the future, for clocks that differ
 */
public record ReplayWindow(Duration past, Duration ahead) {

  /** Checks that neither is negative. */
  public ReplayWindow {
    if (past.isNegative() || ahead.isNegative()) {
      throw new IllegalArgumentException("a replay window reaches from the past into the future");
    }
  }

  /** Returns a window that is as wide in either direction. */
  public static ReplayWindow of(Duration width) {
    return new ReplayWindow(width, width);
  }

  /** Returns whether something signed at a time is fresh now. The bounds belong to the window. */
  public boolean contains(Instant signed, Instant now) {
    return !signed.isBefore(now.minus(past)) && !signed.isAfter(now.plus(ahead));
  }
}
