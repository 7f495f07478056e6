package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.AccountBudget;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.budget.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How callers on several threads share an account. */
@Timeout(60)
class BudgetOnCrankedTimeTest {

  private static final Duration SPAN = Duration.ofMillis(200);

  private final ManualTime time = ManualTime.cranked();
  private final AccountBudget budget =
      new Budgets(time).of("demo", "me", List.of(RateWindow.of(1, SPAN)));
  private final Cancellation never = Cancellation.byInterruptOnly(time);
  private final BlockingQueue<String> served = new LinkedBlockingQueue<>();

  /** Starts a caller, and returns when it waits in the queue. */
  private Thread caller(String name, Priority priority) throws InterruptedException {
    return caller(budget, name, priority);
  }

  private Thread caller(AccountBudget budget, String name, Priority priority)
      throws InterruptedException {
    int waiting = budget.waiting();
    Thread thread =
        new Thread(
            () -> {
              try {
                budget.acquire(priority, never);
                served.add(name);
              } catch (SyncCancelledException e) {
                served.add(name + " cancelled");
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (budget.waiting() == waiting) {
      Thread.onSpinWait();
    }
    time.awaitSleepers(1);
    return thread;
  }

  /** Cranks time until one more caller is served, and returns its name. */
  private String nextServed() throws InterruptedException {
    return nextServed(budget);
  }

  private String nextServed(AccountBudget budget) throws InterruptedException {
    long before = budget.sent();
    while (true) {
      // In this order: who sleeps behind a caller that was served must not be cranked on.
      boolean asleep = time.sleepers() > 0;
      if (budget.sent() != before) {
        return served.poll(20, TimeUnit.SECONDS);
      }
      if (asleep) {
        time.advanceToNextSleeper();
      }
    }
  }

  @Test
  void moreUrgentCallers_goFirst_othersInTheOrderOfArrival() throws InterruptedException {
    budget.acquire(Priority.DEFAULT, never);
    caller("low", Priority.LOW);
    caller("default 1", Priority.DEFAULT);
    caller("default 2", Priority.DEFAULT);
    caller("high", Priority.HIGH);

    assertThat(List.of(nextServed(), nextServed(), nextServed(), nextServed()))
        .containsExactly("high", "default 1", "default 2", "low");
  }

  @Test
  void waiting_makesACallerMoreUrgent() throws InterruptedException {
    budget.pause(AccountBudget.AGEING.multipliedBy(3));
    caller("low", Priority.LOW);
    time.advance(AccountBudget.AGEING.multipliedBy(2).plusMillis(1));
    time.awaitSleepers(1);
    caller("high", Priority.HIGH);

    assertThat(List.of(nextServed(), nextServed())).containsExactly("low", "high");
  }

  /** More urgent calls than the account may make come in all the time. */
  @Test
  void underContention_aLowCallIsOvertakenJustByThoseThatComeWithinItsHandicap()
      throws InterruptedException {
    AccountBudget busy =
        new Budgets(time).of("demo", "busy", List.of(RateWindow.of(1, Duration.ofSeconds(1))));
    busy.acquire(Priority.DEFAULT, never);
    caller(busy, "low", Priority.LOW);
    List<String> order = new ArrayList<>();
    int seconds = 13;
    while (order.size() < 2 * seconds + 1) {
      if (order.size() < seconds) { // one is served in a second, and two come
        caller(busy, "high of " + order.size(), Priority.HIGH);
        caller(busy, "high of " + order.size(), Priority.HIGH);
      }
      order.add(nextServed(busy));
    }

    // Low came at 0 and is put ten seconds behind: before it are those of the seconds 0 to 9.
    assertThat(order.indexOf("low")).isEqualTo(20);
    assertThat(order).isSortedAccordingTo(Comparator.comparing(name -> dueOf(name)));
  }

  private static int dueOf(String name) {
    return name.equals("low") ? 10 : Integer.parseInt(name.substring("high of ".length()));
  }

  @Test
  void pause_holdsBackWhoWaitsAlready() throws InterruptedException {
    budget.acquire(Priority.DEFAULT, never);
    caller("waiting", Priority.DEFAULT);
    budget.pause(Duration.ofMillis(240));

    time.advance(SPAN);
    time.awaitSleepers(1);
    assertThat(served).isEmpty();
    time.advance(Duration.ofMillis(40));
    assertThat(served.poll(20, TimeUnit.SECONDS)).isEqualTo("waiting");
  }

  @Test
  void interruptedCaller_leavesItsPlaceToTheNext() throws InterruptedException {
    budget.acquire(Priority.DEFAULT, never);
    Thread first = caller("first", Priority.HIGH);
    caller("second", Priority.DEFAULT);

    first.interrupt();

    assertThat(served.poll(20, TimeUnit.SECONDS)).isEqualTo("first cancelled");
    assertThat(nextServed()).isEqualTo("second");
    assertThat(budget.sent()).isEqualTo(2);
  }

  @Test
  void raisedFlag_endsWaitingOnTheMachinesTime_forTheNextInTurnAndForThoseBehind()
      throws InterruptedException {
    AccountBudget real =
        new Budgets(TimeSource.system())
            .of("demo", "me", List.of(RateWindow.of(1, Duration.ofMinutes(10))));
    AtomicBoolean cancelled = new AtomicBoolean();
    Cancellation cancellation = new Cancellation(TimeSource.system(), cancelled::get);
    real.acquire(Priority.DEFAULT, cancellation);
    CountDownLatch ended = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  real.acquire(Priority.DEFAULT, cancellation);
                } catch (SyncCancelledException e) {
                  ended.countDown();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    while (real.waiting() < 3) {
      Thread.onSpinWait();
    }

    cancelled.set(true);

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(real.sent()).isEqualTo(1);
  }

  @Test
  void manyThreads_neverExceedTheWindows() throws InterruptedException {
    ManualTime running = ManualTime.advancing();
    RateWindow window = RateWindow.of(7, Duration.ofSeconds(1));
    AccountBudget shared = new Budgets(running).of("demo", "me", List.of(window));
    long start = running.nanos();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(
                number ->
                    new Thread(
                        () -> {
                          Priority priority = number % 2 == 0 ? Priority.HIGH : Priority.LOW;
                          for (int i = 0; i < 50; i++) {
                            shared.acquire(priority, Cancellation.byInterruptOnly(running));
                          }
                        }))
            .toList();
    threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failure.set(e)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(30_000);
    }

    assertThat(failure.get()).isNull();
    assertThat(shared.sent()).isEqualTo(400);
    // 400 calls at 7 a second: the last goes out after 57 whole seconds, not sooner.
    assertThat(Duration.ofNanos(running.nanos() - start))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(57));
  }
}
