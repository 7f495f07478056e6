package com.puraify.sync.testkit.world;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens in the middle of a run. Immutable.
 *
 * @param at at which kind of boundary
 * @param nth at how manieth boundary of that kind in the run, counted from 0
 * @param kind what happens
 * @param detail chooses among variants of it
 * @param step for {@link Kind#STEP}, what somebody does; else null
 */
public record Trouble(Point at, int nth, Kind kind, int detail, @Nullable Step step) {

  /**
   * Returns a trouble that has no variants.
   *
   * @param nth at how manieth boundary of that kind in the run, counted from 0
   */
  public static Trouble of(Kind kind, Point at, int nth) {
    return new Trouble(at, nth, kind, 0, null);
  }

  /** A kind of boundary. */
  public enum Point {
    /** Before a call to a platform. */
    CALL,
    /** When a platform has done what it was asked for, before the engine gets to know. */
    CALLED,
    /** Before a call that writes. */
    WRITE,
    /** Before a write of a batch. */
    WRITE_ITEM,
    /** When a batch is written, before the engine gets to know. */
    WRITTEN,
    /** When a page is read, before the engine gets it. */
    PAGE,
    /** Before any call to the state store. */
    STORE,
    /** After any call to the state store. */
    STORED,
    /** Before a commit. */
    COMMIT,
    /** After a commit. */
    COMMITTED
  }

  /** What happens. */
  public enum Kind {
    /** The process dies. */
    KILL,
    /** The call fails: nothing was done, or nobody knows, according to the point. */
    FAIL,
    /** Somebody edits, answers, or changes a clock or a schema. */
    STEP,
    /** The engine is told to stop. */
    CLOSE,
    /** The thread is interrupted. */
    INTERRUPT,
    /** The process sleeps for longer than its lease holds, and another runner takes over. */
    PAUSE,
    /** The state store refuses to commit. */
    STORE_FAILS,
    /** The account loses its permission for the rest of the run. */
    REVOKE,
    /** The listing stops before its end, and says so. */
    CUT_OFF,
    /** The page shifts: a linked item shows on no page. */
    SHIFT,
    /** The page shows items of an earlier page again, as they were then. */
    REPEAT
  }
}
