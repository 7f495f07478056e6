package com.puraify.sync.internal.run;

import com.puraify.sync.error.SyncCancelledException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A call whose result is wanted a little later: it is made in another thread meanwhile, or, where
 * there is none, when its result is asked for. Confined to one thread.
 */
final class Pending<T> implements AutoCloseable {

  private final FutureTask<T> task;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final boolean elsewhere;

  private Pending(Supplier<T> call, boolean elsewhere) {
    this.elsewhere = elsewhere;
    this.task = new FutureTask<>(call::get);
  }

  /** Returns a call that is made when its result is asked for. */
  static <T> Pending<T> later(Supplier<T> call) {
    return new Pending<>(call, false);
  }

  /** Returns a call that has been handed to another thread, if one takes it. */
  static <T> Pending<T> begun(Supplier<T> call, Executor executor) {
    Pending<T> pending = new Pending<>(call, true);
    try {
      executor.execute(pending::run);
      return pending;
    } catch (RejectedExecutionException e) { // the engine is being closed
      return later(call);
    }
  }

  private void run() {
    try {
      task.run();
    } finally {
      ended.countDown(); // also if it was ended before it began
    }
  }

  /**
   * Returns the result, once it is there.
   *
   * @throws RuntimeException what the call threw
   * @throws SyncCancelledException if the waiting thread is interrupted
   */
  T get() {
    if (!elsewhere) {
      task.run();
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("the run's thread was interrupted", e);
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

  /** Ends the call if it is still under way, and returns when it no longer is. */
  @Override
  public void close() {
    if (!elsewhere || task.isDone()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    task.cancel(true);
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
