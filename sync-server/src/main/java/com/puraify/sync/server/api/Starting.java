package com.puraify.sync.server.api;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.Preferences;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.syncs.Attention;
import com.puraify.sync.server.syncs.KnownSync;
import com.puraify.sync.server.syncs.KnownSyncs;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Starts runs: keeps the document, queues a job, registers the schedule, and answers with the
 * report, or with the job if the caller does not wait or the run takes too long.
 *
 * <p>A document that cannot work, as the run finds out, is not kept, and neither is its schedule;
 * what was known before stays. If the platform cannot be reached or refuses, both are kept: a later
 * run may succeed. Thread-safe.
 */
public final class Starting {

  /** How often a waiting caller's job is looked at. */
  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final Attention attention;
  private final Duration longest;
  private final Semaphore waiting;
  private final TimeSource time;

  /**
   * Creates it.
   *
   * @param longest how long a caller waits for a run at most
   * @param callers how many may wait at a time; further ones are answered with the job
   * @param time what waiting is measured by
   */
  public Starting(
      SyncEngine engine,
      KnownSyncs syncs,
      Attention attention,
      Duration longest,
      int callers,
      TimeSource time) {
    this.engine = engine;
    this.syncs = syncs;
    this.attention = attention;
    this.longest = longest;
    this.waiting = new Semaphore(callers);
    this.time = time;
  }

  /** Starts a sync, and answers. */
  void start(Context context, KnownSync sync) {
    Preferences preferences = Preferences.of(context);
    Optional<KnownSync> before = syncs.put(sync);
    try {
      if (preferences.respondAsync()) {
        register(sync);
        context.header("Preference-Applied", "respond-async");
        answer(context, engine.submit(sync.config()));
      } else {
        runAndAnswer(context, sync, longest(preferences));
      }
    } catch (ConfigurationException | MappingException e) {
      before.ifPresentOrElse(syncs::put, () -> syncs.remove(sync.id()));
      throw e;
    }
  }

  private void runAndAnswer(Context context, KnownSync sync, Duration limit) {
    Job job = engine.submit(sync.config());
    Optional<SyncReport> report;
    try {
      report = await(job, limit);
    } catch (ConfigurationException | MappingException e) {
      throw e; // it cannot work, so it gets no schedule
    } catch (SyncException e) {
      register(sync);
      throw job.status().state() == JobStatus.State.CANCELLED ? cancelled(job, e) : e;
    }
    register(sync);
    if (report.isPresent()) {
      context
          .status(200)
          .contentType(JsonText.MEDIA_TYPE)
          .header("Cache-Control", "no-store")
          .result(report.get().toJson());
    } else {
      answer(context, job);
    }
  }

  private static ProblemException cancelled(Job job, SyncException cause) {
    return ProblemException.of(
            ProblemType.CONFLICT,
            "job " + job.id() + " was cancelled before its run began",
            "start the sync again, if it is meant")
        .because(cause);
  }

  private Duration longest(Preferences preferences) {
    Duration asked = preferences.patience();
    return asked == null || asked.compareTo(longest) > 0 ? longest : asked;
  }

  private Optional<SyncReport> await(Job job, Duration limit) {
    if (!waiting.tryAcquire()) {
      return Optional.empty();
    }
    try {
      long end = time.nanos() + limit.toNanos();
      Optional<SyncReport> report = Optional.empty();
      while (report.isEmpty() && end - time.nanos() > 0 && !isHeldBack(job)) {
        Duration left = Duration.ofNanos(end - time.nanos());
        report = job.await(left.compareTo(GLANCE) > 0 ? GLANCE : left);
      }
      return report;
    } finally {
      waiting.release();
    }
  }

  /** Returns whether waiting for a job is of no use: its sync is paused, or an allowance spent. */
  private boolean isHeldBack(Job job) {
    JobStatus status = job.status();
    return status.state() == JobStatus.State.QUEUED
        && (status.notBefore() != null || engine.jobs().isPaused(status.sync()));
  }

  private void register(KnownSync sync) {
    if (sync.config().schedule().isPresent()) {
      engine.schedule(sync.config());
    }
    attention.pay(sync);
  }

  private static void answer(Context context, Job job) {
    JobStatus status = job.status();
    if (status.state() == JobStatus.State.FAILED) {
      throw ProblemException.of(
          ProblemType.CONFLICT,
          "the run could not begin: " + status.failure(),
          "do what the detail says, and start it again");
    }
    context.header("Location", "/jobs/" + job.id());
    JsonText.answer(context, 202, JobJson.of(status));
  }
}
