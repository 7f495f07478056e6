package com.puraify.sync.internal.job;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.Json;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.job.JobStatus.Cause;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.job.Turn;
import com.puraify.sync.report.SyncProgress;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the state store keeps of a job. Immutable.
 *
 * @param id its id
 * @param project the project of its sync
 * @param priority how urgent it is
 * @param cause what asked for it
 * @param state where it stands
 * @param queuedAt when it was asked for
 * @param notBefore until when it is held back, or null
 * @param startedAt when its run began, or null
 * @param finishedAt when it was over, or null
 * @param run the id of its run, or null
 * @param failure why it has no report although it is over, or null
 * @param cancelling whether its run is asked to stop
 * @param document the document of its sync, or null
 * @param hints the items that webhooks asked for, or null for everything; kept while it waits
 */
record QueuedJob(
    String id,
    String project,
    Priority priority,
    Cause cause,
    State state,
    Instant queuedAt,
    @Nullable Instant notBefore,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String run,
    @Nullable String failure,
    boolean cancelling,
    @Nullable String document,
    @Nullable Hints hints) {

  /** Returns a job that waits. */
  static QueuedJob asked(
      String id,
      String project,
      Priority priority,
      Cause cause,
      Instant at,
      @Nullable String document,
      @Nullable Hints hints) {
    return new QueuedJob(
        id,
        project,
        priority,
        cause,
        State.QUEUED,
        at,
        null,
        null,
        null,
        null,
        null,
        false,
        document,
        hints);
  }

  /**
   * Returns this job, asked for once more: as urgent as the more urgent request, and for everything
   * unless both came from webhooks.
   *
   * @param newer the document of its sync as it is by now
   * @param more the items that are asked for, or null for everything
   */
  QueuedJob joined(Priority other, Cause another, @Nullable String newer, @Nullable Hints more) {
    boolean targeted = cause == Cause.WEBHOOK && another == Cause.WEBHOOK;
    Hints all = targeted && hints != null && more != null ? Hints.together(hints, more) : null;
    return new QueuedJob(
        id,
        project,
        other.compareTo(priority) < 0 ? other : priority,
        cause == Cause.WEBHOOK ? another : cause,
        state,
        queuedAt,
        notBefore,
        null,
        null,
        null,
        null,
        false,
        newer,
        all);
  }

  /** Returns this job with its run under way. */
  QueuedJob started(Instant at, String by) {
    return new QueuedJob(
        id,
        project,
        priority,
        cause,
        State.RUNNING,
        queuedAt,
        null,
        at,
        null,
        by,
        null,
        false,
        document,
        null);
  }

  /** Returns this job with its run asked to stop. */
  QueuedJob withCancelling() {
    return new QueuedJob(
        id, project, priority, cause, state, queuedAt, notBefore, startedAt, null, run, null, true,
        document, null);
  }

  /** Returns this job as one that waits again, for everything, possibly until a time. */
  QueuedJob queuedAgain(@Nullable Instant until) {
    return new QueuedJob(
        id,
        project,
        priority,
        cause == Cause.WEBHOOK ? Cause.REQUEST : cause,
        State.QUEUED,
        queuedAt,
        until,
        null,
        null,
        null,
        null,
        false,
        document,
        null);
  }

  /** Returns this job, held back until a time unless it is already for longer. */
  QueuedJob heldBack(Instant until) {
    return notBefore != null && notBefore.isAfter(until) ? this : queuedAgain(until);
  }

  /** Returns this job as one that is over. */
  QueuedJob over(State end, Instant at, @Nullable String why) {
    return new QueuedJob(
        id,
        project,
        priority,
        cause,
        end,
        queuedAt,
        null,
        startedAt,
        at,
        run,
        why,
        cancelling,
        null,
        null);
  }

  /**
   * Returns the turn in which it may begin. Of those held back until one time, urgent ones first.
   */
  Turn turn(String sync) {
    Instant from = notBefore == null ? queuedAt : notBefore.plusMillis(behind());
    return Turn.of(sync, from, priority, queuedAt);
  }

  private long behind() {
    return switch (priority) {
      case HIGH -> 0;
      case DEFAULT -> 100;
      case LOW -> 200;
    };
  }

  JobStatus status(String sync, @Nullable SyncProgress progress, @Nullable String report) {
    return new JobStatus(
        id,
        project,
        sync,
        priority,
        cause,
        state,
        queuedAt,
        notBefore,
        startedAt,
        finishedAt,
        run,
        progress,
        report,
        failure);
  }

  Json json() {
    return Json.object(
        members -> {
          members
              .put("id", id)
              .put("project", project)
              .put("priority", word(priority))
              .put("cause", cause.word())
              .put("state", state.word())
              .put("queued", queuedAt.toString());
          put(members, "not_before", notBefore);
          put(members, "started", startedAt);
          put(members, "finished", finishedAt);
          put(members, "run", run);
          put(members, "failure", failure);
          put(members, "document", document);
          if (hints != null) {
            members.put("hints", hints.json());
          }
          if (cancelling) {
            members.put("cancelling", true);
          }
        });
  }

  static void put(Json.Members members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value.toString());
    }
  }

  static @Nullable QueuedJob read(Json json) {
    if (json.isMissing()) {
      return null;
    }
    return new QueuedJob(
        json.at("id").text(),
        json.at("project").text(),
        Priority.valueOf(constant(json.at("priority"))),
        Cause.valueOf(constant(json.at("cause"))),
        State.valueOf(constant(json.at("state"))),
        Instant.parse(json.at("queued").text()),
        time(json.at("not_before")),
        time(json.at("started")),
        time(json.at("finished")),
        json.at("run").textOrNull(),
        json.at("failure").textOrNull(),
        json.at("cancelling").isTrue(),
        json.at("document").textOrNull(),
        Hints.read(json.at("hints")));
  }

  static @Nullable Instant time(Json json) {
    String text = json.textOrNull();
    return text == null ? null : Instant.parse(text);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String constant(Json json) {
    return json.text().toUpperCase(Locale.ROOT);
  }
}
