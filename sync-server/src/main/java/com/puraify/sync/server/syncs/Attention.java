package com.puraify.sync.server.syncs;

import com.puraify.sync.Listening;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has known syncs listen to webhooks, where their platform sends any. Thread-safe. */
public final class Attention {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.server");

  private final SyncEngine engine;
  private final Map<String, Listening> listening = new HashMap<>();
  private final Map<String, String> documents = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Creates it for an engine's syncs. */
  public Attention(SyncEngine engine) {
    this.engine = engine;
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
      listening.put(sync.id(), engine.listen(sync.config()));
    } catch (ConfigurationException e) {
      LOG.debug("sync {} listens to no webhooks: {}", sync.id(), e.getMessage());
    } finally {
      lock.unlock();
    }
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
