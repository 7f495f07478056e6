package com.puraify.sync.job;

import com.puraify.sync.report.SyncReport;
import java.time.Duration;
import java.util.Optional;

/** A request for a run that waits in the engine's queue, is under way, or is over. Thread-safe. */
public interface Job {

  /** Returns the job's id. */
  String id();

  /** Returns how it stands now. */
  JobStatus status();

  /** Returns its run's report, if it is over and had a run. */
  Optional<SyncReport> report();

  /**
   * Waits until it is over.
   *
   * @return the report
   * @throws com.puraify.sync.error.SyncException what kept the run from starting
   * @throws com.puraify.sync.error.SyncCancelledException if the job was cancelled before its run
   *     began, or the waiting thread is interrupted; the job stays as it is then
   */
  SyncReport await();

  /**
   * Waits until it is over, but no longer than a time.
   *
   * @return the report, or empty if it is not over yet
   */
  Optional<SyncReport> await(Duration longest);

  /**
   * Takes it out of the queue, or asks its run to stop. What was written stands and is remembered.
   */
  void cancel();
}
