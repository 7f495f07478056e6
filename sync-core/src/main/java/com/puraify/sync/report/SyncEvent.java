package com.puraify.sync.report;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.value.Side;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run, told as it happens. Immutable. */
public sealed interface SyncEvent {

  /** Returns the id of the sync. */
  String sync();

  /** Returns the id of the run. */
  String run();

  /**
   * A run has begun.
   *
   * @param project the tenant
   * @param platform the remote platform's name in lower case
   */
  record RunStarted(String sync, String run, String project, String platform)
      implements SyncEvent {}

  /** A run has got further. */
  record Progressed(String sync, String run, SyncProgress progress) implements SyncEvent {}

  /** Two items that match were linked. */
  record ItemsLinked(String sync, String run, String localId, String remoteId)
      implements SyncEvent {}

  /**
   * An item was written.
   *
   * @param side the side that was written
   * @param action {@code create}, {@code update} or {@code delete}
   * @param id the item's id on that side
   */
  record ItemWritten(String sync, String run, Side side, String action, String id)
      implements SyncEvent {}

  /** An item could not be written. */
  record ItemRejected(String sync, String run, Rejection rejection) implements SyncEvent {}

  /** A conflict was settled without a person. */
  record ConflictResolved(
      String sync,
      String run,
      @Nullable String localId,
      @Nullable String remoteId,
      FieldDecision decision)
      implements SyncEvent {}

  /** A conflict waits for a person. */
  record ConflictHeld(String sync, String run, Case conflict) implements SyncEvent {}

  /** A question of another kind waits for a person. */
  record CaseOpened(String sync, String run, Case question) implements SyncEvent {}

  /** A safety limit was reached; nothing was written. */
  record GuardTripped(String sync, String run, Guards.Tripped guard) implements SyncEvent {}

  /**
   * A run could not begin, or ended without a report: it was not permitted, an entity could not be
   * opened, the sync was busy. Whoever asked for the run gets the same exception.
   *
   * @param project the tenant
   * @param platform the remote platform's name in lower case
   * @param failure why
   */
  record RunAborted(String sync, String run, String project, String platform, SyncException failure)
      implements SyncEvent {}

  /** A run is over. */
  record RunFinished(String sync, String run, SyncReport report) implements SyncEvent {}
}
