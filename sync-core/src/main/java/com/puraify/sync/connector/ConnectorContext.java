package com.puraify.sync.connector;

import java.time.InstantSource;

/** The engine's services for a connector, for the length of one run. Thread-safe. */
public interface ConnectorContext {

  /**
   * Returns calls to a REST service, paced by the budget of its platform and account, which all
   * syncs of the engine share.
   */
  HttpCalls http(HttpSettings settings);

  /** Returns the engine's clock. Never a source of checkpoints: those come from the platform. */
  InstantSource clock();

  /**
   * Ends the caller if the run was cancelled. Connectors that do long work of their own call it
   * between steps.
   *
   * @throws com.puraify.sync.error.SyncCancelledException if the run was cancelled
   */
  void checkCancelled();
}
