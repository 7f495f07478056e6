package com.puraify.sync.internal.write;

import com.puraify.sync.state.StateChange;
import java.time.Instant;
import java.util.List;

/** What a writer needs of the run: durable notes, names, and the word to stop. Thread-safe. */
public interface Ledger {

  /**
   * Commits changes under the run's lease.
   *
   * @throws com.puraify.sync.error.StateException if the lease is no longer ours
   */
  void commit(List<StateChange> changes);

  /** Returns a new name for an intent. */
  String newId();

  /** Returns the engine's time. */
  Instant now();

  /**
   * Ends the caller if the run was cancelled.
   *
   * @throws com.puraify.sync.error.SyncCancelledException if it was
   */
  void checkCancelled();
}
