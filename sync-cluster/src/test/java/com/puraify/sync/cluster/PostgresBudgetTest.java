package com.puraify.sync.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.StateException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.AccountBudget;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.budget.Cancellation;
import com.puraify.sync.state.SharedBudget;
import com.puraify.sync.state.SharedBudget.Claim;
import com.puraify.sync.state.SharedBudget.Turn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(120)
class PostgresBudgetTest {

  private static final Duration LONG = Duration.ofHours(1);

  private DataSource source;
  private SharedBudget one;
  private SharedBudget other;

  @BeforeEach
  void start() throws SQLException {
    source = PostgresServer.newSchema();
    one = PostgresBudget.on(source);
    other = PostgresBudget.on(source);
  }

  private static Claim claim(String account, RateWindow... windows) {
    return new Claim(account, List.of(windows));
  }

  private static boolean take(SharedBudget budget, Claim... claims) {
    return budget.take(List.of(claims)).isTaken();
  }

  /** Returns when the calls of an account were taken, in the order of their numbers. */
  private List<Instant> taken(String account) throws SQLException {
    List<Instant> times = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT at FROM sync_budget_calls WHERE account = '"
                    + account
                    + "' ORDER BY number")) {
      while (rows.next()) {
        times.add(rows.getObject(1, OffsetDateTime.class).toInstant());
      }
    }
    return times;
  }

  private long number(String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  static void assertKept(List<Instant> calls, RateWindow window) {
    for (int i = window.calls(); i < calls.size(); i++) {
      assertThat(Duration.between(calls.get(i - window.calls()), calls.get(i)))
          .as("calls %s and %s within %s", i - window.calls(), i, window)
          .isGreaterThanOrEqualTo(window.span());
    }
  }

  @Test
  void callsOfAllEngines_countTogether() {
    Claim claim = claim("a", RateWindow.of(3, LONG));

    assertThat(take(one, claim)).isTrue();
    assertThat(take(other, claim)).isTrue();
    assertThat(take(one, claim)).isTrue();

    Turn refused = other.take(List.of(claim));
    assertThat(refused.isTaken()).isFalse();
    assertThat(refused.account()).isEqualTo("a");
    assertThat(refused.paused()).isFalse();
    assertThat(refused.left()).isBetween(LONG.minusMinutes(2), LONG);
    assertThat(take(other, claim("b", RateWindow.of(3, LONG)))).isTrue();
  }

  @Test
  void refusedCall_isCountedNowhere() throws SQLException {
    Claim free = claim("free", RateWindow.of(10, LONG));
    Claim full = claim("full", RateWindow.of(1, LONG));
    assertThat(take(one, free, full)).isTrue();

    assertThat(one.take(List.of(free, full)).account()).isEqualTo("full");

    assertThat(taken("free")).hasSize(1);
    assertThat(taken("full")).hasSize(1);
  }

  @Test
  void pause_holdsInAllEngines_andTheLongestCounts() {
    Claim claim = claim("a");
    one.pause("a", LONG);
    one.pause("a", Duration.ofMinutes(1));

    Turn turn = other.take(List.of(claim));

    assertThat(turn.isTaken()).isFalse();
    assertThat(turn.paused()).isTrue();
    assertThat(turn.left()).isBetween(LONG.minusMinutes(2), LONG);
    assertThat(take(other, claim("b"))).isTrue();
  }

  @Test
  void accountWithoutWindows_leavesNoRows() throws SQLException {
    for (int i = 0; i < 5; i++) {
      assertThat(take(one, claim("a"))).isTrue();
    }

    assertThat(taken("a")).isEmpty();
  }

  @Test
  void oldRows_areDeleted_andTheLimitHolds_evenForAWindowThatIsToldLater() throws SQLException {
    Claim small = claim("a", RateWindow.of(100, Duration.ofNanos(1_000)));
    for (int i = 0; i < 600; i++) {
      Turn turn = one.take(List.of(small));
      assertThat(turn.left()).isLessThan(Duration.ofSeconds(1));
      i -= turn.isTaken() ? 0 : 1;
    }
    assertThat(taken("a")).hasSizeBetween(100, 100 + 256);

    // Of 600 calls it is known that they were made no later than the oldest that is kept.
    Turn refused = one.take(List.of(claim("a", RateWindow.of(550, LONG))));

    assertThat(refused.isTaken()).isFalse();
    assertThat(refused.left()).isBetween(LONG.minusMinutes(5), LONG);
  }

  @Test
  void manyThreadsOfTwoEngines_exceedNoWindow() throws Exception {
    RateWindow burst = RateWindow.of(12, Duration.ofMillis(200));
    RateWindow sustained = RateWindow.of(60, Duration.ofMillis(1_500));
    Claim claim = claim("a", burst, sustained);
    int threads = 8;
    int each = 25; // 200 calls in all
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      SharedBudget own = t % 2 == 0 ? one : other;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; ) {
                  Turn turn = own.take(List.of(claim));
                  if (turn.isTaken()) {
                    i++;
                  } else {
                    java.util.concurrent.locks.LockSupport.parkNanos(turn.left().toNanos());
                  }
                }
              });
      thread.setUncaughtExceptionHandler((who, e) -> failures.add(e));
      all.add(thread);
      thread.start();
    }
    for (Thread thread : all) {
      thread.join(TimeUnit.SECONDS.toMillis(100));
    }

    assertThat(failures).isEmpty();
    List<Instant> calls = taken("a");
    assertThat(number("SELECT latest FROM sync_budgets")).isEqualTo(200);
    assertThat(calls).hasSizeGreaterThanOrEqualTo(60).isSorted();
    assertKept(calls, burst);
    assertKept(calls, sustained);
  }

  @Test
  void claimsOfSeveralAccounts_inAnyOrder_doNotLockEachOtherOut() throws Exception {
    RateWindow plenty = RateWindow.of(1_000, LONG);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      boolean turned = t % 2 == 0;
      SharedBudget own = t % 3 == 0 ? one : other;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 40; i++) {
                  Claim x = claim("x", plenty);
                  Claim y = claim("y", plenty);
                  take(own, turned ? x : y, turned ? y : x);
                }
              });
      thread.setUncaughtExceptionHandler((who, e) -> failures.add(e));
      all.add(thread);
      thread.start();
    }
    for (Thread thread : all) {
      thread.join(TimeUnit.SECONDS.toMillis(100));
    }

    assertThat(failures).isEmpty();
    assertThat(taken("x")).hasSize(240);
    assertThat(taken("y")).hasSize(240);
  }

  @Test
  void budgetsOfTwoEngines_waitForEachOther() throws SQLException {
    RateWindow window = RateWindow.of(5, Duration.ofMillis(300));
    List<RateWindow> windows = List.of(window);
    TimeSource time = TimeSource.system();
    Cancellation never = Cancellation.byInterruptOnly(time);
    AccountBudget here = new Budgets(time, one).of("demo", "me", windows);
    AccountBudget there = new Budgets(time, other).of("demo", "me", windows);

    for (int i = 0; i < 12; i++) {
      (i % 2 == 0 ? here : there).acquire(Priority.DEFAULT, never);
    }

    List<Instant> calls = taken("4:demo@me");
    assertThat(calls).hasSize(12);
    assertKept(calls, window);
  }

  @Test
  void databaseOutOfReach_isSaid() {
    PGSimpleDataSource gone = new PGSimpleDataSource();
    gone.setServerNames(new String[] {"localhost"});
    gone.setPortNumbers(new int[] {1});
    gone.setUser("nobody");

    assertThatThrownBy(() -> PostgresBudget.on(gone))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void tablesOfANewerVersion_areRefused() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE sync_cluster_schema SET version = 99");
    }

    assertThatThrownBy(() -> PostgresBudget.on(source))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("newer version");
  }
}
