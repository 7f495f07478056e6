package com.puraify.sync.conflict;

import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Both sides changed the same thing in different ways. Immutable.
 *
 * @param kind what they disagree about
 * @param localField the local field's name, or null if one side was removed
 * @param remoteField the remote field's name, or null if one side was removed
 * @param localId the local item's id
 * @param remoteId the remote item's id
 * @param local the local value in local terms, or null if one side was removed
 * @param remote the remote value in local terms, or null if one side was removed
 * @param localModifiedAt when the local item was last changed, by its own clock, if it says
 * @param remoteModifiedAt when the remote item was last changed, by its own clock, if it says
 */
public record Conflict(
    Kind kind,
    @Nullable String localField,
    @Nullable String remoteField,
    String localId,
    String remoteId,
    @Nullable Value local,
    @Nullable Value remote,
    @Nullable Instant localModifiedAt,
    @Nullable Instant remoteModifiedAt) {

  /** What the sides disagree about. */
  public enum Kind {
    /** Both changed a field to different values. */
    FIELD,
    /**
     * The local item was removed, or left the filter where that deletes; the remote one changed.
     */
    LOCAL_REMOVED,
    /**
     * The remote item was removed, or left the filter where that deletes; the local one changed.
     */
    REMOTE_REMOVED
  }

  /** Returns when a side's item was last changed, if it says. */
  public @Nullable Instant modifiedAt(Side side) {
    return side == Side.LOCAL ? localModifiedAt : remoteModifiedAt;
  }
}
