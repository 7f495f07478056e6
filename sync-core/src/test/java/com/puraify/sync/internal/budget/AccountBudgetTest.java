package com.puraify.sync.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.state.SharedBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AccountBudgetTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestTime time = new TestTime();
  private final Budgets budgets = new Budgets(time);
  private final Cancellation never = Cancellation.byInterruptOnly(time);

  private AccountBudget budget(RateWindow... windows) {
    return budgets.of("demo", "me", List.of(windows));
  }

  private void take(AccountBudget budget, int calls) {
    for (int i = 0; i < calls; i++) {
      budget.acquire(Priority.DEFAULT, never);
    }
  }

  @Test
  void accountWithoutWindows_neverWaits() {
    AccountBudget budget = budget();

    take(budget, 10_000);

    assertThat(time.slept()).isZero();
    assertThat(budget.sent()).isEqualTo(10_000);
    assertThat(budget.nextCallIn()).isZero();
  }

  @Test
  void callBeyondAWindow_waitsUntilTheFirstIsAWholeSpanOld() {
    AccountBudget budget = budget(RateWindow.of(3, SECOND));
    take(budget, 1);
    time.pass(Duration.ofMillis(400));
    take(budget, 2);

    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofMillis(600));
    take(budget, 1);

    assertThat(time.slept()).isEqualTo(Duration.ofMillis(600));
    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void allWindowsHoldAtOnce() {
    AccountBudget budget =
        budget(RateWindow.of(10, SECOND), RateWindow.of(15, Duration.ofMinutes(1)));

    take(budget, 16);

    assertThat(time.slept()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void windowsOfSeveralCallers_holdTogether() {
    AccountBudget one = budget(RateWindow.of(10, SECOND));
    take(one, 3);
    AccountBudget other = budget(RateWindow.of(3, SECOND), RateWindow.of(100, SECOND));

    assertThat(other).isSameAs(one);
    assertThat(one.nextCallIn()).isEqualTo(SECOND);
  }

  @Test
  void windowDeclaredLater_countsEarlierCalls_onTheSafeSide() {
    AccountBudget budget = budget(RateWindow.of(2, SECOND));
    take(budget, 5);

    budget(RateWindow.of(5, Duration.ofMinutes(1)));

    assertThat(budget.nextCallIn()).isBetween(Duration.ofSeconds(58), Duration.ofMinutes(1));
  }

  @Test
  void sharedLimit_holdsOverAllAccounts_togetherWithTheirOwn() {
    AccountBudget pool = budgets.shared("demo", "base", List.of(RateWindow.of(2, SECOND)));
    AccountBudget mine = budget(RateWindow.of(3, Duration.ofMinutes(1)));
    AccountBudget yours = budgets.of("demo", "you", List.of(RateWindow.of(100, SECOND)));

    pool.acquire(Priority.DEFAULT, never, List.of(mine), CallWatch.NONE);
    pool.acquire(Priority.DEFAULT, never, List.of(yours), CallWatch.NONE);
    assertThat(time.slept()).isZero();
    pool.acquire(Priority.DEFAULT, never, List.of(yours), CallWatch.NONE);

    assertThat(time.slept()).isEqualTo(SECOND);
    assertThat(pool.sent()).isEqualTo(3);
    assertThat(mine.sent()).isEqualTo(1);
    assertThat(yours.sent()).isEqualTo(2);
  }

  @Test
  void callThatWaitsForItsAccount_countsForTheSharedLimitWhenItIsMade() {
    AccountBudget pool = budgets.shared("demo", "base", List.of(RateWindow.of(1, SECOND)));
    AccountBudget mine = budget(RateWindow.of(1, Duration.ofSeconds(10)));
    mine.acquire(Priority.DEFAULT, never);

    pool.acquire(Priority.DEFAULT, never, List.of(mine), CallWatch.NONE);

    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(10));
    assertThat(pool.nextCallIn()).isEqualTo(SECOND);
  }

  @Test
  void sharedLimit_ofTheSameNameAsAnAccount_isAnother() {
    assertThat(budgets.shared("demo", "me", List.of())).isNotSameAs(budget());
  }

  @Test
  void accounts_doNotShareBudgets() {
    take(budget(RateWindow.of(1, SECOND)), 1);

    assertThat(budgets.of("demo", "you", List.of(RateWindow.of(1, SECOND))).nextCallIn()).isZero();
    assertThat(budgets.of("other", "me", List.of(RateWindow.of(1, SECOND))).nextCallIn()).isZero();
  }

  @Test
  void overlappingPauses_endWithTheLater() {
    AccountBudget budget = budget();
    budget.pause(Duration.ofSeconds(10));
    budget.pause(Duration.ofSeconds(3));
    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofSeconds(10));

    time.pass(Duration.ofSeconds(5));
    budget.pause(Duration.ofSeconds(7));

    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofSeconds(7));
    take(budget, 1);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void pauseForEver_isTakenForAMistake() {
    AccountBudget budget = budget();
    budget.pause(Duration.ofDays(300));

    assertThat(budget.nextCallIn()).isEqualTo(AccountBudget.LONGEST_PAUSE);
  }

  @Test
  void usedUpDay_isAQuota_withTheTimeOfItsReset() {
    AccountBudget budget = budget(RateWindow.of(100, Duration.ofDays(1)));
    take(budget, 100);

    assertThatThrownBy(() -> take(budget, 1))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.QUOTA);
              assertThat(e.retryAfter()).contains(Duration.ofDays(1));
            });
    assertThat(time.slept()).isZero();
    time.pass(Duration.ofDays(1).minus(Budgets.DEFAULT_PATIENCE));
    take(budget, 1);
    assertThat(time.slept()).isEqualTo(Budgets.DEFAULT_PATIENCE);
  }

  @Test
  void longPause_isARateLimit_withItsEnd() {
    AccountBudget budget = budget();
    budget.pause(Duration.ofHours(2));

    assertThatThrownBy(() -> take(budget, 1))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
              assertThat(e.retryAfter()).contains(Duration.ofHours(2));
            });
  }

  @Test
  void cancelledWait_sendsNothing_andLeavesTheQueue() {
    AccountBudget budget = budget(RateWindow.of(1, Duration.ofMinutes(1)));
    take(budget, 1);
    AtomicInteger asked = new AtomicInteger();
    Cancellation soon = new Cancellation(time, () -> asked.incrementAndGet() > 3);

    assertThatThrownBy(() -> budget.acquire(Priority.HIGH, soon))
        .isInstanceOf(SyncCancelledException.class);

    assertThat(time.slept()).isLessThanOrEqualTo(SECOND);
    assertThat(budget.sent()).isEqualTo(1);
    assertThat(budget.waiting()).isZero();
  }

  @Test
  void interruptedWait_isCancelled_withTheFlagRestored() {
    AccountBudget budget = budget(RateWindow.of(1, Duration.ofMinutes(1)));
    take(budget, 1);
    Thread.currentThread().interrupt();

    try {
      assertThatThrownBy(() -> take(budget, 1)).isInstanceOf(SyncCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(budget.waiting()).isZero();
  }

  @Test
  void largeDailyWindow_isExact() {
    AccountBudget budget = budget(RateWindow.of(120_000, Duration.ofDays(1)));
    take(budget, 1);
    time.pass(Duration.ofHours(23));
    take(budget, 119_999);

    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofHours(1));
    time.pass(Duration.ofHours(1));
    take(budget, 1);
    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofHours(23));
  }

  @Test
  void trimming_forgetsNothingThatStillCounts() {
    AccountBudget budget = budget(RateWindow.of(1, Duration.ofDays(3)));
    take(budget, 1);
    time.pass(Duration.ofDays(2));
    budget.trim();
    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofDays(1));

    time.pass(Duration.ofDays(2));
    budget.trim();
    assertThat(budget.nextCallIn()).isZero();
    assertThat(budget.sent()).isEqualTo(1);
  }

  private static ToldLimit told(int calls, Duration span) {
    return new ToldLimit("limit", List.of(RateWindow.of(calls, span)), -1, null);
  }

  private static ToldLimit remaining(long calls, Duration reset) {
    return new ToldLimit("limit", List.of(), calls, reset);
  }

  @Test
  void toldWindow_holdsBesideTheDeclared_andCountsTheCallsBefore() {
    AccountBudget budget = budget(RateWindow.of(10, SECOND));
    take(budget, 4);

    budget.learn(List.of(told(4, SECOND)));

    assertThat(budget.nextCallIn()).isEqualTo(SECOND);
  }

  @Test
  void toldWindow_loosensNothingThatWasDeclared() {
    AccountBudget budget = budget(RateWindow.of(2, SECOND));

    budget.learn(List.of(told(1_000, SECOND)));
    take(budget, 2);

    assertThat(budget.nextCallIn()).isEqualTo(SECOND);
  }

  @Test
  void toldWindow_givesWayToWhatIsToldLater() {
    AccountBudget budget = budget();
    budget.learn(List.of(told(1, SECOND)));
    budget.learn(List.of(told(3, SECOND)));

    take(budget, 3);

    assertThat(time.slept()).isZero();
    assertThat(budget.nextCallIn()).isEqualTo(SECOND);
  }

  @Test
  void noCallsRemaining_holdsTheAccountBackUntilTheReset() {
    AccountBudget budget = budget();
    budget.learn(List.of(remaining(0, Duration.ofSeconds(30))));

    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofSeconds(30));
    take(budget, 5);

    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void remainingCalls_areSpent_andLateAnswersAddNone() {
    AccountBudget budget = budget();
    budget.learn(List.of(remaining(3, Duration.ofSeconds(30))));
    take(budget, 2);
    budget.learn(List.of(remaining(9, Duration.ofSeconds(30)))); // was given before those two
    take(budget, 1);
    assertThat(time.slept()).isZero();

    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void nextReset_bringsNewCalls() {
    AccountBudget budget = budget();
    budget.learn(List.of(remaining(0, Duration.ofSeconds(2))));
    time.pass(Duration.ofSeconds(2));

    budget.learn(List.of(remaining(2, Duration.ofSeconds(60))));
    take(budget, 2);

    assertThat(time.slept()).isZero();
    assertThat(budget.nextCallIn()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void usedUpAllowance_isAQuota_notARateLimit() {
    AccountBudget budget = budget();
    budget.usedUp(Duration.ofHours(3));

    assertThatThrownBy(() -> take(budget, 1))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.QUOTA);
              assertThat(e.retryAfter()).contains(Duration.ofHours(3));
            });
  }

  @Test
  void waitingCall_isWatched_untilItsTurn() {
    AccountBudget budget = budget(RateWindow.of(1, SECOND));
    take(budget, 1);
    List<Duration> waits = new ArrayList<>();
    List<Object> calls = new ArrayList<>();
    CallWatch watch =
        new CallWatch() {
          @Override
          public void waiting(Object call, Duration left) {
            calls.add(call);
            waits.add(left);
          }

          @Override
          public void over(Object call) {
            assertThat(calls).containsOnly(call);
            waits.add(Duration.ZERO);
          }
        };

    budget.acquire(Priority.DEFAULT, never, List.of(), watch);

    assertThat(waits)
        .startsWith(SECOND)
        .endsWith(Duration.ZERO)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void watcherThatThrows_endsTheWait_andTheNextGetsTheTurn() {
    AccountBudget budget = budget(RateWindow.of(1, SECOND));
    take(budget, 1);
    CallWatch watch =
        new CallWatch() {
          @Override
          public void waiting(Object call, Duration left) {
            throw new StateException("taken over");
          }

          @Override
          public void over(Object call) {
            // nothing to undo
          }
        };

    assertThatThrownBy(() -> budget.acquire(Priority.HIGH, never, List.of(), watch))
        .isInstanceOf(StateException.class);

    assertThat(budget.waiting()).isZero();
    assertThat(budget.sent()).isEqualTo(1);
  }

  /** Engines that count together, in memory; each engine's own count is a budget of its own. */
  private static final class Together implements SharedBudget {
    private final TestTime time;
    private final Map<String, List<Long>> taken = new HashMap<>();
    private final Map<String, Long> pauses = new HashMap<>();
    private int asked;
    private boolean unreachable;

    Together(TestTime time) {
      this.time = time;
    }

    @Override
    public Turn take(List<Claim> claims) {
      if (unreachable) {
        throw new StateException("the shared budget cannot be reached");
      }
      asked++;
      for (Claim claim : claims) {
        long pause = pauses.getOrDefault(claim.account(), time.nanos()) - time.nanos();
        if (pause > 0) {
          return new Turn(Duration.ofNanos(pause), claim.account(), true);
        }
        List<Long> calls = taken.computeIfAbsent(claim.account(), each -> new ArrayList<>());
        for (RateWindow window : claim.windows()) {
          if (calls.size() >= window.calls()) {
            long left =
                calls.get(calls.size() - window.calls()) + window.span().toNanos() - time.nanos();
            if (left > 0) {
              return new Turn(Duration.ofNanos(left), claim.account(), false);
            }
          }
        }
      }
      claims.forEach(claim -> taken.get(claim.account()).add(time.nanos()));
      return Turn.taken();
    }

    @Override
    public void pause(String account, Duration length) {
      if (unreachable) {
        throw new StateException("the shared budget cannot be reached");
      }
      pauses.put(account, time.nanos() + length.toNanos());
    }
  }

  @Test
  void enginesThatShareABudget_keepTheLimitTogether() {
    Together together = new Together(time);
    List<RateWindow> windows = List.of(RateWindow.of(3, SECOND));
    AccountBudget one = new Budgets(time, together).of("demo", "me", windows);
    AccountBudget other = new Budgets(time, together).of("demo", "me", windows);

    take(one, 2);
    take(other, 1);
    assertThat(time.slept()).isZero();
    take(other, 1);

    assertThat(time.slept()).isEqualTo(SECOND);
    assertThat(one.sent() + other.sent()).isEqualTo(4);
    assertThat(together.asked).as("who has to wait does not ask all the time").isLessThan(8);
  }

  @Test
  void pauseInOneEngine_holdsInTheOthers() {
    Together together = new Together(time);
    AccountBudget one = new Budgets(time, together).of("demo", "me", List.of());
    AccountBudget other = new Budgets(time, together).of("demo", "me", List.of());

    one.pause(Duration.ofSeconds(40));
    take(other, 1);

    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void longPauseInOneEngine_isToldByTheOthersWithItsEnd() {
    Together together = new Together(time);
    AccountBudget other = new Budgets(time, together).of("demo", "me", List.of());
    new Budgets(time, together).of("demo", "me", List.of()).usedUp(Duration.ofHours(4));

    assertThatThrownBy(() -> take(other, 1))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofHours(4)));
  }

  @Test
  void sharedBudgetOutOfReach_endsTheCall_andNothingIsSentUnpaced() {
    Together together = new Together(time);
    AccountBudget budget =
        new Budgets(time, together).of("demo", "me", List.of(RateWindow.of(100, SECOND)));
    together.unreachable = true;

    assertThatThrownBy(() -> take(budget, 1)).isInstanceOf(StateException.class);
    assertThat(budget.sent()).isZero();
    budget.pause(Duration.ofMillis(10)); // nobody else hears of it, and this engine keeps to it
    together.unreachable = false;
    take(budget, 1);

    assertThat(budget.sent()).isEqualTo(1);
    assertThat(time.slept()).isEqualTo(Duration.ofMillis(10));
  }
}
