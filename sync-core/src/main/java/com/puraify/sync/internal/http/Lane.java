package com.puraify.sync.internal.http;

import com.puraify.sync.Priority;
import com.puraify.sync.internal.budget.AccountBudget;
import com.puraify.sync.internal.budget.CallWatch;
import com.puraify.sync.internal.budget.Cancellation;
import com.puraify.sync.internal.budget.ToldLimit;
import java.time.Duration;
import java.util.List;

/**
 * A run's way to an account. Thread-safe.
 *
 * @param budgets what every attempt takes from, all at once, in the order in which every lane names
 *     them: the account's budget is the last, those that it shares with other accounts come before
 * @param priority how urgent the run is
 * @param cancellation the run's wish to end
 * @param watch told of attempts that wait for their turn
 * @param counter told of every attempt just before it is sent; what it throws keeps it from that
 */
public record Lane(
    List<AccountBudget> budgets,
    Priority priority,
    Cancellation cancellation,
    CallWatch watch,
    Runnable counter) {

  /** Copies the budgets. */
  public Lane {
    budgets = List.copyOf(budgets);
  }

  /** Waits until an attempt may be sent, and counts it. */
  void take() {
    first().acquire(priority, cancellation, budgets.subList(1, budgets.size()), watch);
    counter.run();
  }

  /** Holds back every caller of each of the budgets. */
  void pause(Duration length) {
    budgets.forEach(budget -> budget.pause(length));
  }

  /** Holds back every caller of the account until its allowance is renewed. */
  void usedUp(Duration length) {
    account().usedUp(length);
  }

  /** Takes over what an answer told of the account's limits. */
  void learn(List<ToldLimit> told) {
    account().learn(told);
  }

  /** Returns the longest wait that an attempt puts up with. */
  Duration patience() {
    return first().patience();
  }

  private AccountBudget account() {
    return budgets.get(budgets.size() - 1);
  }

  private AccountBudget first() {
    return budgets.get(0);
  }
}
