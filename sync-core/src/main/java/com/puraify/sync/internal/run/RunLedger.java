package com.puraify.sync.internal.run;

import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.write.Ledger;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<Long, Set<Side>> lost = new ConcurrentHashMap<>();
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
      store.commit(
          lease, lost.isEmpty() ? changes : changes.stream().map(this::withoutLostIds).toList());
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

  /** Returns a count of nanoseconds that goes on while clocks are set; see {@link #now}. */
  long nanos() {
    return time.nanos();
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

  /** Returns the links that some items of a side are in, by the items' ids. */
  Map<String, Link> holders(Side side, List<String> ids) {
    Map<String, Link> holders = new HashMap<>();
    store.links(lease.sync(), side, ids).forEach(link -> holders.put(link.id(side), link));
    return holders;
  }

  /**
   * Takes an id away from a link, as another item was given it. What was read of the link before is
   * committed without it from now on.
   */
  void takeId(Link holder, Side side) {
    lost.merge(holder.number(), Set.of(side), RunLedger::both);
  }

  private static Set<Side> both(Set<Side> some, Set<Side> others) {
    Set<Side> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }

  private StateChange withoutLostIds(StateChange change) {
    if (!(change instanceof StateChange.PutLink put) || !lost.containsKey(put.link().number())) {
      return change;
    }
    Link link = put.link();
    for (Side side : Objects.requireNonNull(lost.get(link.number()))) {
      link = link.hasLostId(side) ? link : link.withLostId(side);
    }
    return new StateChange.PutLink(link);
  }

  long nextLink() {
    return lastLink.incrementAndGet();
  }
}
