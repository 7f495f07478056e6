package com.puraify.sync.internal.budget;

import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A run's wish to end, and waiting that heeds it. Thread-safe.
 *
 * <p>There are two ways to end a run: its threads are interrupted, or its flag is raised. Waiting
 * ends at once for the first and within a {@link #SLICE} of sleep for the second.
 */
public final class Cancellation {

  /** How long anything sleeps, at most, before it looks at the flag again. */
  public static final Duration SLICE = Duration.ofMillis(250);

  private final TimeSource time;
  private final BooleanSupplier cancelled;

  /**
   * Creates a cancellation.
   *
   * @param time what sleeping is measured by
   * @param cancelled whether the run was cancelled; asked often, from any thread
   */
  public Cancellation(TimeSource time, BooleanSupplier cancelled) {
    this.time = time;
    this.cancelled = cancelled;
  }

  /** Returns a cancellation for work that only an interrupt ends. */
  public static Cancellation byInterruptOnly(TimeSource time) {
    return new Cancellation(time, () -> false);
  }

  /**
   * Ends the caller if the run was cancelled or the thread interrupted.
   *
   * @throws SyncCancelledException if so; the interrupt flag stays as it is
   */
  public void check() {
    if (cancelled.getAsBoolean()) {
      throw new SyncCancelledException("the run was cancelled");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new SyncCancelledException("the run's thread was interrupted");
    }
  }

  /**
   * Sleeps.
   *
   * @throws SyncCancelledException if the run is cancelled or the thread interrupted meanwhile
   */
  public void sleep(Duration length) {
    long end = time.nanos() + length.toNanos();
    check();
    for (long left = length.toNanos(); left > 0; left = end - time.nanos()) {
      nap(left);
      check();
    }
  }

  /** Sleeps for so many nanoseconds, but no longer than a slice. */
  void nap(long nanos) {
    try {
      time.sleep(Duration.ofNanos(Math.min(nanos, SLICE.toNanos())));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Returns the exception for an interrupt, having restored the thread's flag. */
  public static SyncCancelledException interrupted(Exception cause) {
    Thread.currentThread().interrupt();
    return new SyncCancelledException("the run's thread was interrupted", cause);
  }
}
