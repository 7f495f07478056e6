package com.puraify.sync.internal.job;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.internal.json.JsonText;
import com.puraify.sync.job.Turn;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the state store keeps of one sync's queue, in one setting. Immutable.
 *
 * @param waiting the job that waits, or null
 * @param running the job whose run is under way, or null
 * @param over the jobs that were over lately, the latest first
 * @param scheduled its schedule, or null
 * @param paused whether it is held back
 */
record QueueEntry(
    @Nullable QueuedJob waiting,
    @Nullable QueuedJob running,
    List<QueuedJob> over,
    @Nullable ScheduledSync scheduled,
    boolean paused) {

  static final QueueEntry EMPTY = new QueueEntry(null, null, List.of(), null, false);

  /** How many jobs of a sync are remembered when they are over. */
  private static final int MOST_OVER = 16;

  private static final int DEPTH = 10;

  QueueEntry {
    over = List.copyOf(over);
  }

  QueueEntry withWaiting(@Nullable QueuedJob job) {
    return new QueueEntry(job, running, over, scheduled, paused);
  }

  QueueEntry withRunning(@Nullable QueuedJob job) {
    return new QueueEntry(waiting, job, over, scheduled, paused);
  }

  QueueEntry withScheduled(@Nullable ScheduledSync sync) {
    return new QueueEntry(waiting, running, over, sync, paused);
  }

  QueueEntry withPaused(boolean held) {
    return new QueueEntry(waiting, running, over, scheduled, held);
  }

  /** Returns this with one more job that is over, without those that were over too long ago. */
  QueueEntry withOver(QueuedJob job, Instant keepFrom) {
    List<QueuedJob> kept = new ArrayList<>();
    Stream.concat(Stream.of(job), over.stream())
        .filter(each -> each.finishedAt() != null && !each.finishedAt().isBefore(keepFrom))
        .limit(MOST_OVER)
        .forEach(kept::add);
    return new QueueEntry(waiting, running, kept, scheduled, paused);
  }

  /** Returns a job that is not over, or was over lately. */
  Optional<QueuedJob> find(String id) {
    return jobs().filter(job -> job.id().equals(id)).findFirst();
  }

  /** Returns all jobs. */
  Stream<QueuedJob> jobs() {
    return Stream.concat(Stream.of(waiting, running).flatMap(Stream::ofNullable), over.stream());
  }

  /** Returns a job that is not over. */
  Optional<QueuedJob> live(String id) {
    return Stream.of(waiting, running)
        .flatMap(Stream::ofNullable)
        .filter(job -> job.id().equals(id))
        .findFirst();
  }

  /** Returns this without a job that was not over. */
  QueueEntry without(String id) {
    return new QueueEntry(
        waitsFor(id) ? null : waiting, runs(id) ? null : running, over, scheduled, paused);
  }

  boolean waitsFor(String job) {
    return waiting != null && waiting.id().equals(job);
  }

  boolean runs(String job) {
    return running != null && running.id().equals(job);
  }

  /**
   * Returns its schedule; null if there is none, or it is in words that this version cannot read:
   * those are kept as they are, and nothing is due by them.
   */
  @Nullable ScheduledSync readableSchedule() {
    return scheduled != null && scheduled.isReadable() ? scheduled : null;
  }

  /** Returns when the sync is to be looked at next; empty if it is not. */
  Optional<Turn> turn(String sync) {
    if (paused) {
      return Optional.empty();
    }
    Turn byJob = waiting == null ? null : waiting.turn(sync);
    ScheduledSync plan = readableSchedule();
    Turn bySchedule = plan == null ? null : plan.turn(sync);
    if (byJob == null || bySchedule == null) {
      return Optional.ofNullable(byJob == null ? bySchedule : byJob);
    }
    return Optional.of(byJob.notBefore().isAfter(bySchedule.notBefore()) ? bySchedule : byJob);
  }

  /** Returns it as a setting; null if there is nothing in it. */
  @Nullable String text() {
    if (equals(EMPTY)) {
      return null;
    }
    return Json.object(
            members -> {
              if (waiting != null) {
                members.put("waiting", waiting.json());
              }
              if (running != null) {
                members.put("running", running.json());
              }
              if (!over.isEmpty()) {
                members.put("over", Json.array(over.stream().map(QueuedJob::json).toList()));
              }
              if (scheduled != null) {
                members.put("scheduled", scheduled.json());
              }
              if (paused) {
                members.put("paused", true);
              }
            })
        .toString();
  }

  static QueueEntry read(@Nullable String text) {
    if (text == null) {
      return EMPTY;
    }
    try {
      return read(JsonText.parse(text, DEPTH));
    } catch (ConnectorException | DateTimeException | IllegalArgumentException e) {
      throw new StateException(
          "the state store holds a sync's queue that cannot be read; it was written by a newer"
              + " version, or is damaged",
          e);
    }
  }

  private static QueueEntry read(Json json) {
    return new QueueEntry(
        QueuedJob.read(json.at("waiting")),
        QueuedJob.read(json.at("running")),
        json.at("over").isMissing()
            ? List.of()
            : json.at("over").elements().stream()
                .map(each -> Objects.requireNonNull(QueuedJob.read(each)))
                .toList(),
        ScheduledSync.read(json.at("scheduled")),
        json.at("paused").isTrue());
  }
}
