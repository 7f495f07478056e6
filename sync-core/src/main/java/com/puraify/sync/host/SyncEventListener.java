package com.puraify.sync.host;

import com.puraify.sync.report.PlatformCall;
import com.puraify.sync.report.SyncEvent;

/**
 * Who is told what happens. Called on the run's threads, in order per side; must return quickly.
 * What it throws is logged and never fails the run. Thread-safe.
 */
@FunctionalInterface
public interface SyncEventListener {

  /** Called for each event. */
  void on(SyncEvent event);

  /**
   * Called for each request to a platform when it is over, on the thread that made it. Does nothing
   * by default.
   */
  default void onCall(PlatformCall call) {}
}
