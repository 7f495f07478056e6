package com.puraify.sync.internal.webhook;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.Listening;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.run.Targets;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.value.Side;
import com.puraify.sync.webhook.WebhookHint;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sync that listens. Thread-safe.
 *
 * <p>The first hint after a run starts the wait; all that come meanwhile belong to the same run. A
 * thread is there as long as something waits, and no longer.
 */
final class Listener implements Listening {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.webhook");

  /** How long a renewal that failed is put off. */
  private static final Duration RETRY = Duration.ofMinutes(10);

  /** How long anything sleeps, at most: the wall clock may be set meanwhile. */
  private static final Duration GLANCE = Duration.ofHours(6);

  /** What a listener asks of its engine. */
  interface Engine {
    /** Runs a sync for some items. */
    SyncReport run(SyncConfig config, Targets targets);

    /** Returns whether somebody runs the sync just now. */
    boolean isRunning(SyncConfig config);

    /** Starts a thread; null if there are none, and runs are made by hand. */
    @Nullable Consumer<Runnable> threads();
  }

  private final SyncConfig config;
  private final Map<Side, String> platforms;
  private final Duration debounce;
  private final TimeSource time;
  private final Engine engine;
  private final @Nullable Subscriber subscriber;
  private final Consumer<Listener> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Side, String> entities = new EnumMap<>(Side.class);
  private Hints waiting = new Hints();
  private long due;
  private boolean running;
  private boolean watched;
  private boolean closed;
  private boolean woken;
  private boolean renewing;
  private @Nullable Instant renewal;
  private @Nullable Thread sleeper;

  Listener(
      SyncConfig config,
      Map<Side, String> platforms,
      Duration debounce,
      TimeSource time,
      Engine engine,
      @Nullable Subscriber subscriber,
      Consumer<Listener> onClose) {
    this.config = config;
    this.platforms = platforms;
    this.debounce = debounce;
    this.time = time;
    this.engine = engine;
    this.subscriber = subscriber;
    this.onClose = onClose;
  }

  @Override
  public SyncConfig config() {
    return config;
  }

  /** Returns whether a side of the sync is on a platform. */
  boolean isOn(String platform) {
    return platforms.containsValue(platform);
  }

  @Override
  public boolean isWaiting() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a hint from a platform, if it concerns the sync. Returns at once. */
  void take(String platform, WebhookHint hint) {
    boolean start = false;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      boolean first = waiting.isEmpty();
      platforms.forEach(
          (side, name) -> {
            String known = entities.get(side);
            if (name.equals(platform) && (known == null || Hints.concerns(hint.entity(), known))) {
              waiting.add(side, hint);
            }
          });
      if (first && !waiting.isEmpty()) {
        due = time.nanos() + debounce.toNanos();
      }
      if (first && !waiting.isEmpty()) {
        start = wake();
      }
    } finally {
      lock.unlock();
    }
    if (start) {
      watch(engine.threads());
    }
  }

  /** Has the thread that watches look again; returns whether there is none and should be. */
  private boolean wake() {
    if (sleeper != null) {
      woken = true;
      sleeper.interrupt();
    }
    boolean start = !watched && engine.threads() != null;
    watched |= start;
    return start;
  }

  /** Makes sure that the platform sends webhooks, and keeps doing so. */
  void subscribe() {
    Subscriber own = subscriber;
    if (own == null) {
      return;
    }
    Instant next = own.ensure();
    boolean start;
    lock.lock();
    try {
      renewal = next;
      start = next != null && !closed && wake();
    } finally {
      lock.unlock();
    }
    if (start) {
      watch(engine.threads());
    }
  }

  /** Renews the subscription in the caller's thread, if it is time. */
  void renewIfDue() {
    Subscriber own = subscriber;
    lock.lock();
    try {
      if (own == null || closed || renewing || untilRenewal() > 0) {
        return;
      }
      renewing = true;
    } finally {
      lock.unlock();
    }
    Instant next = time.instant().plus(RETRY);
    try {
      next = own.ensure();
    } catch (SyncException e) {
      LOG.warn(
          "sync={} its webhook subscription was not renewed, and will be tried again: {}",
          config.id(),
          e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn(
          "sync={} its webhook subscription was not renewed, and will be tried again",
          config.id(),
          e);
    } finally {
      renewed(next);
    }
  }

  private void renewed(@Nullable Instant next) {
    lock.lock();
    try {
      renewing = false;
      renewal = next;
    } finally {
      lock.unlock();
    }
  }

  private long untilRenewal() {
    if (renewal == null) {
      return Long.MAX_VALUE;
    }
    Duration left = Duration.between(time.instant(), renewal);
    return Math.max(0, (left.compareTo(GLANCE) > 0 ? GLANCE : left).toNanos());
  }

  private void watch(@Nullable Consumer<Runnable> threads) {
    if (threads == null) {
      return;
    }
    try {
      threads.accept(this::watch);
    } catch (RejectedExecutionException e) {
      LOG.debug("sync={} the engine is closing; the next one's ordinary run reads it", config.id());
    }
  }

  private void watch() {
    for (long left = untilDue(); left >= 0; left = untilDue()) {
      if (left > 0) {
        sleep(left);
      } else {
        runIfDue();
        renewIfDue();
      }
    }
  }

  /** Returns how many nanoseconds are left until something is due; negative if nothing will be. */
  private long untilDue() {
    lock.lock();
    try {
      if (closed || (waiting.isEmpty() && renewal == null)) {
        watched = false;
        return -1;
      }
      long untilRun =
          waiting.isEmpty()
              ? Long.MAX_VALUE
              : running ? debounce.toNanos() : Math.max(0, due - time.nanos());
      return Math.min(untilRun, renewing ? RETRY.toNanos() : untilRenewal());
    } finally {
      lock.unlock();
    }
  }

  private void sleep(long nanos) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      sleeper = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (isToEnd(interrupted)) {
      close(); // by itself, or by the engine's end
    }
  }

  /** Returns whether the thread that slept was interrupted, and not to wake it. */
  private boolean isToEnd(boolean interrupted) {
    lock.lock();
    try {
      sleeper = null;
      boolean late = Thread.interrupted(); // too late to end the sleep
      boolean end = (interrupted || late) && !woken;
      woken = false;
      return end;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the sync in the caller's thread, if something waits and has waited long enough. What comes
   * in meanwhile waits for the next run; if somebody else runs the sync, everything does.
   */
  Optional<SyncReport> runIfDue() {
    Hints taken;
    lock.lock();
    try {
      if (closed || running || waiting.isEmpty() || due - time.nanos() > 0) {
        return Optional.empty();
      }
      running = true;
      taken = waiting;
      waiting = new Hints();
    } finally {
      lock.unlock();
    }
    boolean again = false;
    try {
      if (engine.isRunning(config)) {
        again = true;
        return Optional.empty();
      }
      return Optional.of(engine.run(config, keys -> about(taken, keys)));
    } catch (SyncException e) {
      again = e instanceof StateException && engine.isRunning(config);
      LOG.warn(
          "sync={} could not look at what a webhook told of: {}; {} does",
          config.id(),
          e.getMessage(),
          again ? "the next try" : "the next ordinary run");
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn(
          "sync={} could not look at what a webhook told of; the next ordinary run does",
          config.id(),
          e);
      return Optional.empty();
    } finally {
      done(again ? taken : null);
    }
  }

  private void done(@Nullable Hints again) {
    lock.lock();
    try {
      running = false;
      if (again != null) {
        again.addAll(waiting);
        waiting = again;
        due = time.nanos() + debounce.toNanos();
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<ItemSelection> about(Hints hints, Map<Side, EntityKey> keys) {
    lock.lock();
    try {
      keys.forEach((side, key) -> entities.put(side, key.id()));
    } finally {
      lock.unlock();
    }
    return hints.about(keys);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting = new Hints();
      if (sleeper != null && sleeper != Thread.currentThread()) {
        sleeper.interrupt();
      }
    } finally {
      lock.unlock();
    }
    onClose.accept(this);
  }
}
