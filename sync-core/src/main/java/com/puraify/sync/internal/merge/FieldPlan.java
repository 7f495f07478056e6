package com.puraify.sync.internal.merge;

import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What is done about one pair of fields.
 *
 * @param field the pair
 * @param decision what is decided, and why
 * @param toLocal what is written to the local side, in local terms, or null for nothing
 * @param toRemote what is written to the remote side, in remote terms, or null for nothing
 * @param settles whether both sides agree on this field once it is done
 * @param problem why the value could not be converted, or null
 */
public record FieldPlan(
    BoundField field,
    FieldDecision decision,
    @Nullable Value toLocal,
    @Nullable Value toRemote,
    boolean settles,
    @Nullable Problem problem) {

  /** The rule by which what was written on the target of a one-way sync is undone. */
  public static final String REVERT = "revert_drift";

  /** The rule by which a person's answer is carried out. */
  public static final String PERSON = "person";

  /**
   * Why a value could not be converted.
   *
   * @param side the side in whose terms it has no counterpart
   * @param detail what is wrong with it
   */
  public record Problem(Side side, String detail) {

    static Problem of(Side side, Exception cause) {
      return new Problem(side, String.valueOf(cause.getMessage()));
    }
  }

  /** Returns whether both sides are written. */
  public boolean writesBoth() {
    return toLocal != null && toRemote != null;
  }

  /** Returns what is written to a side, or null for nothing. */
  public @Nullable Value to(Side side) {
    return side == Side.LOCAL ? toLocal : toRemote;
  }
}
