package com.puraify.sync.host;

import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;

/**
 * What the host does around a run, and for each item that it writes. Failures are logged and never
 * fail the run; but a run waits for each call to return, so calls that wait for others must end
 * within a bounded time. Thread-safe.
 */
public interface ActionInvoker {

  /** Called before a run reads anything. */
  void beforeRun(String project, String sync);

  /** Called after a run, however it ended. */
  void afterRun(String project, String sync, SyncReport report);

  /**
   * Called for each item that a run has created, updated or deleted, on the run's threads and
   * possibly under its locks: to be taken note of, and acted on elsewhere. A run may write millions
   * of items, so whoever keeps them must keep a bounded number. Items of a run that is killed may
   * not be told. Does nothing by default.
   */
  default void itemWritten(String project, SyncEvent.ItemWritten item) {}

  /** Returns the default, which does nothing. */
  static ActionInvoker none() {
    return new ActionInvoker() {
      @Override
      public void beforeRun(String project, String sync) {}

      @Override
      public void afterRun(String project, String sync, SyncReport report) {}
    };
  }
}
