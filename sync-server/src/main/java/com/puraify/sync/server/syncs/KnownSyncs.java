package com.puraify.sync.server.syncs;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The syncs by their ids. Their documents are settings of the state store, under an id that no sync
 * can have, and are looked at each time: another server on the store may have changed them.
 * Thread-safe.
 */
public final class KnownSyncs {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.server");

  /** A sync's id begins with a letter or a digit. */
  private static final String SHELF = "~server";

  private static final String PREFIX = "document:";
  private static final String SUBSCRIBED = "subscribed:";

  private final StateStore store;
  private final ConcurrentMap<String, KnownSync> known = new ConcurrentHashMap<>();

  /** The documents that do not fit, of which the log has told. */
  private final Map<String, String> unusable = new HashMap<>();

  private final ReentrantLock writing = new ReentrantLock();

  private KnownSyncs(StateStore store) {
    this.store = store;
  }

  /** Returns the syncs that a store holds. A document that no longer fits stays there unused. */
  public static KnownSyncs in(StateStore store) {
    KnownSyncs syncs = new KnownSyncs(store);
    syncs.refresh();
    return syncs;
  }

  private void refresh() {
    writing.lock();
    try {
      Map<String, String> documents = new HashMap<>();
      store
          .load(SHELF)
          .settings()
          .forEach(
              (name, document) -> {
                if (name.startsWith(PREFIX)) {
                  documents.put(name.substring(PREFIX.length()), document);
                }
              });
      known.keySet().retainAll(documents.keySet());
      unusable.keySet().retainAll(documents.keySet());
      documents.forEach(this::read);
    } finally {
      writing.unlock();
    }
  }

  private void read(String id, String document) {
    KnownSync before = known.get(id);
    if ((before != null && before.document().equals(document))
        || document.equals(unusable.get(id))) {
      return;
    }
    try {
      known.put(id, KnownSync.of(document));
    } catch (ConfigurationException e) {
      known.remove(id);
      unusable.put(id, document);
      LOG.error("the document of sync {} is not usable any more: {}", id, e.getMessage());
    }
  }

  /** Returns all syncs, by their ids. */
  public List<KnownSync> all() {
    refresh();
    List<KnownSync> all = new ArrayList<>(known.values());
    all.sort(Comparator.comparing(KnownSync::id));
    return all;
  }

  /** Returns a sync, if it is known. */
  public Optional<KnownSync> find(String id) {
    refresh();
    return Optional.ofNullable(known.get(id));
  }

  /**
   * Returns a sync.
   *
   * @throws ProblemException if it is not known
   */
  public KnownSync get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemType.NOT_FOUND,
                    "no sync has the id '" + id + "'",
                    "see GET /syncs for those that are known, or POST its document to"
                        + " /sync/start"));
  }

  /** Keeps a sync for good, in place of the one of that id, which is returned. */
  public Optional<KnownSync> put(KnownSync sync) {
    writing.lock();
    try {
      refresh();
      KnownSync before = known.get(sync.id());
      if (before == null || !before.document().equals(sync.document())) {
        keep(sync.id(), sync.document());
        known.put(sync.id(), sync);
      }
      return Optional.ofNullable(before);
    } finally {
      writing.unlock();
    }
  }

  /** Forgets a sync. What the engine remembers of its items stays. */
  public void remove(String id) {
    writing.lock();
    try {
      keep(id, null);
      keepSubscribed(id, false);
      known.remove(id);
    } finally {
      writing.unlock();
    }
  }

  /** Returns whether its platform was asked to send webhooks. */
  boolean isSubscribed(String id) {
    return store.load(SHELF).settings().containsKey(SUBSCRIBED + id);
  }

  /** Keeps whether its platform was asked to send webhooks. */
  void keepSubscribed(String id, boolean subscribed) {
    store.commit(
        SHELF, List.of(new StateChange.PutSetting(SUBSCRIBED + id, subscribed ? "yes" : null)));
  }

  private void keep(String id, @Nullable String document) {
    store.commit(SHELF, List.of(new StateChange.PutSetting(PREFIX + id, document)));
  }
}
