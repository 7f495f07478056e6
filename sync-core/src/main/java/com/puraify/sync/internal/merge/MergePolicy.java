package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.value.Side;
import java.time.Instant;

/**
 * What merging goes by, beside the mapping.
 *
 * @param direction which way the sync runs
 * @param conflicts how conflicts about whole items are settled
 * @param deletes what happens to the counterpart of a deleted item
 * @param onLeave what happens to the counterpart of an item that leaves the filter
 * @param drift what happens to edits on the target of a one-way sync
 * @param now the time of the run, to tell old writes from recent ones
 */
public record MergePolicy(
    Direction direction,
    ConflictStrategy conflicts,
    DeletePolicy deletes,
    LeavePolicy onLeave,
    Drift drift,
    Instant now) {

  /** Returns whether an edit on a side is undone, since it is the target of a one-way sync. */
  boolean undoesDrift(Side side) {
    return drift == Drift.REVERT && direction == Direction.to(side);
  }
}
