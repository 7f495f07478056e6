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
  private final Consumer<Listener> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Side, String> entities = new EnumMap<>(Side.class);
  private Hints waiting = new Hints();
  private long due;
  private boolean running;
  private boolean watched;
  private boolean closed;
  private @Nullable Thread sleeper;

  Listener(
      SyncConfig config,
      Map<Side, String> platforms,
      Duration debounce,
      TimeSource time,
      Engine engine,
      Consumer<Listener> onClose) {
    this.config = config;
    this.platforms = platforms;
    this.debounce = debounce;
    this.time = time;
    this.engine = engine;
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
            if (name.equals(platform)
                && (hint.entity() == null || known == null || known.equals(hint.entity()))) {
              waiting.add(side, hint);
            }
          });
      if (first && !waiting.isEmpty()) {
        due = time.nanos() + debounce.toNanos();
      }
      start = !waiting.isEmpty() && !watched && engine.threads() != null;
      watched |= start;
    } finally {
      lock.unlock();
    }
    Consumer<Runnable> threads = engine.threads();
    if (start && threads != null) {
      watch(threads);
    }
  }

  private void watch(Consumer<Runnable> threads) {
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
      }
    }
  }

  /** Returns how many nanoseconds are left until a run is due; negative if nothing waits. */
  private long untilDue() {
    lock.lock();
    try {
      if (closed || waiting.isEmpty()) {
        watched = false;
        return -1;
      }
      return running ? debounce.toNanos() : Math.max(0, due - time.nanos());
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
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      close(); // by itself, or by the engine's end
    } finally {
      lock.lock();
      sleeper = null;
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
