package com.puraify.sync.internal.http;

import com.puraify.sync.host.TimeSource;
import java.time.Duration;

/**
 * How long to wait before trying again when nobody says: a second, doubled with each attempt up to
 * a minute, of which the second half is left to chance so that callers do not come back in step.
 */
final class Backoff {

  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private final TimeSource time;

  Backoff(TimeSource time) {
    this.time = time;
  }

  /** Returns the wait after so many failed attempts, counted from 1. */
  Duration after(int attempts) {
    long whole = FIRST.toNanos() << Math.min(attempts - 1, 20);
    long bounded = Math.min(whole, LONGEST.toNanos());
    return Duration.ofNanos(bounded / 2 + time.random().nextLong(bounded / 2 + 1));
  }
}
