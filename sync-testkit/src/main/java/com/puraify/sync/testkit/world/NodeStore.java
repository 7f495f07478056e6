package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.StateStoreView;
import com.puraify.sync.testkit.world.Trouble.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The store as a simulated process sees it: each call is a boundary, and commits are watched. */
final class NodeStore extends StateStoreView {

  private final Node node;
  private final SimulatedWorld world;

  NodeStore(Node node, SimulatedWorld world) {
    this.node = node;
    this.world = world;
  }

  @Override
  protected StateStore store() {
    return world.vault().store();
  }

  @Override
  protected <T> T around(String sync, String name, boolean changes, Supplier<T> call) {
    world.asked(sync);
    node.at(Point.STORE, null);
    T answer = call.get();
    node.at(Point.STORED, null);
    return answer;
  }

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    Optional<Lease> lease = super.acquire(sync, owner, length, now);
    lease.ifPresent(node::leased);
    return lease;
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    around(
        lease.sync(),
        "commit",
        true,
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
    around(
        sync,
        "a person's commit",
        true,
        () -> {
          world.vault().commit(sync, changes);
          return true;
        });
  }
}
