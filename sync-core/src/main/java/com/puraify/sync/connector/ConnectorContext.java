package com.puraify.sync.connector;

import java.time.InstantSource;
import java.util.List;

/** The engine's services for a connector, for the length of one run. Thread-safe. */
public interface ConnectorContext {

  /**
   * Returns calls to a REST service, paced by the budget of its platform and account, which all
   * syncs of the engine share.
   */
  HttpCalls http(HttpSettings settings);

  /**
   * Waits until an account's budget lets a call through, and counts it as made: for connectors
   * whose calls do not go through {@link #http}, such as those on a driver or an SDK. To be called
   * just before each call.
   *
   * @param platform the platform's name
   * @param account the account whose budget the call uses up
   * @param windows the account's limits, all of which hold at once, together with those that other
   *     callers declared
   * @throws com.puraify.sync.error.ConnectorException if the wait would be too long, with the time
   *     to wait
   * @throws com.puraify.sync.error.SyncCancelledException if the run is cancelled or the thread
   *     interrupted meanwhile
   * @throws UnsupportedOperationException if this context has no budgets, as may be in tests
   */
  default void pace(String platform, String account, List<RateWindow> windows) {
    throw new UnsupportedOperationException("this context has no budgets; an engine's has");
  }

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
