package com.puraify.sync.testkit.world;

import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Scenario}. Immutable. */
public sealed interface Step {

  /** What a person does to an item. */
  enum Doing {
    /** Creates one. */
    PUT,
    /** Edits a field. */
    EDIT,
    /** Deletes it. */
    REMOVE,
    /** Archives it. */
    ARCHIVE,
    /** Stops sharing it. */
    HIDE,
    /** Moves it to another entity. */
    MOVE,
    /** Brings one back that is gone. */
    RESTORE,
    /** Creates one under the id of one that is gone. */
    REUSE,
    /** Merges it into another. */
    MERGE
  }

  /**
   * A person edits.
   *
   * @param side where
   * @param doing what is done
   * @param pick which item: counts through the linked ones, and then the others
   * @param column the field that is edited
   * @param text what a person means by the new value; null for nothing
   */
  record Edit(Side side, Doing doing, int pick, Column column, @Nullable String text)
      implements Step {}

  /**
   * The sync runs.
   *
   * @param troubles what happens meanwhile
   */
  record Run(List<Trouble> troubles) implements Step {
    /** Copies the list. */
    public Run {
      troubles = List.copyOf(troubles);
    }
  }

  /** The sync runs undisturbed until nothing is left to be done. */
  record Settle() implements Step {}

  /** Time passes. */
  record Wait(Duration length) implements Step {}

  /** The engine's wall clock jumps. */
  record Jump(Duration length) implements Step {}

  /** A platform's clock is set differently from the engine's. */
  record Skew(Side side, Duration offset) implements Step {}

  /** Somebody configures the sync differently. */
  record Reconfigure(SyncShape shape) implements Step {}

  /**
   * A person answers a question, possibly one that was read long ago.
   *
   * @param pick which question
   * @param answer which answer
   * @param stale whether the question as it was read before the latest run is answered
   */
  record Answer(int pick, int answer, boolean stale) implements Step {}

  /** The process ends, and another begins with a copy of the store that is older. */
  record Restore(int commits) implements Step {}

  /** The process ends, and another begins. */
  record Restart() implements Step {}

  /**
   * A platform's schema changes.
   *
   * @param renamed whether a field goes by another name
   * @param removed whether a mapped field is gone
   */
  record Remodel(Side side, boolean renamed, boolean removed) implements Step {}
}
