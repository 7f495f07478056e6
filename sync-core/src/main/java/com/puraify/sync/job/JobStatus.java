package com.puraify.sync.job;

import com.puraify.sync.Priority;
import com.puraify.sync.report.SyncProgress;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands. Immutable.
 *
 * @param id the job's id
 * @param project the project of its sync
 * @param sync the id of its sync
 * @param priority how urgent it is
 * @param cause what asked for it
 * @param state where it stands
 * @param queuedAt when it was asked for
 * @param notBefore until when it is held back, because an allowance is used up; or null
 * @param startedAt when its run began, or null
 * @param finishedAt when it was over, or null
 * @param run the id of its run, or null
 * @param progress how far its run is, while it is under way in this engine; or null
 * @param report its run's report as {@link com.puraify.sync.report.SyncReport#toJson} gives it, or
 *     null
 * @param failure why it has no report although it is over, for people; or null
 */
public record JobStatus(
    String id,
    String project,
    String sync,
    Priority priority,
    Cause cause,
    State state,
    Instant queuedAt,
    @Nullable Instant notBefore,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String run,
    @Nullable SyncProgress progress,
    @Nullable String report,
    @Nullable String failure) {

  /** What asked for a job. */
  public enum Cause {
    /** The host. */
    REQUEST,
    /** The sync's schedule. */
    SCHEDULE,
    /** A platform's webhook. */
    WEBHOOK;

    /** Returns the word that documents use. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a job stands. */
  public enum State {
    /** It waits: for its turn, until its sync is resumed, or until {@code notBefore}. */
    QUEUED,
    /** Its run is under way. */
    RUNNING,
    /** Its run is over, and there is a report. */
    FINISHED,
    /** Its run could not begin. */
    FAILED,
    /** It was cancelled before its run began. */
    CANCELLED;

    /** Returns whether it is over. */
    public boolean isOver() {
      return this != QUEUED && this != RUNNING;
    }

    /** Returns the word that documents use. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
