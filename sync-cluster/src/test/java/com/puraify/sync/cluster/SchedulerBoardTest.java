package com.puraify.sync.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.Priority;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.Turn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SchedulerBoardTest {

  private static final Duration LATER = Duration.ofHours(1);

  private final InstantSource clock = TimeSource.system();
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private DataSource source;
  private SchedulerBoard board;

  @BeforeEach
  void start() throws SQLException {
    source = PostgresServer.newSchema();
    board = board();
  }

  @AfterEach
  void stop() {
    board.close();
  }

  private SchedulerBoard board() {
    Database database = new Database(source, Duration.ofSeconds(10));
    Migrations.run(database);
    return new SchedulerBoard(source, database, Duration.ofSeconds(1), Duration.ofMillis(100));
  }

  private JobBoard.Taker taker(int runs, Function<String, Optional<Turn>> work) {
    return new JobBoard.Taker() {
      @Override
      public Optional<Turn> take(String sync) {
        taken.add(sync);
        return work.apply(sync);
      }

      @Override
      public int maxRuns() {
        return runs;
      }

      @Override
      public InstantSource clock() {
        return clock;
      }
    };
  }

  private Turn now(String sync, Priority priority) {
    return Turn.of(sync, clock.instant(), priority, clock.instant());
  }

  private Turn later(String sync) {
    return Turn.of(sync, clock.instant().plus(LATER), Priority.DEFAULT, clock.instant());
  }

  private String next() throws InterruptedException {
    return taken.poll(30, TimeUnit.SECONDS);
  }

  /** Waits until no sync is in an engine's hands, and returns how many rows there are. */
  private long rowsAtRest() throws SQLException {
    while (number("SELECT count(*) FROM sync_turns WHERE picked") > 0) {
      Thread.onSpinWait();
    }
    return number("SELECT count(*) FROM sync_turns");
  }

  private long number(String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void turnThatHasCome_isHandedOut_andGoneIfThereIsNoNext() throws Exception {
    board.open(taker(2, sync -> Optional.empty()));

    board.put(now("a", Priority.DEFAULT));

    assertThat(next()).isEqualTo("a");
    assertThat(rowsAtRest()).isZero();
  }

  @Test
  void turnOfLater_waits_andAnotherTakesItsPlace() throws Exception {
    board.open(taker(2, sync -> Optional.empty()));
    board.put(later("a"));
    board.put(now("b", Priority.DEFAULT));
    assertThat(next()).isEqualTo("b");
    assertThat(taken).isEmpty();

    board.put(now("a", Priority.DEFAULT));

    assertThat(next()).isEqualTo("a");
  }

  @Test
  void answer_isTheNextTurn() throws Exception {
    AtomicInteger times = new AtomicInteger();
    board.open(
        taker(
            1,
            sync ->
                times.incrementAndGet() < 3
                    ? Optional.of(now(sync, Priority.DEFAULT))
                    : Optional.of(later(sync))));

    board.put(now("a", Priority.DEFAULT));

    assertThat(List.of(next(), next(), next())).containsExactly("a", "a", "a");
    assertThat(rowsAtRest()).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM sync_turns WHERE execution_time > now()")).isEqualTo(1);
  }

  @Test
  void turnsThatHaveCome_goByTheirOrder() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    board.open(
        taker(
            1,
            sync -> {
              if (sync.equals("first")) {
                await(first);
              }
              return Optional.empty();
            }));
    board.put(now("first", Priority.HIGH));
    assertThat(next()).isEqualTo("first");
    board.put(now("low", Priority.LOW));
    board.put(now("default", Priority.DEFAULT));
    board.put(now("high", Priority.HIGH));

    first.countDown();

    assertThat(List.of(next(), next(), next())).containsExactly("high", "default", "low");
  }

  @Test
  void turnThatIsPutWhileTheSyncIsInHand_isNotLost() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    board.open(
        taker(
            2,
            sync -> {
              if (times.incrementAndGet() == 1) {
                await(inHand);
                return Optional.of(later(sync));
              }
              return Optional.empty();
            }));
    board.put(now("a", Priority.DEFAULT));
    assertThat(next()).isEqualTo("a");

    board.put(later("a"));
    board.put(now("a", Priority.DEFAULT));
    assertThat(number("SELECT count(*) FROM sync_turns_meanwhile")).isEqualTo(1);
    assertThat(taken).isEmpty();
    inHand.countDown();

    assertThat(next()).isEqualTo("a");
    assertThat(rowsAtRest()).isZero();
    assertThat(number("SELECT count(*) FROM sync_turns_meanwhile")).isZero();
  }

  @Test
  void turnsPutAllTheTime_areNeverLost_norInTwoHands() throws Exception {
    Map<String, AtomicInteger> hands = new ConcurrentHashMap<>();
    AtomicInteger together = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Function<String, Optional<Turn>> work =
        sync -> {
          AtomicInteger own = hands.computeIfAbsent(sync, each -> new AtomicInteger());
          if (own.incrementAndGet() > 1) {
            together.incrementAndGet();
          }
          seen.set(asked.get()); // all that was asked for by now is looked at
          own.decrementAndGet();
          return Optional.empty();
        };
    board.open(taker(2, work));
    SchedulerBoard second = board();
    second.open(taker(2, work));
    try {
      for (int i = 0; i < 150; i++) {
        asked.incrementAndGet();
        (i % 2 == 0 ? board : second).put(now("a", Priority.DEFAULT));
      }
      while (seen.get() < 150) {
        Thread.onSpinWait();
      }
    } finally {
      second.close();
    }

    assertThat(together).hasValue(0);
    while (number("SELECT count(*) FROM sync_turns") > 0) {
      Thread.onSpinWait(); // the last ones come once too often
    }
  }

  @Test
  void removedTurn_isNotHandedOut() throws Exception {
    board.open(taker(2, sync -> Optional.empty()));
    board.put(later("a"));

    board.remove("a");

    assertThat(number("SELECT count(*) FROM sync_turns")).isZero();
  }

  @Test
  void turnThatCouldNotBeUsed_comesAgain() throws Exception {
    Instant begun = clock.instant();
    board.open(
        taker(
            1,
            sync -> {
              throw new IllegalStateException("the store cannot be reached");
            }));

    board.put(now("a", Priority.DEFAULT));

    assertThat(next()).isEqualTo("a");
    assertThat(rowsAtRest()).isEqualTo(1);
    assertThat(number("SELECT EXTRACT(EPOCH FROM execution_time) FROM sync_turns"))
        .isGreaterThan(begun.getEpochSecond());
  }

  @Test
  void closing_waitsForWhatIsInHand_andKeepsItsAnswer() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    board.open(
        taker(
            1,
            sync -> {
              await(closing);
              return Optional.of(later(sync));
            }));
    board.put(now("a", Priority.DEFAULT));
    assertThat(next()).isEqualTo("a");
    Thread closer = new Thread(board::close);

    closer.start();
    closing.countDown();
    closer.join(TimeUnit.SECONDS.toMillis(60));

    assertThat(closer.isAlive()).isFalse();
    assertThat(
            number("SELECT count(*) FROM sync_turns WHERE NOT picked AND execution_time > now()"))
        .isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
