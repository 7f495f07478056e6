package com.puraify.sync.internal.webhook;

import com.puraify.sync.EntityReference;
import com.puraify.sync.Listening;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.internal.job.Hints;
import com.puraify.sync.internal.job.JobRuns;
import com.puraify.sync.internal.job.Ticker;
import com.puraify.sync.internal.run.EngineParts;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookReply;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The webhooks of an engine: who listens, and what comes in. Thread-safe. */
public final class Webhooks implements JobRuns.Listeners, AutoCloseable {

  /** The engine's queue, as webhooks need it. Thread-safe. */
  public interface Requests {

    /** Queues a run for what a sync was told of. */
    void submit(SyncConfig config, Hints hints);

    /** Tells how a sync that listens runs. */
    void knows(SyncConfig config);

    /** Returns whether such a run waits. */
    boolean isWaiting(String sync);
  }

  private static final int KNOWN_DELIVERIES = 10_000;

  private final EngineParts parts;
  private final Duration debounce;
  private final Ticker ticker;
  private final Requests requests;
  private final Reception reception;
  private final KnownDeliveries known = new KnownDeliveries(KNOWN_DELIVERIES);
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Creates the webhooks of an engine.
   *
   * @param debounce how long a sync waits after a first hint for others
   * @param ticker waits for what is due
   * @param requests queues runs
   */
  public Webhooks(EngineParts parts, Duration debounce, Ticker ticker, Requests requests) {
    this.parts = parts;
    this.debounce = debounce;
    this.ticker = ticker;
    this.requests = requests;
    this.reception =
        new Reception(parts.connectors(), parts.credentials(), parts.time(), this::hear);
  }

  /** Answers a delivery. */
  public WebhookReply receive(String project, String platform, WebhookDelivery delivery) {
    return closed ? WebhookReply.of(503) : reception.receive(project, platform, delivery);
  }

  private void hear(String project, String platform, WebhookHint hint) {
    List<Listener> concerned =
        listeners.stream()
            .filter(each -> each.config().project().equals(project) && each.isOn(platform))
            .toList();
    if (!concerned.isEmpty() && known.add(project + '\n' + platform + '\n' + hint.delivery())) {
      concerned.forEach(each -> each.take(platform, hint));
    }
  }

  /**
   * Has a sync listen.
   *
   * @throws ConfigurationException if it listens already, or neither side is on a platform that
   *     sends webhooks
   */
  public Listening listen(SyncConfig config) {
    return add(config, null);
  }

  /**
   * Has a sync listen, and its platform send to an address.
   *
   * @throws ConfigurationException also if the platform cannot be asked to
   */
  public Listening listen(SyncConfig config, URI callback) {
    Listener listener = add(config, Subscriber.of(parts, config, callback));
    try {
      listener.subscribe();
      return listener;
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  private Listener add(SyncConfig config, @Nullable Subscriber subscriber) {
    Map<Side, String> platforms = platforms(config);
    lock.lock();
    try {
      if (listeners.stream().anyMatch(each -> each.config().id().equals(config.id()))) {
        throw new ConfigurationException(
            "listen", "sync '" + config.id() + "' listens already; close that first");
      }
      Listener listener =
          new Listener(
              config,
              platforms,
              debounce,
              parts.time(),
              ticker,
              requests,
              subscriber,
              this::remove);
      listeners.add(listener);
      ticker.add(listener);
      requests.knows(config);
      return listener;
    } finally {
      lock.unlock();
    }
  }

  private Map<Side, String> platforms(SyncConfig config) {
    Map<Side, String> platforms = new EnumMap<>(Side.class);
    platform(config.local()).ifPresent(name -> platforms.put(Side.LOCAL, name));
    platform(config.remote()).ifPresent(name -> platforms.put(Side.REMOTE, name));
    platforms
        .values()
        .removeIf(
            name -> {
              Connector connector = parts.connectors().get(name);
              return connector == null || connector.webhooks().isEmpty();
            });
    if (platforms.isEmpty()) {
      throw new ConfigurationException(
          "listen",
          "sync '"
              + config.id()
              + "' has no side on a platform whose connector reads webhooks; register the connector"
              + " with the engine, or run the sync by schedule");
    }
    return platforms;
  }

  private Optional<String> platform(EntityReference reference) {
    if (reference instanceof EntityReference.Given given) {
      return Optional.of(Schema.simplify(given.entity().platform()));
    }
    if (reference instanceof EntityReference.OnPlatform on) {
      return Optional.of(Schema.simplify(on.platform()));
    }
    return Optional.ofNullable(parts.local())
        .map(
            connection ->
                Schema.simplify(
                    connection.entity(((EntityReference.Local) reference).name()).platform()));
  }

  private void remove(Listener listener) {
    listeners.remove(listener);
    ticker.remove(listener);
  }

  @Override
  public void opened(String sync, Map<Side, EntityKey> keys) {
    for (Listener listener : listeners) {
      if (listener.config().id().equals(sync)) {
        listener.opened(keys);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    listeners.forEach(Listener::close);
  }
}
