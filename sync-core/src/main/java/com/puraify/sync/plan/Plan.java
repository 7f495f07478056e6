package com.puraify.sync.plan;

import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a run would do. Immutable.
 *
 * <p>A plan is made without writing anything. Applying it looks at each of its items again, and
 * plans anew what is no longer as it was.
 */
public interface Plan {

  /** Returns the id of the sync. */
  String sync();

  /** Returns when it was made. */
  Instant madeAt();

  /** Returns what is done, item by item, in the order of execution: deletes last. */
  List<PlannedItem> items();

  /** Returns the safety limits that it reaches; a plan that reaches any needs approval. */
  List<Guards.Tripped> guards();

  /** Returns what the run found out beside the plan itself: pairs of fields, warnings. */
  List<String> notes();

  /** Returns how many items are created on a side. */
  long creates(Side side);

  /** Returns how many items are updated on a side. */
  long updates(Side side);

  /** Returns how many items are deleted on a side. */
  long deletes(Side side);

  /** Returns how many items become linked without a write. */
  long links();

  /** Returns how many conflicts there are, settled or held. */
  long conflicts();

  /** Returns how many items are held for a person. */
  long held();

  /** Returns how many calls the writes take on a side, at the least. */
  long calls(Side side);

  /** Returns whether it does nothing. */
  boolean isEmpty();

  /** Returns whether its tripped guards are approved. */
  boolean approved();

  /** Returns this plan with its tripped guards approved. */
  Plan approve();

  /** Returns the plan as a table for people. */
  String describe();
}
