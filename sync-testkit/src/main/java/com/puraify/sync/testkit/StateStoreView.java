package com.puraify.sync.testkit;

import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A state store that hands every call on to another, and comes in between: to count, to fail, to
 * die. Closing it does not close the other one, whose contents outlive a simulated process. As
 * thread-safe as the subclass.
 */
public abstract class StateStoreView implements StateStore {

  /** Creates a view. */
  protected StateStoreView() {}

  /** Returns what the calls are handed on to. */
  protected abstract StateStore store();

  /**
   * Makes a call.
   *
   * @param sync the sync that it is about, or empty if it is about all
   * @param name what it is called
   * @param changes whether it may change something
   * @param call the call itself
   */
  protected abstract <T> T around(String sync, String name, boolean changes, Supplier<T> call);

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    return around(sync, "acquire", true, () -> store().acquire(sync, owner, length, now));
  }

  @Override
  public boolean renew(Lease lease, Duration length, Instant now) {
    return around(lease.sync(), "renew", true, () -> store().renew(lease, length, now));
  }

  @Override
  public void release(Lease lease) {
    around(
        lease.sync(),
        "release",
        true,
        () -> {
          store().release(lease);
          return true;
        });
  }

  @Override
  public Optional<String> holder(String sync, Instant now) {
    return around(sync, "holder", false, () -> store().holder(sync, now));
  }

  @Override
  public SyncState load(String sync) {
    return around(sync, "load", false, () -> store().load(sync));
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    around(
        lease.sync(),
        "commit",
        true,
        () -> {
          store().commit(lease, changes);
          return true;
        });
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    around(
        sync,
        "a person's commit",
        true,
        () -> {
          store().commit(sync, changes);
          return true;
        });
  }

  @Override
  public Map<String, String> settings(String name) {
    return around("", "settings", false, () -> store().settings(name));
  }

  @Override
  public List<Link> links(String sync, Side side, Collection<String> ids) {
    return around(sync, "links by id", false, () -> store().links(sync, side, ids));
  }

  @Override
  public List<Link> links(String sync, Collection<Long> numbers) {
    return around(sync, "links by number", false, () -> store().links(sync, numbers));
  }

  @Override
  public List<Link> linksAfter(String sync, long number, int limit) {
    return around(sync, "linksAfter", false, () -> store().linksAfter(sync, number, limit));
  }

  @Override
  public List<Link> linksToRevisit(String sync) {
    return around(sync, "linksToRevisit", false, () -> store().linksToRevisit(sync));
  }

  @Override
  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
    return around(sync, "marks", false, () -> store().marks(sync, side, ids));
  }

  @Override
  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
    return around(sync, "marksByKey", false, () -> store().marksByKey(sync, side, keys));
  }

  @Override
  public List<Mark> marksToRevisit(String sync) {
    return around(sync, "marksToRevisit", false, () -> store().marksToRevisit(sync));
  }

  @Override
  public List<Intent> intents(String sync) {
    return around(sync, "intents", false, () -> store().intents(sync));
  }

  @Override
  public Optional<Document> document(String sync, Document.Kind kind, String id) {
    return around(sync, "document", false, () -> store().document(sync, kind, id));
  }

  @Override
  public List<Document> documents(
      String sync, Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    return around(
        sync, "documents", false, () -> store().documents(sync, kind, subject, openOnly, limit));
  }

  @Override
  public final void close() {
    // The contents outlive whoever looks at them.
  }
}
