package com.puraify.sync.internal.job;

import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of one engine, kept in memory and handed to its own threads. Thread-safe. */
final class LocalBoard implements JobBoard, Ticker.Alarm {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.job");

  /** When a turn comes again that could not be used, because the store could not be reached. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private static final Comparator<Turn> BY_TURN =
      Comparator.comparing(Turn::order).thenComparing(Turn::notBefore).thenComparing(Turn::sync);

  private final Ticker ticker;
  private final boolean threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Turn> turns = new HashMap<>();

  /** The syncs in hand, each with the turn that was put meanwhile. */
  private final Map<String, Optional<Turn>> inHand = new HashMap<>();

  private @Nullable Taker taker;
  private boolean closed;

  /**
   * Creates a board.
   *
   * @param threads whether turns are handed to threads; if not, they wait for {@link #drain}
   */
  LocalBoard(Ticker ticker, boolean threads) {
    this.ticker = ticker;
    this.threads = threads;
  }

  @Override
  public void open(Taker engine) {
    taker = engine;
    if (threads) {
      ticker.add(this);
    }
  }

  @Override
  public void put(Turn turn) {
    lock.lock();
    try {
      Optional<Turn> meanwhile = inHand.get(turn.sync());
      if (meanwhile == null) {
        turns.put(turn.sync(), turn);
      } else {
        inHand.put(turn.sync(), Optional.of(sooner(turn, meanwhile.orElse(turn))));
      }
    } finally {
      lock.unlock();
    }
    handOut();
  }

  @Override
  public void remove(String sync) {
    lock.lock();
    try {
      turns.remove(sync);
      inHand.computeIfPresent(sync, (id, meanwhile) -> Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private static Turn sooner(Turn one, Turn other) {
    return other.notBefore().isBefore(one.notBefore()) ? other : one;
  }

  /**
   * Hands out, one after the other in the caller's thread, what has come by now. What comes
   * meanwhile takes its place in the order, but is not waited for.
   */
  void drain(Function<String, Optional<Turn>> taking) {
    Instant until = taker().clock().instant();
    while (nextTurn().filter(next -> !next.isAfter(until)).isPresent()) {
      Turn turn = next(taker().clock().instant());
      if (turn == null) {
        return;
      }
      hand(turn, taking);
    }
  }

  /** Returns when the next turn comes; empty if none will. */
  Optional<Instant> nextTurn() {
    lock.lock();
    try {
      return turns.values().stream().map(Turn::notBefore).min(Comparator.naturalOrder());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanosLeft() {
    lock.lock();
    try {
      if (closed || inHand.size() >= taker().maxRuns()) {
        return Long.MAX_VALUE;
      }
    } finally {
      lock.unlock();
    }
    return nextTurn()
        .map(next -> Duration.between(taker().clock().instant(), next))
        .map(left -> left.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : left)
        .map(Duration::toNanos)
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void ring() {
    handOut();
  }

  private void handOut() {
    if (!threads) {
      return;
    }
    Instant now = taker().clock().instant();
    for (Turn turn = next(now); turn != null; turn = next(now)) {
      Turn mine = turn;
      ticker.start(
          () -> {
            hand(mine, taker()::take);
            handOut();
          });
    }
    ticker.changed();
  }

  private @Nullable Turn next(Instant now) {
    lock.lock();
    try {
      if (closed || inHand.size() >= taker().maxRuns()) {
        return null;
      }
      Turn next =
          turns.values().stream()
              .filter(turn -> !turn.notBefore().isAfter(now))
              .min(BY_TURN)
              .orElse(null);
      if (next != null) {
        turns.remove(next.sync());
        inHand.put(next.sync(), Optional.empty());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void hand(Turn turn, Function<String, Optional<Turn>> taking) {
    Optional<Turn> answer =
        Optional.of(new Turn(turn.sync(), taker().clock().instant().plus(RETRY), turn.order()));
    try {
      answer = taking.apply(turn.sync());
    } catch (RuntimeException e) {
      LOG.warn("sync={} its turn could not be used and comes again", turn.sync(), e);
    } finally {
      giveBack(turn.sync(), answer);
    }
  }

  private void giveBack(String sync, Optional<Turn> answer) {
    lock.lock();
    try {
      Optional<Turn> meanwhile = Objects.requireNonNull(inHand.remove(sync));
      answer
          .map(turn -> sooner(turn, meanwhile.orElse(turn)))
          .or(() -> meanwhile)
          .ifPresent(turn -> turns.put(sync, turn));
    } finally {
      lock.unlock();
    }
  }

  private Taker taker() {
    return Objects.requireNonNull(taker);
  }

  /** The engine's threads end by themselves; nothing is waited for here. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    ticker.remove(this);
  }
}
