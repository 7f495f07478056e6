package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Lease;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state store that outlives the simulated processes. It remembers all commits, so that an older
 * copy of it can be restored. Confined to one thread.
 */
final class Vault {

  private static final Instant LONG_AGO = Instant.EPOCH;

  private final List<Commit> commits = new ArrayList<>();
  private StateStore store = MemoryStateStore.create();

  /** A commit: of a run, or of a person. */
  private record Commit(String sync, boolean byRun, List<StateChange> changes) {}

  StateStore store() {
    return store;
  }

  void commit(Lease lease, List<StateChange> changes) {
    List<StateChange> copy = List.copyOf(changes);
    store.commit(lease, copy);
    commits.add(new Commit(lease.sync(), true, copy));
  }

  void commit(String sync, List<StateChange> changes) {
    List<StateChange> copy = List.copyOf(changes);
    store.commit(sync, copy);
    commits.add(new Commit(sync, false, copy));
  }

  /** Goes back to what was stored before the latest commits. */
  void restore(int back) {
    int kept = Math.max(0, commits.size() - back);
    List<Commit> replayed = new ArrayList<>(commits.subList(0, kept));
    commits.clear();
    store = MemoryStateStore.create();
    Map<String, Lease> leases = new HashMap<>();
    for (Commit commit : replayed) {
      if (commit.byRun()) {
        commit(
            leases.computeIfAbsent(
                commit.sync(),
                sync ->
                    store.acquire(sync, "restore", Duration.ofSeconds(1), LONG_AGO).orElseThrow()),
            commit.changes());
      } else {
        commit(commit.sync(), commit.changes());
      }
    }
    leases.values().forEach(store::release);
  }
}
