package com.puraify.sync.host;

import com.puraify.sync.report.SyncReport;

/** What the host does around a run. Failures are logged and never fail the run. Thread-safe. */
public interface ActionInvoker {

  /** Called before a run reads anything. */
  void beforeRun(String project, String sync);

  /** Called after a run, however it ended. */
  void afterRun(String project, String sync, SyncReport report);

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
