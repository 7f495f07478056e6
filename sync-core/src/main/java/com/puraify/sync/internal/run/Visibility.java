package com.puraify.sync.internal.run;

import com.puraify.sync.connector.Capabilities;
import java.time.Duration;

/** How long it takes until a read is sure to show a write. */
final class Visibility {

  /** How far a clock may be set while something is waited for. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(15);

  /** How far the engine's clock and a platform's may be apart, as both may be wrong. */
  static final Duration CLOCKS_APART = Duration.ofMinutes(25);

  private Visibility() {}

  /**
   * Returns how long after a write a read shows it, as the engine's clock tells: the platform's
   * lag, and as much again for a clock that is put forward meanwhile.
   */
  static Duration after(Capabilities capabilities) {
    Duration lag = capabilities.visibilityLag();
    return lag.plus(lag.compareTo(CLOCK_MARGIN) < 0 ? lag : CLOCK_MARGIN);
  }
}
