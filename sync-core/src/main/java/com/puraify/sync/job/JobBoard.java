package com.puraify.sync.job;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps the turns of syncs, and hands each to an engine when it comes: SPI for whoever runs syncs
 * on several machines. Without one, an engine keeps its turns itself.
 *
 * <p>What a turn is for, jobs, schedules and what holds them back, is in the {@link
 * com.puraify.sync.state.StateStore}, and the engine reads and changes it there. The board knows
 * just when which sync is to be looked at, and gives it to one engine at a time. It may forget
 * everything: engines put their turns again when they start, and those that are overdue every few
 * minutes. So a turn that comes once too often does no harm, and one that is lost comes late.
 *
 * <p>The order of calls: {@link #open} once; then {@link #put} and {@link #remove} at any time, by
 * any thread; then {@link #close} once. All are thread-safe.
 */
public interface JobBoard extends AutoCloseable {

  /** The engine, as the board sees it. Thread-safe. */
  interface Taker {

    /**
     * Does what a sync's turn is for: makes its run, if one is to be made, and returns when it is
     * over. Called in a thread of the board's, which may be interrupted to end it; never for a sync
     * that this board has handed out and not got back, on whatever machine.
     *
     * @return the sync's next turn, which may have come already and counts together with those that
     *     were put meanwhile: the one that is due first stays. Empty if there is none.
     * @throws RuntimeException if the state store could not be reached: the turn should come again
     *     after a while
     */
    Optional<Turn> take(String sync);

    /** Returns how many turns may be in the engine's hands at once. */
    int maxRuns();

    /** Returns the engine's time, by which turns are due. */
    InstantSource clock();
  }

  /**
   * Begins to hand out turns.
   *
   * @param taker the engine that they go to
   */
  void open(Taker taker);

  /**
   * Puts a sync's turn on the board, instead of the one that it has. If the sync is in an engine's
   * hands just now, the turn must not get lost: the sync comes again after that, when this turn or
   * the one that the engine answers with is due, whichever is first.
   *
   * @throws com.puraify.sync.error.StateException if the board cannot be reached. The engine logs
   *     it, and puts the turn again later.
   */
  void put(Turn turn);

  /**
   * Takes a sync's turn off the board; nothing happens if it has none, or is in an engine's hands.
   *
   * @throws com.puraify.sync.error.StateException as {@link #put}
   */
  void remove(String sync);

  /**
   * Hands out nothing more, and waits for the turns that its engine has in hand. The engine has
   * asked their runs to stop by then; what they answer is to be put on the board as ever.
   */
  @Override
  void close();
}
