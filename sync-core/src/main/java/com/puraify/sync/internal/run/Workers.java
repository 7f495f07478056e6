package com.puraify.sync.internal.run;

import com.puraify.sync.error.SyncCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of an engine: virtual ones where the runtime has them. An engine that is told to use
 * one thread does everything in its caller's, one thing after the other.
 */
public final class Workers implements AutoCloseable {

  /** How long a run is given to end by itself once the engine is closed. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final @Nullable ExecutorService executor;

  private Workers(@Nullable ExecutorService executor) {
    this.executor = executor;
  }

  /** Returns workers with threads of their own. */
  public static Workers threads() {
    return new Workers(virtualOrPlatform());
  }

  /** Returns workers that do everything in the caller's thread, in order. */
  public static Workers callerOnly() {
    return new Workers(null);
  }

  /**
   * Runs tasks, possibly at the same time, and returns when all have ended.
   *
   * @throws RuntimeException what the first task that failed threw, the others' attached
   */
  public void all(List<Runnable> tasks) {
    if (executor == null || tasks.size() <= 1) {
      RuntimeException failure = null;
      for (Runnable task : tasks) {
        failure = attempt(task, failure);
      }
      if (failure != null) {
        throw failure;
      }
      return;
    }
    List<Future<?>> futures = new ArrayList<>();
    for (Runnable task : tasks.subList(1, tasks.size())) {
      futures.add(executor.submit(task));
    }
    RuntimeException failure = attempt(tasks.get(0), null);
    for (Future<?> future : futures) {
      failure = await(future, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Returns whether there are threads beside the caller's. */
  public boolean hasThreads() {
    return executor != null;
  }

  /** Runs a task on its own; in the caller's thread if there are no others. */
  public void start(Runnable task) {
    if (executor == null) {
      task.run();
    } else {
      executor.execute(task);
    }
  }

  /**
   * Begins a call in a thread of its own; in the caller's, when it asks, if there are no others.
   */
  <T> Pending<T> begin(Supplier<T> call) {
    return executor == null ? Pending.later(call) : Pending.begun(call, executor);
  }

  private static @Nullable RuntimeException attempt(
      Runnable task, @Nullable RuntimeException earlier) {
    try {
      task.run();
      return earlier;
    } catch (RuntimeException e) {
      return joined(earlier, e);
    }
  }

  private static @Nullable RuntimeException await(
      Future<?> future, @Nullable RuntimeException earlier) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return earlier;
        } catch (InterruptedException e) {
          interrupted = true;
          future.cancel(true);
        } catch (java.util.concurrent.CancellationException e) {
          return joined(earlier, new SyncCancelledException("the run was interrupted", e));
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            return joined(earlier, failure);
          }
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          return joined(earlier, new IllegalStateException(e.getCause()));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException joined(
      @Nullable RuntimeException earlier, RuntimeException failure) {
    if (earlier == null) {
      return failure;
    }
    if (!earlier.equals(failure)) {
      earlier.addSuppressed(failure);
    }
    return earlier;
  }

  private static ExecutorService virtualOrPlatform() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      ThreadFactory daemons =
          task -> {
            Thread thread = new Thread(task, "sync-engine");
            thread.setDaemon(true);
            return thread;
          };
      return Executors.newCachedThreadPool(daemons);
    }
  }

  @Override
  public void close() {
    if (executor == null) {
      return;
    }
    executor.shutdown();
    try {
      if (!executor.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
