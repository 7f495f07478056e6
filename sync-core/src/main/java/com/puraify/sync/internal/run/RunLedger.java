package com.puraify.sync.internal.run;

import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.write.Ledger;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The run's hold on the state store: its lease, and the commits under it. Thread-safe. */
final class RunLedger implements Ledger {

  private static final Duration SLICE = Duration.ofMillis(500);

  /** What every store tells apart. */
  private static final Duration TICK = Duration.ofMillis(1);

  private final StateStore store;
  private final Lease lease;
  private final TimeSource time;
  private final BooleanSupplier cancelled;
  private final LeaseKeeper keeper;
  private final AtomicLong lastLink;
  private volatile Instant earliest = Instant.MIN;

  RunLedger(
      StateStore store,
      Lease lease,
      LeaseKeeper keeper,
      TimeSource time,
      BooleanSupplier cancelled,
      long lastLink) {
    this.store = store;
    this.lease = lease;
    this.keeper = keeper;
    this.time = time;
    this.cancelled = cancelled;
    this.lastLink = new AtomicLong(lastLink);
  }

  @Override
  public void commit(List<StateChange> changes) {
    keepLease();
    if (!changes.isEmpty()) {
      store.commit(lease, changes);
    }
  }

  /** Renews the lease if it is time to. */
  void keepLease() {
    keeper.keep();
  }

  @Override
  public String newId() {
    return newId(time);
  }

  static String newId(TimeSource time) {
    return new UUID(time.random().nextLong(), time.random().nextLong()).toString();
  }

  /**
   * Lets this run's time begin after what earlier runs left open, whatever the clocks say: what is
   * marked from now on was not known before those calls.
   */
  void beginAfter(List<Intent> open) {
    for (Intent intent : open) {
      Instant after = intent.at().plus(TICK);
      if (after.isAfter(earliest)) {
        earliest = after;
      }
    }
  }

  /** Returns the time, which is never that of an intent that an earlier run left open. */
  @Override
  public Instant now() {
    Instant now = time.instant();
    return now.isBefore(earliest) ? earliest : now;
  }

  @Override
  public void checkCancelled() {
    if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new SyncCancelledException("the run was cancelled");
    }
  }

  /** Called between steps: ends the caller if the run was cancelled, and keeps the lease. */
  void pause() {
    checkCancelled();
    keepLease();
  }

  /** Waits, in slices, so that a cancelled run ends within a second. */
  void sleep(Duration length) {
    Duration left = length;
    try {
      while (left.compareTo(Duration.ZERO) > 0) {
        pause();
        Duration slice = left.compareTo(SLICE) > 0 ? SLICE : left;
        time.sleep(slice);
        left = left.minus(slice);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("the run was interrupted", e);
    }
  }

  boolean isLinked(Side side, String id) {
    return !store.links(lease.sync(), side, List.of(id)).isEmpty();
  }

  long nextLink() {
    return lastLink.incrementAndGet();
  }
}
