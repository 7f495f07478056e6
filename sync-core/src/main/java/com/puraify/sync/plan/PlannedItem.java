package com.puraify.sync.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run will do about one item, or one pair of items. Immutable.
 *
 * @param localId the local item's id, or null if it does not exist (yet)
 * @param remoteId the remote item's id, or null if it does not exist (yet)
 * @param fields what is decided about its fields; those that nothing happens to are left out
 * @param actions what is done, possibly on both sides
 * @param reason why, in a few words
 */
public record PlannedItem(
    @Nullable String localId,
    @Nullable String remoteId,
    List<FieldDecision> fields,
    List<Action> actions,
    String reason) {

  /** Copies the lists. */
  public PlannedItem {
    fields = List.copyOf(fields);
    actions = List.copyOf(actions);
  }
}
