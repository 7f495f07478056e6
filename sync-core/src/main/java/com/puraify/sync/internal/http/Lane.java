package com.puraify.sync.internal.http;

import com.puraify.sync.Priority;
import com.puraify.sync.internal.budget.AccountBudget;
import com.puraify.sync.internal.budget.Cancellation;

/**
 * A run's way to an account. Thread-safe.
 *
 * @param budget the account's budget, which every attempt takes from
 * @param priority how urgent the run is
 * @param cancellation the run's wish to end
 * @param counter told of every attempt just before it is sent
 */
public record Lane(
    AccountBudget budget, Priority priority, Cancellation cancellation, Runnable counter) {

  /** Waits until an attempt may be sent, and counts it. */
  void take() {
    budget.acquire(priority, cancellation);
    counter.run();
  }
}
