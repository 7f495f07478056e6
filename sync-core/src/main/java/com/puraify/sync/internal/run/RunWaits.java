package com.puraify.sync.internal.run;

import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.CallWatch;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a run that wait for their turn. Thread-safe.
 *
 * <p>While any does, the run's lease is kept, and its progress is told: once a call has to wait for
 * longer than {@link #NOTICEABLE}, and from then on at most once in {@link #EVERY}, for all calls
 * of the run together.
 */
final class RunWaits implements CallWatch {

  /** Shorter waits are not worth an event. */
  static final Duration NOTICEABLE = Duration.ofSeconds(1);

  /** How often waiting is told, at most. */
  static final Duration EVERY = Duration.ofSeconds(15);

  private final TimeSource time;
  private final Runnable keepLease;
  private final Runnable tell;
  private final ConcurrentMap<Object, Long> ends = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Told> told = new AtomicReference<>();

  /** When the progress was told last. */
  private record Told(long at) {}

  /**
   * Creates waits.
   *
   * @param keepLease called while a call waits; throws to end the run
   * @param tell tells the run's progress
   */
  RunWaits(TimeSource time, Runnable keepLease, Runnable tell) {
    this.time = time;
    this.keepLease = keepLease;
    this.tell = tell;
  }

  @Override
  public void waiting(Object call, Duration left) {
    keepLease.run();
    long now = time.nanos();
    ends.put(call, now + left.toNanos());
    if (left.compareTo(NOTICEABLE) >= 0) {
      Told last = told.get();
      if ((last == null || now - last.at() >= EVERY.toNanos())
          && told.compareAndSet(last, new Told(now))) {
        tell.run();
      }
    }
  }

  @Override
  public void over(Object call) {
    ends.remove(call);
  }

  /** Returns how long it takes until the next of the waiting calls is made; null if none waits. */
  @Nullable Duration nextCall() {
    long now = time.nanos();
    Duration next = null;
    for (long end : ends.values()) {
      Duration left = Duration.ofNanos(Math.max(0, end - now));
      if (next == null || left.compareTo(next) < 0) {
        next = left;
      }
    }
    return next;
  }
}
