package com.puraify.sync.testkit.engine;

import com.puraify.sync.Priority;
import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.Turn;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A board that several engines share, whose turns a test hands out one by one. */
final class HandBoard {

  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /** What an engine has of the board. */
  final class Seat implements JobBoard {
    private volatile @Nullable Taker taker;
    private volatile boolean closed;

    @Override
    public void open(Taker engine) {
      taker = engine;
    }

    @Override
    public void put(Turn turn) {
      turns.put(turn.sync(), turn);
    }

    @Override
    public void remove(String sync) {
      turns.remove(sync);
    }

    boolean isOpen() {
      return taker != null;
    }

    boolean isClosed() {
      return closed;
    }

    /** Hands the turn that is due first to this engine; returns its sync, if one is due. */
    Optional<String> hand() {
      Taker engine = Objects.requireNonNull(taker);
      Optional<Turn> due =
          turns.values().stream()
              .filter(turn -> !turn.notBefore().isAfter(engine.clock().instant()))
              .min(Comparator.comparing(Turn::order));
      due.ifPresent(
          turn -> {
            turns.remove(turn.sync());
            engine.take(turn.sync()).ifPresent(next -> turns.putIfAbsent(next.sync(), next));
          });
      return due.map(Turn::sync);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  Optional<Turn> turn(String sync) {
    return Optional.ofNullable(turns.get(sync));
  }

  /** Has a sync looked at, as a board does that was told of it twice. */
  void put(Instant at, String sync) {
    turns.put(sync, Turn.of(sync, at, Priority.DEFAULT, at));
  }

  /** Loses everything, as a board may. */
  void clear() {
    turns.clear();
  }
}
