package com.puraify.sync.state;

import com.puraify.sync.error.StateException;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A state store that forgets everything with its process: for tests, and for hosts that match
 * afresh at every start.
 *
 * <p>It keeps to the letter of {@link StateStore}: commits are atomic, leases fence, ids stay in
 * one link. Only durability is missing. {@link #close} leaves the contents alone, so that an engine
 * can be restarted on the same store. Thread-safe.
 */
public final class MemoryStateStore implements StateStore {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, MemorySync> syncs = new HashMap<>();

  private MemoryStateStore() {}

  /** Returns an empty store. */
  public static MemoryStateStore create() {
    return new MemoryStateStore();
  }

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    return with(sync, state -> state.lease().acquire(sync, owner, length, now));
  }

  @Override
  public boolean renew(Lease lease, Duration length, Instant now) {
    return with(lease.sync(), state -> state.lease().renew(lease.token(), length, now));
  }

  @Override
  public void release(Lease lease) {
    with(
        lease.sync(),
        state -> {
          state.lease().release(lease.token());
          return true;
        });
  }

  @Override
  public Optional<String> holder(String sync, Instant now) {
    return with(sync, state -> state.lease().holder(now));
  }

  @Override
  public SyncState load(String sync) {
    return with(sync, MemorySync::load);
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    with(
        lease.sync(),
        state -> {
          if (!state.lease().isLatest(lease.token())) {
            throw new StateException(
                "The lease of sync '"
                    + lease.sync()
                    + "' with token "
                    + lease.token()
                    + " ("
                    + lease.owner()
                    + ") is no longer the latest one. Nothing was committed; stop this run.");
          }
          new MemoryCommit(lease.sync(), state).apply(changes);
          return true;
        });
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    with(
        sync,
        state -> {
          MemoryCommit commit = new MemoryCommit(sync, state);
          commit.refuseWhatOnlyRunsMayChange(changes);
          commit.apply(changes);
          return true;
        });
  }

  @Override
  public Map<String, String> settings(String name) {
    lock.lock();
    try {
      Map<String, String> values = new HashMap<>();
      syncs.forEach(
          (sync, state) -> {
            String value = state.settings().get(name);
            if (value != null) {
              values.put(sync, value);
            }
          });
      return Map.copyOf(values);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Link> links(String sync, Side side, Collection<String> ids) {
    return with(sync, state -> state.links().byIds(side, ids));
  }

  @Override
  public List<Link> links(String sync, Collection<Long> numbers) {
    return with(sync, state -> state.links().byNumbers(numbers));
  }

  @Override
  public List<Link> linksAfter(String sync, long number, int limit) {
    return with(sync, state -> state.links().after(number, limit));
  }

  @Override
  public List<Link> linksToRevisit(String sync) {
    return with(sync, state -> state.links().toRevisit());
  }

  @Override
  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
    return with(sync, state -> state.marks().byIds(side, ids));
  }

  @Override
  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
    return with(sync, state -> state.marks().byKeys(side, keys));
  }

  @Override
  public List<Mark> marksToRevisit(String sync) {
    return with(sync, state -> state.marks().toRevisit());
  }

  @Override
  public List<Intent> intents(String sync) {
    return with(sync, MemorySync::intentsInOrder);
  }

  @Override
  public Optional<Document> document(String sync, Document.Kind kind, String id) {
    return with(sync, state -> state.documents().get(kind, id));
  }

  @Override
  public List<Document> documents(
      String sync, Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    return with(sync, state -> state.documents().list(kind, subject, openOnly, limit));
  }

  @Override
  public void close() {
    // The contents live as long as the object does.
  }

  private <T> T with(String sync, Function<MemorySync, T> work) {
    lock.lock();
    try {
      return work.apply(syncs.computeIfAbsent(sync, id -> new MemorySync()));
    } finally {
      lock.unlock();
    }
  }
}
