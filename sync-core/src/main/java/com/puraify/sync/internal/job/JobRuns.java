package com.puraify.sync.internal.job;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.internal.run.EngineParts;
import com.puraify.sync.internal.run.RunWatch;
import com.puraify.sync.internal.run.SyncRunner;
import com.puraify.sync.internal.run.Targets;
import com.puraify.sync.job.JobStatus.Cause;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.job.Turn;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an engine does when a sync's turn has come. Thread-safe. */
public final class JobRuns {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.job");

  /** When a job comes again whose sync somebody else runs. */
  private static final Duration BUSY = Duration.ofSeconds(5);

  /** When a job comes again that only another engine can run. */
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final EngineParts parts;
  private final Queue queue;
  private final KnownConfigs configs;
  private final Runner runner;
  private final Listeners listening;
  private final Jobs jobs;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /** Makes runs. */
  @FunctionalInterface
  public interface Runner {
    /** Makes a run in the caller's thread. */
    SyncReport run(SyncConfig config, Targets targets, RunWatch watch);
  }

  /** Who listens to webhooks. */
  @FunctionalInterface
  public interface Listeners {

    /** Tells what identifies the entities of a sync's sides, so that no others are listened to. */
    void opened(String sync, Map<Side, EntityKey> keys);
  }

  JobRuns(
      EngineParts parts,
      Queue queue,
      KnownConfigs configs,
      Runner runner,
      Listeners listening,
      Jobs jobs) {
    this.parts = parts;
    this.queue = queue;
    this.configs = configs;
    this.runner = runner;
    this.listening = listening;
    this.jobs = jobs;
  }

  /** The run of one job in this engine. */
  private final class Running implements RunWatch {
    private final String sync;
    private final QueuedJob job;
    private volatile @Nullable SyncRunner run;
    private volatile boolean cancelled;
    private volatile boolean heldBack;
    private volatile boolean elsewhere;
    private volatile @Nullable Hints hints;

    Running(String sync, QueuedJob job) {
      this.sync = sync;
      this.job = job;
    }

    /** Takes the job out of the queue: from now on, a request is for another run. */
    @Override
    public void begun(SyncRunner runner) {
      Instant now = jobs.now();
      queue.change(
          sync,
          entry -> {
            QueuedJob waiting = entry.waiting();
            heldBack = entry.paused();
            if (heldBack) {
              throw new SyncCancelledException("sync '" + sync + "' was paused meanwhile");
            }
            elsewhere = waiting == null || !entry.waitsFor(job.id());
            if (waiting == null || elsewhere || stopping) {
              throw new SyncCancelledException(
                  "job " + job.id() + " was taken back, or begun elsewhere, before its run began");
            }
            hints = waiting.hints();
            return entry.withWaiting(null).withRunning(waiting.started(now, runner.id()));
          });
      run = runner;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    Optional<ItemSelection> targets(Map<Side, EntityKey> keys) {
      listening.opened(sync, keys);
      Hints named = hints;
      return named == null ? Optional.empty() : named.about(keys);
    }
  }

  void stop() {
    stopping = true;
  }

  void cancel(String job) {
    Running own = running.get(job);
    if (own != null) {
      own.cancelled = true;
    }
  }

  /** Looks whether somebody else asks runs of this engine to stop. */
  void lookForCancels() {
    for (Running own : running.values()) {
      QueuedJob known = queue.entry(own.sync).running();
      if (known != null && known.id().equals(own.job.id()) && known.cancelling()) {
        own.cancelled = true;
      }
    }
  }

  boolean isRunning(String job) {
    return running.containsKey(job);
  }

  @Nullable SyncProgress progress(String job) {
    Running own = running.get(job);
    SyncRunner run = own == null ? null : own.run;
    return run == null ? null : run.progress();
  }

  void cancelWaiting(String sync, String job) {
    over(sync, job, State.CANCELLED, new SyncCancelledException("job " + job + " was cancelled"));
  }

  /** Returns when a sync is to be looked at; empty if there is nothing that could be done here. */
  Optional<Turn> turn(String sync, QueueEntry entry) {
    QueuedJob broken = entry.running();
    if (!jobs.isShared() && !configs.canRun(sync, entry)) {
      return Optional.empty();
    }
    return broken != null && !isRunning(broken.id())
        ? Optional.of(Turn.of(sync, jobs.now(), broken.priority(), broken.queuedAt()))
        : entry.turn(sync);
  }

  /**
   * Does what a sync's turn is for.
   *
   * @param told who is told of the report of a run
   * @return its next turn
   */
  Optional<Turn> take(String sync, Consumer<SyncReport> told) {
    if (stopping) {
      return turn(sync, queue.entry(sync));
    }
    Instant now = jobs.now();
    boolean free = parts.store().holder(sync, now).isEmpty();
    boolean[] asked = {false};
    QueueEntry entry =
        queue.change(
            sync,
            each -> {
              QueueEntry after = due(sync, free ? mended(each) : each, now);
              asked[0] = each.waiting() == null && after.waiting() != null;
              return after;
            });
    if (asked[0] && jobs.isShared()) {
      return turn(sync, entry); // the board knows its place among those that wait
    }
    QueuedJob job = entry.waiting();
    QueuedJob elsewhere = entry.running();
    if (elsewhere != null && !isRunning(elsewhere.id())) {
      return Optional.of(later(sync, elsewhere, BUSY));
    }
    if (job == null || entry.paused() || job.turn(sync).notBefore().isAfter(now)) {
      return turn(sync, entry);
    }
    if (!free) {
      return Optional.of(later(sync, job, BUSY));
    }
    Optional<SyncConfig> config;
    try {
      config = configs.of(sync, entry);
    } catch (SyncException e) {
      over(sync, job.id(), State.FAILED, e);
      return turn(sync, queue.entry(sync));
    }
    if (config.isEmpty()) {
      return jobs.isShared() ? Optional.of(later(sync, job, ELSEWHERE)) : Optional.empty();
    }
    return run(sync, job, config.get(), told);
  }

  private Turn later(String sync, QueuedJob job, Duration wait) {
    Turn turn = job.turn(sync);
    return new Turn(sync, jobs.now().plus(wait), turn.order());
  }

  /** A run that nobody makes any more, although nobody has said so, was cut off: it comes again. */
  private QueueEntry mended(QueueEntry entry) {
    QueuedJob broken = entry.running();
    if (broken == null || isRunning(broken.id())) {
      return entry;
    }
    QueueEntry rest = entry.withRunning(null);
    if (broken.cancelling() || entry.waiting() != null) {
      return rest.withOver(
          broken.over(State.CANCELLED, jobs.now(), "its engine ended before its run did"),
          jobs.keepFrom());
    }
    return rest.withWaiting(broken.queuedAgain(null));
  }

  /** Queues a job if the schedule is due. */
  private QueueEntry due(String sync, QueueEntry entry, Instant now) {
    ScheduledSync plan = entry.readableSchedule();
    if (plan == null || entry.paused() || plan.next().isAfter(now)) {
      return entry;
    }
    QueuedJob waiting = entry.waiting();
    QueuedJob queued =
        waiting == null
            ? QueuedJob.asked(
                parts.newId(),
                plan.project(),
                plan.priority(),
                Cause.SCHEDULE,
                plan.next(),
                null,
                null)
            : waiting.joined(plan.priority(), Cause.SCHEDULE, waiting.document(), null);
    Instant following = jobs.times(sync, plan.schedule()).following(plan.next(), now);
    return entry.withWaiting(queued).withScheduled(plan.ran(now, following));
  }

  private Optional<Turn> run(
      String sync, QueuedJob job, SyncConfig config, Consumer<SyncReport> told) {
    Running own = new Running(sync, job);
    running.put(job.id(), own);
    try {
      SyncReport report = runner.run(config, own::targets, own);
      told.accept(report);
      ended(own, report);
    } catch (StateException e) {
      if (own.run == null) {
        return notBegun(sync, job, e);
      }
      over(own, State.FAILED, null, e);
    } catch (SyncException e) {
      if (own.heldBack || own.elsewhere) { // whoever took the job away says what became of it
        return turn(sync, queue.entry(sync));
      }
      stopped(own, e);
    } catch (RuntimeException e) {
      LOG.warn("sync={} job={} failed", sync, job.id(), e);
      over(own, State.FAILED, null, e);
    } finally {
      running.remove(job.id());
    }
    return turn(sync, queue.entry(sync));
  }

  /** A sync that somebody else runs is waited for; a store that cannot be reached, too. */
  private Optional<Turn> notBegun(String sync, QueuedJob job, StateException failure) {
    if (parts.store().holder(sync, jobs.now()).isEmpty()) {
      throw failure;
    }
    LOG.debug("sync={} job={} waits: {}", sync, job.id(), failure.getMessage());
    return Optional.of(later(sync, job, BUSY));
  }

  private void ended(Running own, SyncReport report) {
    Instant goesOn = report.status() == SyncStatus.PAUSED ? report.resumeAt().orElse(null) : null;
    boolean cutOff = report.status() == SyncStatus.CANCELLED && stopping && !own.cancelled;
    if (cutOff || goesOn != null) {
      back(own, goesOn, report, null);
    } else {
      over(own, State.FINISHED, report, null);
    }
  }

  private void stopped(Running own, SyncException failure) {
    boolean cancelled = failure instanceof SyncCancelledException;
    if (cancelled && stopping && !own.cancelled) {
      back(own, null, null, failure);
    } else {
      LOG.info("sync={} job={} ended: {}", own.sync, own.job.id(), failure.getMessage());
      over(own, cancelled ? State.CANCELLED : State.FAILED, null, failure);
    }
  }

  /**
   * Puts a job back into the queue, possibly until a time. If another one waits there by now, that
   * one goes on for both.
   */
  private void back(
      Running own,
      @Nullable Instant until,
      @Nullable SyncReport report,
      @Nullable SyncException failure) {
    boolean[] joined = {false};
    queue.change(
        own.sync,
        entry -> {
          QueuedJob job =
              entry
                  .live(own.job.id())
                  .filter(live -> live.run() == null || live.run().equals(runId(own)))
                  .orElse(null);
          QueuedJob other = entry.without(own.job.id()).waiting();
          joined[0] = job != null && other != null;
          if (job == null) {
            return entry;
          }
          return other == null
              ? entry.without(job.id()).withWaiting(job.queuedAgain(until))
              : entry.withWaiting(until == null ? other : other.heldBack(until));
        });
    if (joined[0]) {
      State end = report == null ? State.CANCELLED : State.FINISHED;
      over(own, end, report, failure);
    } else if (until != null) {
      LOG.info("sync={} job={} goes on at {}", own.sync, own.job.id(), until);
    }
  }

  /**
   * Ends the job of a run. Between the end of its lease and this, another engine may have taken the
   * run for cut off and queued the job again, and somebody may have joined it since, whose edits
   * the run did not see: then it is left there.
   */
  private void over(
      Running own, State end, @Nullable SyncReport report, @Nullable RuntimeException failure) {
    over(own.sync, own.job.id(), runId(own), end, report, failure);
  }

  private static @Nullable String runId(Running own) {
    SyncRunner run = own.run;
    return run == null ? null : run.id();
  }

  private void over(String sync, String job, State end, RuntimeException failure) {
    over(sync, job, null, end, null, failure);
  }

  /**
   * Takes a job out of the queue for good, and tells whoever waits for it.
   *
   * @param run the run that it has to be in the hands of still, or null if it never began
   */
  private void over(
      String sync,
      String job,
      @Nullable String run,
      State end,
      @Nullable SyncReport report,
      @Nullable RuntimeException failure) {
    Instant now = jobs.now();
    String why = failure == null ? null : failure.getMessage();
    QueuedJob[] ended = {null};
    queue.change(
        sync,
        entry -> {
          ended[0] =
              entry
                  .live(job)
                  .filter(live -> run == null || run.equals(live.run()))
                  .map(live -> live.over(end, now, why))
                  .orElse(null);
          return ended[0] == null ? entry : entry.without(job).withOver(ended[0], jobs.keepFrom());
        });
    if (ended[0] != null) {
      jobs.over(sync, ended[0], report, failure);
    }
  }
}
