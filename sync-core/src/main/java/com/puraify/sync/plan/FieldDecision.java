package com.puraify.sync.plan;

import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about one pair of fields of one pair of items, and why. Immutable.
 *
 * @param localField the local field's name
 * @param remoteField the remote field's name
 * @param localState how the local value differs from the base
 * @param remoteState how the remote value differs from the base
 * @param local the local value, or null if the item was not read because nothing changed
 * @param remote the remote value, or null if the item was not read because nothing changed
 * @param outcome what is done
 * @param rule the rule or strategy that decided, such as {@code one_side_changed}
 */
public record FieldDecision(
    String localField,
    String remoteField,
    State localState,
    State remoteState,
    @Nullable Value local,
    @Nullable Value remote,
    Outcome outcome,
    String rule) {

  /** How a value differs from the base. */
  public enum State {
    /** It is what was agreed on. */
    UNCHANGED,
    /** It is another. */
    CHANGED,
    /** It was never agreed on. */
    NEW
  }

  /** What is done about a pair of fields. */
  public enum Outcome {
    /** The remote value is written to the local side. */
    TO_LOCAL,
    /** The local value is written to the remote side. */
    TO_REMOTE,
    /** A third value is written to both sides. */
    TO_BOTH,
    /** Both sides hold the same already. */
    EQUAL,
    /** The difference is left as it is. */
    KEPT,
    /** A person must decide. */
    HELD,
    /** It is written once the item that it refers to is linked. */
    DEFERRED
  }

  /**
   * Returns whether both sides changed the field to different values, and either could count. A
   * field that flows one way is no conflict: its source counts.
   */
  public boolean isConflict() {
    return localState != State.UNCHANGED
        && remoteState != State.UNCHANGED
        && outcome != Outcome.EQUAL
        && outcome != Outcome.KEPT
        && !rule.equals(FILL_RULE)
        && !rule.equals(ONE_WAY_RULE)
        && outcome != Outcome.DEFERRED;
  }

  /** The rule by which, on adoption, a value wins over nothing. */
  public static final String FILL_RULE = "fill_empty";

  /**
   * The rule by which, where a field flows one way and was never agreed on, a source that holds
   * nothing does not empty the target.
   */
  public static final String EMPTY_SOURCE_RULE = "empty_source";

  /** The rule by which, in a field that flows one way, the source wins. */
  public static final String ONE_WAY_RULE = "one_way_source";
}
