package com.puraify.sync.host;

import com.puraify.sync.internal.run.SystemTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as the engine sees them. A test gives the engine its own and cranks it by hand.
 *
 * <p>Thread-safe.
 */
public interface TimeSource extends InstantSource {

  /** Returns a count of nanoseconds that never goes back, fit for measuring spans alone. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void sleep(Duration length) throws InterruptedException;

  /** Returns the source of seeds, ids and jitter. */
  RandomGenerator random();

  /** Returns the machine's own time and a random source that nobody can predict. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }

  /**
   * Returns whether time passes only while somebody sleeps, as in some tests. Nothing waits in the
   * background then, since that would move the time. Default: no.
   */
  default boolean passesBySleepingAlone() {
    return false;
  }
}
