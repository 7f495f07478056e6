package com.puraify.sync.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.RateWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every sequence of calls under every set of windows keeps to. */
class AccountBudgetLaws {

  @Provide
  Arbitrary<List<RateWindow>> windows() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40), Arbitraries.integers().between(1, 60_000))
        .as((calls, millis) -> RateWindow.of(calls, Duration.ofMillis(millis)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  /** Gaps between the callers' arrivals: mostly none, which is when windows matter. */
  @Provide
  Arbitrary<List<Integer>> gaps() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, Arbitraries.just(0)),
            net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(0, 2_000)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 90_000)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(150);
  }

  private static List<Long> sent(List<RateWindow> windows, List<Integer> gaps) {
    TestTime time = new TestTime();
    AccountBudget budget = new Budgets(time).of("demo", "me", windows);
    Cancellation never = Cancellation.byInterruptOnly(time);
    long start = time.nanos();
    List<Long> sent = new ArrayList<>();
    for (int gap : gaps) {
      time.pass(Duration.ofMillis(gap));
      budget.acquire(Priority.DEFAULT, never);
      sent.add(time.nanos() - start);
    }
    return sent;
  }

  @Property(tries = 300)
  void noWindowIsEverExceeded(
      @ForAll("windows") List<RateWindow> windows, @ForAll("gaps") List<Integer> gaps) {
    List<Long> sent = sent(windows, gaps);

    for (RateWindow window : windows) {
      for (int i = window.calls(); i < sent.size(); i++) {
        assertThat(sent.get(i) - sent.get(i - window.calls()))
            .isGreaterThanOrEqualTo(window.span().toNanos());
      }
    }
  }

  @Property(tries = 300)
  void noCallWaitsLongerThanTheWindowsDemand(
      @ForAll("windows") List<RateWindow> windows, @ForAll("gaps") List<Integer> gaps) {
    List<Long> sent = sent(windows, gaps);

    long arrival = 0;
    for (int i = 0; i < sent.size(); i++) {
      arrival += Duration.ofMillis(gaps.get(i)).toNanos();
      long earliest = arrival;
      for (RateWindow window : windows) {
        if (i >= window.calls()) {
          earliest = Math.max(earliest, sent.get(i - window.calls()) + window.span().toNanos());
        }
      }
      assertThat(sent.get(i)).isEqualTo(earliest);
      arrival = earliest;
    }
  }

  @Property(tries = 200)
  void windowsDeclaredOneAfterTheOther_areNotExceededEither(
      @ForAll("windows") List<RateWindow> windows) {
    TestTime time = new TestTime();
    Budgets budgets = new Budgets(time);
    Cancellation never = Cancellation.byInterruptOnly(time);
    long start = time.nanos();
    List<Long> sent = new ArrayList<>();
    List<Integer> since = new ArrayList<>();
    for (RateWindow window : windows) {
      AccountBudget budget = budgets.of("demo", "me", List.of(window));
      since.add(sent.size());
      for (int i = 0; i < 50; i++) {
        budget.acquire(Priority.DEFAULT, never);
        sent.add(time.nanos() - start);
      }
    }

    for (int w = 0; w < windows.size(); w++) {
      RateWindow window = windows.get(w);
      // A call after the declaration heeds the calls before it, too.
      for (int i = Math.max(since.get(w), window.calls()); i < sent.size(); i++) {
        assertThat(sent.get(i) - sent.get(i - window.calls()))
            .isGreaterThanOrEqualTo(window.span().toNanos());
      }
    }
  }
}
