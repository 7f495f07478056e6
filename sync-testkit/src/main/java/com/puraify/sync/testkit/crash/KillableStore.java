package com.puraify.sync.testkit.crash;

import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.StateStoreView;
import java.util.List;
import java.util.function.Supplier;

/** A state store as an engine sees it whose process may die at any call. Thread-safe. */
final class KillableStore extends StateStoreView {

  private final StateStore store;
  private final KillSwitch kill;

  KillableStore(StateStore store, KillSwitch kill) {
    this.store = store;
    this.kill = kill;
  }

  @Override
  protected StateStore store() {
    return store;
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    around(
        lease.sync(),
        "commit of " + names(changes),
        true,
        () -> {
          store.commit(lease, changes);
          return true;
        });
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    around(
        sync,
        "a person's commit of " + names(changes),
        true,
        () -> {
          store.commit(sync, changes);
          return true;
        });
  }

  private static List<String> names(List<StateChange> changes) {
    return changes.stream().map(change -> change.getClass().getSimpleName()).distinct().toList();
  }

  @Override
  protected <T> T around(String sync, String name, boolean changes, Supplier<T> call) {
    String shown = "store " + name;
    kill.before(shown);
    T answer = call.get();
    kill.after(shown, changes);
    return answer;
  }
}
