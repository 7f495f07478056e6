package com.puraify.sync.testkit.behaviour;

import com.puraify.sync.state.Lease;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A state store of which older copies can be put back. */
final class RecordedStore {

  private final List<Commit> commits = new ArrayList<>();
  private StateStore store = recorded(MemoryStateStore.create());

  /** Changes that were committed together. */
  private record Commit(String sync, List<StateChange> changes) {}

  StateStore get() {
    return store;
  }

  /** Returns a name for the store as it is now. */
  int copy() {
    return commits.size();
  }

  /** Puts a copy in place of the store. */
  void restore(int copy) {
    StateStore older = MemoryStateStore.create();
    List<Commit> kept = new ArrayList<>(commits.subList(0, copy));
    for (Commit commit : kept) {
      Lease lease =
          older.acquire(commit.sync(), "backup", Duration.ofHours(1), Instant.EPOCH).orElseThrow();
      older.commit(lease, commit.changes());
      older.release(lease);
    }
    commits.clear();
    commits.addAll(kept);
    store = recorded(older);
  }

  @SuppressWarnings("unchecked")
  private StateStore recorded(StateStore real) {
    return (StateStore)
        Proxy.newProxyInstance(
            StateStore.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("commit")) {
                  String sync =
                      arguments[0] instanceof Lease lease ? lease.sync() : (String) arguments[0];
                  commits.add(new Commit(sync, List.copyOf((List<StateChange>) arguments[1])));
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
