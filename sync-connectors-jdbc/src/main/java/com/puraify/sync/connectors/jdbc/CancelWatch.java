package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.error.SyncCancelledException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the statement that a thread waits for once the thread is interrupted or the run is
 * cancelled, because drivers do not look at either by themselves. Thread-safe.
 */
final class CancelWatch implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 100;

  private final ConnectorContext context;
  private final Map<Thread, Statement> running = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ScheduledThreadPoolExecutor watcher;

  CancelWatch(ConnectorContext context) {
    this.context = context;
  }

  /** Starts to watch the calling thread, which is about to wait for a statement. */
  void guard(Statement statement) {
    running.put(Thread.currentThread(), statement);
    lock.lock();
    try {
      if (watcher == null) {
        watcher = new ScheduledThreadPoolExecutor(1, CancelWatch::daemon);
        var unused =
            watcher.scheduleWithFixedDelay(
                this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the watch over the calling thread. */
  void release() {
    running.remove(Thread.currentThread());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (watcher != null) {
        watcher.shutdownNow();
        watcher = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    if (running.isEmpty()) {
      return;
    }
    boolean cancelled = cancelled();
    running.forEach(
        (thread, statement) -> {
          if (cancelled || thread.isInterrupted()) {
            cancel(statement);
          }
        });
  }

  private boolean cancelled() {
    try {
      context.checkCancelled();
      return false;
    } catch (SyncCancelledException e) {
      return true;
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // The statement ended by itself in the meantime, or its driver cannot cancel: the thread
      // then sees the cancellation when the statement returns.
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sync-jdbc-cancel-watch");
    thread.setDaemon(true);
    return thread;
  }
}
