package com.puraify.sync.internal.budget;

import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.state.SharedBudget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The budgets of all accounts that an engine uses: one each, whichever sync asks. Thread-safe. */
public final class Budgets {

  /** How long a call waits for its turn, at most. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(15);

  private final TimeSource time;
  private final Duration patience;
  private final @Nullable SharedBudget shared;
  private final ConcurrentMap<Account, AccountBudget> budgets = new ConcurrentHashMap<>();

  private record Account(String platform, String name, boolean shared) {}

  /** Creates budgets with the {@linkplain #DEFAULT_PATIENCE default patience}. */
  public Budgets(TimeSource time) {
    this(time, DEFAULT_PATIENCE, null);
  }

  /**
   * Creates budgets with the {@linkplain #DEFAULT_PATIENCE default patience}.
   *
   * @param shared where engines count together, or null if this one counts by itself
   */
  public Budgets(TimeSource time, @Nullable SharedBudget shared) {
    this(time, DEFAULT_PATIENCE, shared);
  }

  /**
   * Creates budgets.
   *
   * @param time what windows are measured by
   * @param patience how long a call waits for its turn, at most; a longer wait (a daily allowance
   *     that is used up) ends it with an exception
   * @param shared where engines count together, or null if this one counts by itself
   */
  public Budgets(TimeSource time, Duration patience, @Nullable SharedBudget shared) {
    this.time = time;
    this.patience = patience;
    this.shared = shared;
  }

  /** Returns how long a call waits for its turn, at most. */
  public Duration patience() {
    return patience;
  }

  /**
   * Returns the budget of an account.
   *
   * @param windows the limits that the caller knows of; they hold together with those that other
   *     callers declared for the same account
   */
  public AccountBudget of(String platform, String account, List<RateWindow> windows) {
    return of(new Account(platform, account, false), windows);
  }

  /**
   * Returns the budget of something that several accounts may call.
   *
   * @param pool its name within the platform
   */
  public AccountBudget shared(String platform, String pool, List<RateWindow> windows) {
    return of(new Account(platform, pool, true), windows);
  }

  private AccountBudget of(Account key, List<RateWindow> windows) {
    AccountBudget budget = budgets.get(key);
    if (budget == null) {
      // Accounts come and go as tokens are renewed; what old ones remember must not pile up.
      budgets.values().forEach(AccountBudget::trim);
      budget =
          budgets.computeIfAbsent(
              key, each -> new AccountBudget(nameOf(each), keyOf(each), time, patience, shared));
    }
    budget.declare(windows);
    return budget;
  }

  private static String nameOf(Account account) {
    return account.platform() + (account.shared() ? " " : " account ") + account.name();
  }

  /** The same in every engine; no two accounts have the same. */
  private static String keyOf(Account account) {
    return account.platform().length()
        + ":"
        + account.platform()
        + (account.shared() ? "#" : "@")
        + account.name();
  }
}
