package com.puraify.sync.server.syncs;

import com.puraify.sync.Listening;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has known syncs listen to webhooks, where their platform sends any; and platforms send them,
 * where that is asked for and they have a call for it. Thread-safe.
 */
public final class Attention {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.server");

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final @Nullable URI publicUrl;
  private final Map<String, Listening> listening = new HashMap<>();
  private final Map<String, String> documents = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Creates it for an engine's syncs.
   *
   * @param publicUrl how platforms reach the server, or null if that is not known
   */
  public Attention(SyncEngine engine, KnownSyncs syncs, @Nullable URI publicUrl) {
    this.engine = engine;
    this.syncs = syncs;
    this.publicUrl = publicUrl;
  }

  /** Has a sync listen as its document now says. */
  public void pay(KnownSync sync) {
    lock.lock();
    try {
      if (sync.document().equals(documents.get(sync.id()))) {
        return;
      }
      end(sync.id());
      documents.put(sync.id(), sync.document());
      listening.put(sync.id(), listen(sync));
    } catch (ConfigurationException e) {
      LOG.debug("sync {} listens to no webhooks: {}", sync.id(), e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private Listening listen(KnownSync sync) {
    URI base = publicUrl;
    if (base != null && syncs.isSubscribed(sync.id())) {
      try {
        return engine.listen(sync.config(), callback(base, sync));
      } catch (RuntimeException e) {
        documents.remove(sync.id());
        LOG.warn(
            "the subscription of sync {} could not be looked after, which is tried again when the"
                + " sync is started: {}",
            sync.id(),
            e.getMessage());
      }
    }
    return engine.listen(sync.config());
  }

  private static URI callback(URI base, KnownSync sync) {
    String project =
        URLEncoder.encode(sync.config().project(), StandardCharsets.UTF_8).replace("+", "%20");
    return URI.create(base + "/webhooks/" + sync.platform() + "/" + project);
  }

  /**
   * Has a sync's platform send webhooks to this server, from now on, also after a restart.
   *
   * @return where they go
   * @throws ProblemException if it is not known how platforms reach the server
   * @throws com.puraify.sync.error.SyncException as {@link SyncEngine#listen(
   *     com.puraify.sync.SyncConfig, URI)}
   */
  public URI subscribe(KnownSync sync) {
    URI base = publicUrl;
    if (base == null) {
      throw ProblemException.of(
          ProblemType.CONFLICT,
          "it is not known how platforms reach this server",
          "set SYNC_PUBLIC_URL, and try again");
    }
    URI callback = callback(base, sync);
    lock.lock();
    try {
      end(sync.id());
      listening.put(sync.id(), engine.listen(sync.config(), callback));
      documents.put(sync.id(), sync.document());
      syncs.keepSubscribed(sync.id(), true);
    } finally {
      if (!listening.containsKey(sync.id())) {
        pay(sync); // it listens as before
      }
      lock.unlock();
    }
    return callback;
  }

  /** Leaves a sync's subscription to run out. The sync goes on listening. */
  public void unsubscribe(KnownSync sync) {
    lock.lock();
    try {
      syncs.keepSubscribed(sync.id(), false);
      end(sync.id());
      pay(sync);
    } finally {
      lock.unlock();
    }
  }

  /** Returns where a sync's platform sends webhooks, if it was asked to. */
  public Optional<URI> subscription(KnownSync sync) {
    URI base = publicUrl;
    return base == null || !syncs.isSubscribed(sync.id())
        ? Optional.empty()
        : Optional.of(callback(base, sync));
  }

  /** Has just these syncs listen: another server on the store may have changed which there are. */
  public void follow(List<KnownSync> syncs) {
    lock.lock();
    try {
      Set<String> known = syncs.stream().map(KnownSync::id).collect(Collectors.toSet());
      List.copyOf(documents.keySet()).stream().filter(id -> !known.contains(id)).forEach(this::end);
      syncs.forEach(this::pay);
    } finally {
      lock.unlock();
    }
  }

  /** Has a sync listen no longer. */
  public void end(String id) {
    lock.lock();
    try {
      documents.remove(id);
      Listening before = listening.remove(id);
      if (before != null) {
        before.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
