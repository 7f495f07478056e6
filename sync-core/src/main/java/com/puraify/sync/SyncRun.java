package com.puraify.sync;

import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.report.SyncReport;
import java.time.Duration;
import java.util.Optional;

/** A run that is under way. Thread-safe. */
public interface SyncRun {

  /** Returns the id of the run. */
  String id();

  /** Returns how far it is. */
  SyncProgress progress();

  /** Returns its report, if it is over. */
  Optional<SyncReport> report();

  /**
   * Waits until it is over.
   *
   * @return its report
   * @throws com.puraify.sync.error.SyncException what kept it from starting
   * @throws com.puraify.sync.error.SyncCancelledException if the waiting thread is interrupted; the
   *     run goes on
   */
  SyncReport await();

  /**
   * Waits until it is over, but no longer than a time.
   *
   * @return its report, or empty if it is still under way
   */
  Optional<SyncReport> await(Duration longest);

  /**
   * Asks it to stop. It ends before its next call, within a second of a call that it is waiting
   * for; what was written stands and is remembered.
   */
  void cancel();
}
