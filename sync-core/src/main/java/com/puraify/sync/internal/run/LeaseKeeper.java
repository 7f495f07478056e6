package com.puraify.sync.internal.run;

import com.puraify.sync.error.StateException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.job.Ticker;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a run's lease while the run goes on. Thread-safe.
 *
 * <p>An engine with threads renews it in the background, also while a call takes long, so that it
 * can be short: for that long a sync stands still whose engine was killed. An engine without
 * threads renews it between its steps alone, of which the longest, a call with its retries, takes
 * minutes.
 */
final class LeaseKeeper implements Ticker.Alarm, AutoCloseable {

  /** How long a lease holds that is renewed in the background. */
  static final Duration LEASE = Duration.ofMinutes(1);

  /** How long a lease holds that is renewed between the steps of a run. */
  static final Duration LEASE_BETWEEN_STEPS = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.run");

  private final StateStore store;
  private final Lease lease;
  private final TimeSource time;
  private final Ticker ticker;
  private final Duration length;
  private final Duration renewal;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant renewed;
  private volatile long due;
  private volatile boolean closed;

  private LeaseKeeper(EngineParts parts, Lease lease, Duration length, Duration renewal) {
    this.store = parts.store();
    this.lease = lease;
    this.time = parts.time();
    this.ticker = parts.ticker();
    this.length = length;
    this.renewal = renewal;
    this.renewed = time.instant();
    this.due = time.nanos() + renewal.toNanos();
  }

  /** Returns how long an engine's leases hold without being renewed. */
  static Duration length(EngineParts parts) {
    return inBackground(parts) ? LEASE : LEASE_BETWEEN_STEPS;
  }

  private static boolean inBackground(EngineParts parts) {
    return parts.workers().hasThreads() && !parts.time().passesBySleepingAlone();
  }

  /** Begins to keep a lease that was just acquired. */
  static LeaseKeeper start(EngineParts parts, Lease lease) {
    Duration length = length(parts);
    boolean background = inBackground(parts);
    LeaseKeeper keeper =
        new LeaseKeeper(parts, lease, length, length.dividedBy(background ? 4 : 10));
    if (background) {
      parts.ticker().add(keeper);
    }
    return keeper;
  }

  /**
   * Renews the lease if enough of it is over.
   *
   * @throws StateException if another runner has taken over
   */
  void keep() {
    lock.lock();
    try {
      Instant now = time.instant();
      if (!now.isBefore(renewed.plus(renewal)) || !now.isAfter(renewed.minus(renewal))) {
        if (!store.renew(lease, length, now)) {
          throw new StateException(
              "the lease of sync '"
                  + lease.sync()
                  + "' was taken over by another runner; this run stops, the other goes on");
        }
        renewed = now;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanosLeft() {
    return closed ? Long.MAX_VALUE : due - time.nanos();
  }

  @Override
  public void ring() {
    due = time.nanos() + renewal.toNanos();
    ticker.start(this::keepMeanwhile);
  }

  private void keepMeanwhile() {
    try {
      if (!closed) {
        keep();
      }
    } catch (StateException e) {
      LOG.debug("sync={} its lease was not renewed; its run asks again", lease.sync(), e);
    }
  }

  /** Ends the keeping; the lease itself stays as it is. */
  @Override
  public void close() {
    closed = true;
    ticker.remove(this);
  }
}
