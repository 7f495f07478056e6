package com.puraify.sync.internal.job;

import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.report.SyncReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A job as a host holds it. Thread-safe. */
final class JobHandle implements Job {

  /** How often it is looked at first whether another engine has finished it; then less often. */
  private static final Duration FIRST_GLANCE = Duration.ofMillis(10);

  private static final Duration GLANCE = Duration.ofMillis(250);

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final String id;
  private final String sync;
  private final Jobs jobs;
  private final CompletableFuture<SyncReport> result = new CompletableFuture<>();
  private volatile @Nullable JobStatus end;

  JobHandle(String id, String sync, Jobs jobs) {
    this.id = id;
    this.sync = sync;
    this.jobs = jobs;
  }

  @Override
  public String id() {
    return id;
  }

  String sync() {
    return sync;
  }

  @Override
  public JobStatus status() {
    JobStatus last = end;
    return last == null ? jobs.status(this) : last;
  }

  @Override
  public Optional<SyncReport> report() {
    if (!result.isDone()) {
      jobs.settle(this);
    }
    return result.isDone() && !result.isCompletedExceptionally()
        ? Optional.of(result.join())
        : Optional.empty();
  }

  @Override
  public SyncReport await() {
    return await(FOR_EVER).orElseThrow();
  }

  @Override
  public Optional<SyncReport> await(Duration longest) {
    long left = longest.toMillis();
    try {
      if (!jobs.hasThreads()) {
        jobs.crank(this, longest);
        left = 0;
      }
      long glance = FIRST_GLANCE.toMillis();
      while (true) {
        jobs.settle(this);
        long slice = Math.max(0, Math.min(left, glance));
        glance = Math.min(2 * glance, GLANCE.toMillis());
        try {
          return Optional.of(result.get(slice, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
          left -= slice;
          if (left <= 0) {
            return Optional.empty();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("interrupted while waiting for a job, which goes on", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void cancel() {
    jobs.cancel(sync, id);
  }

  boolean isDone() {
    return result.isDone();
  }

  void finish(JobStatus status, SyncReport report) {
    end = status;
    result.complete(report);
  }

  void fail(@Nullable JobStatus status, RuntimeException failure) {
    end = status;
    result.completeExceptionally(failure);
  }

  /** Ends the waiting for it in this engine; it goes on in another. */
  void leave() {
    result.completeExceptionally(
        new SyncCancelledException(
            "the engine is closed; job " + id + " is queued again by the next one"));
  }
}
