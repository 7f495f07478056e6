package com.puraify.sync.internal.run;

import com.puraify.sync.error.StateException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/** Renews a run's lease while the run goes on. Thread-safe. */
final class LeaseKeeper {

  /** How long a lease holds without being renewed. */
  static final Duration LEASE = Duration.ofMinutes(10);

  private static final Duration RENEWAL = LEASE.dividedBy(10);

  private final StateStore store;
  private final Lease lease;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant renewed;

  /** Creates a keeper of a lease that was just acquired. */
  LeaseKeeper(StateStore store, Lease lease, TimeSource time) {
    this.store = store;
    this.lease = lease;
    this.time = time;
    this.renewed = time.instant();
  }

  /**
   * Renews the lease if a tenth of it is over.
   *
   * @throws StateException if another runner has taken over
   */
  void keep() {
    lock.lock();
    try {
      Instant now = time.instant();
      if (!now.isBefore(renewed.plus(RENEWAL)) || !now.isAfter(renewed.minus(RENEWAL))) {
        if (!store.renew(lease, LEASE, now)) {
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
}
