package com.puraify.sync.internal.webhook;

import com.puraify.sync.Listening;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.job.Hints;
import com.puraify.sync.internal.job.Ticker;
import com.puraify.sync.value.Side;
import com.puraify.sync.webhook.WebhookHint;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sync that listens. Thread-safe.
 *
 * <p>The first hint starts the wait; all that come meanwhile belong to the same job, which is
 * queued with them when the wait is over. What comes later waits anew, and joins that job if it has
 * not begun by then.
 */
final class Listener implements Listening, Ticker.Alarm {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.webhook");

  /** How long a renewal that failed is put off. */
  private static final Duration RETRY = Duration.ofMinutes(10);

  /** How soon a run is asked for again that could not be queued. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  /** How far ahead a renewal is looked at: the wall clock may be set meanwhile. */
  private static final Duration GLANCE = Duration.ofHours(6);

  private final SyncConfig config;
  private final Map<Side, String> platforms;
  private final Duration debounce;
  private final TimeSource time;
  private final Ticker ticker;
  private final Webhooks.Requests requests;
  private final @Nullable Subscriber subscriber;
  private final Consumer<Listener> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Side, String> entities = new EnumMap<>(Side.class);
  private Hints waiting = new Hints();
  private long due;
  private boolean asking;
  private boolean closed;
  private boolean renewing;
  private @Nullable Instant renewal;

  /**
   * Creates a listener.
   *
   * @param requests queues runs
   */
  Listener(
      SyncConfig config,
      Map<Side, String> platforms,
      Duration debounce,
      TimeSource time,
      Ticker ticker,
      Webhooks.Requests requests,
      @Nullable Subscriber subscriber,
      Consumer<Listener> onClose) {
    this.config = config;
    this.platforms = platforms;
    this.debounce = debounce;
    this.time = time;
    this.ticker = ticker;
    this.requests = requests;
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
      if (asking || !waiting.isEmpty()) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    return requests.isWaiting(config.id());
  }

  /** Takes a hint from a platform, if it concerns the sync. Returns at once. */
  void take(String platform, WebhookHint hint) {
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
      if (!first || waiting.isEmpty()) {
        return;
      }
      due = time.nanos() + debounce.toNanos();
    } finally {
      lock.unlock();
    }
    ticker.changed();
  }

  @Override
  public long nanosLeft() {
    lock.lock();
    try {
      if (closed) {
        return Long.MAX_VALUE;
      }
      long untilRun =
          asking || waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, due - time.nanos());
      return Math.min(untilRun, renewing ? Long.MAX_VALUE : untilRenewal());
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

  @Override
  public void ring() {
    boolean renew;
    boolean ask;
    lock.lock();
    try {
      renew = !closed && !renewing && untilRenewal() == 0;
      renewing |= renew;
      ask = !closed && !asking && !waiting.isEmpty() && due - time.nanos() <= 0;
      asking |= ask;
    } finally {
      lock.unlock();
    }
    if (renew) {
      ticker.start(this::renew);
    }
    if (ask) {
      ticker.start(this::ask);
    }
  }

  private void ask() {
    Hints told;
    lock.lock();
    try {
      told = waiting;
      waiting = new Hints();
    } finally {
      lock.unlock();
    }
    boolean queued = false;
    try {
      requests.submit(config, told);
      queued = true;
    } catch (SyncException e) {
      LOG.warn(
          "sync={} could not be queued for what a webhook told of, and will be soon: {}",
          config.id(),
          e.getMessage());
    } finally {
      asked(queued, told);
    }
  }

  /** What could not be queued waits on, together with what came meanwhile. */
  private void asked(boolean queued, Hints told) {
    lock.lock();
    try {
      asking = false;
      if (!queued && !closed) {
        told.addAll(waiting);
        waiting = told;
        due = time.nanos() + ASK_AGAIN.toNanos();
      }
    } finally {
      lock.unlock();
    }
    ticker.changed();
  }

  /** Learns what identifies the entities of its sides: hints at others are left out from now on. */
  void opened(Map<Side, EntityKey> keys) {
    lock.lock();
    try {
      keys.forEach((side, key) -> entities.put(side, key.id()));
    } finally {
      lock.unlock();
    }
  }

  /** Makes sure that the platform sends webhooks, and keeps doing so. */
  void subscribe() {
    Subscriber own = subscriber;
    if (own != null) {
      renewed(own.ensure());
    }
  }

  private void renew() {
    Subscriber own = subscriber;
    Instant next = time.instant().plus(RETRY);
    try {
      next = own == null ? null : own.ensure();
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
    ticker.changed();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting = new Hints();
    } finally {
      lock.unlock();
    }
    onClose.accept(this);
  }
}
