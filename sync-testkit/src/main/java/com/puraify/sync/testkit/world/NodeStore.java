package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.testkit.world.Trouble.Point;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The store as a simulated process sees it: each call is a boundary, and commits are watched. */
final class NodeStore implements StateStore {

  private final Node node;
  private final SimulatedWorld world;

  NodeStore(Node node, SimulatedWorld world) {
    this.node = node;
    this.world = world;
  }

  private StateStore store() {
    return world.vault().store();
  }

  private <T> T call(String sync, Supplier<T> work) {
    world.asked(sync);
    node.at(Point.STORE, null);
    T answer = work.get();
    node.at(Point.STORED, null);
    return answer;
  }

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    Optional<Lease> lease = call(sync, () -> store().acquire(sync, owner, length, now));
    lease.ifPresent(node::leased);
    return lease;
  }

  @Override
  public boolean renew(Lease lease, Duration length, Instant now) {
    return call(lease.sync(), () -> store().renew(lease, length, now));
  }

  @Override
  public void release(Lease lease) {
    call(
        lease.sync(),
        () -> {
          store().release(lease);
          return true;
        });
  }

  @Override
  public Optional<String> holder(String sync, Instant now) {
    return call(sync, () -> store().holder(sync, now));
  }

  @Override
  public SyncState load(String sync) {
    return call(sync, () -> store().load(sync));
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    call(
        lease.sync(),
        () -> {
          node.at(Point.COMMIT, null);
          world.vault().commit(lease, changes);
          if (lease.sync().equals(SyncShape.ID)) {
            node.committed(changes);
          }
          node.at(Point.COMMITTED, null);
          return true;
        });
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    call(
        sync,
        () -> {
          world.vault().commit(sync, changes);
          return true;
        });
  }

  @Override
  public List<Link> links(String sync, Side side, Collection<String> ids) {
    return call(sync, () -> store().links(sync, side, ids));
  }

  @Override
  public List<Link> links(String sync, Collection<Long> numbers) {
    return call(sync, () -> store().links(sync, numbers));
  }

  @Override
  public List<Link> linksAfter(String sync, long number, int limit) {
    return call(sync, () -> store().linksAfter(sync, number, limit));
  }

  @Override
  public List<Link> linksToRevisit(String sync) {
    return call(sync, () -> store().linksToRevisit(sync));
  }

  @Override
  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
    return call(sync, () -> store().marks(sync, side, ids));
  }

  @Override
  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
    return call(sync, () -> store().marksByKey(sync, side, keys));
  }

  @Override
  public List<Mark> marksToRevisit(String sync) {
    return call(sync, () -> store().marksToRevisit(sync));
  }

  @Override
  public List<Intent> intents(String sync) {
    return call(sync, () -> store().intents(sync));
  }

  @Override
  public Optional<Document> document(String sync, Document.Kind kind, String id) {
    return call(sync, () -> store().document(sync, kind, id));
  }

  @Override
  public List<Document> documents(
      String sync, Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    return call(sync, () -> store().documents(sync, kind, subject, openOnly, limit));
  }

  @Override
  public void close() {
    // The contents outlive the process.
  }
}
