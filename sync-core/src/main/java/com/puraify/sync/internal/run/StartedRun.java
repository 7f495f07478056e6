package com.puraify.sync.internal.run;

import com.puraify.sync.SyncRun;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.report.SyncReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A run in a thread of its own. */
public final class StartedRun implements SyncRun {

  private final SyncRunner runner;
  private final @Nullable PreparedPlan only;
  private final AtomicBoolean cancelled;
  private final CompletableFuture<SyncReport> result = new CompletableFuture<>();

  /** Creates a run that has not begun. */
  public StartedRun(SyncRunner runner, @Nullable PreparedPlan only, AtomicBoolean cancelled) {
    this.runner = runner;
    this.only = only;
    this.cancelled = cancelled;
  }

  /** Runs it in the caller's thread. */
  public void run() {
    try {
      result.complete(runner.sync(only));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public String id() {
    return runner.id();
  }

  @Override
  public SyncProgress progress() {
    return runner.progress();
  }

  @Override
  public Optional<SyncReport> report() {
    return result.isDone() && !result.isCompletedExceptionally()
        ? Optional.of(result.join())
        : Optional.empty();
  }

  @Override
  public SyncReport await() {
    return await(Duration.ofDays(36_500)).orElseThrow();
  }

  @Override
  public Optional<SyncReport> await(Duration longest) {
    try {
      return Optional.of(result.get(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("interrupted while waiting for a run, which goes on", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void cancel() {
    cancelled.set(true);
  }
}
