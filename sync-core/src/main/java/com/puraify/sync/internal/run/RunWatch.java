package com.puraify.sync.internal.run;

/** Who follows a run. Thread-safe. */
public interface RunWatch {

  /** Nobody. */
  RunWatch NONE =
      new RunWatch() {
        @Override
        public void begun(SyncRunner runner) {
          // nobody wants to know
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  /**
   * Called once, when the sync is the run's alone, before anything is opened or read. What this
   * throws ends the run.
   */
  void begun(SyncRunner runner);

  /** Returns whether the run is to end. Asked often, from any thread. */
  boolean isCancelled();
}
