package com.puraify.sync.puraify;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue that one thread of its own sends, in order. Putting something in never waits: if
 * the queue is full, the oldest entry is dropped and counted. Thread-safe.
 *
 * @param <T> what is sent
 */
final class Outbox<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** How entries are sent. Called by one thread at a time. */
  interface Sender<T> {

    /**
     * Sends an entry.
     *
     * @throws ConnectorException that is transient if it may be sent again later
     * @throws SyncException of another kind if it never can be; it is dropped
     */
    void send(T entry);

    /** Tells how many entries were dropped, once something can be sent again; as {@link #send}. */
    void sendDropped(long count);
  }

  /**
   * How patient an outbox is.
   *
   * @param capacity how many entries wait at most
   * @param firstWait how long it waits after a first failure; twice as long after each further one
   * @param longestWait the most
   * @param closeWithin how long closing waits for entries to be sent
   */
  record Limits(int capacity, Duration firstWait, Duration longestWait, Duration closeWithin) {}

  private final String name;
  private final Limits limits;
  private final Sender<T> sender;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<T> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean sending;
  private boolean closed;
  private boolean failing;
  private long dropped;
  private long untold;

  Outbox(String name, Limits limits, Sender<T> sender) {
    this.name = name;
    this.limits = limits;
    this.sender = sender;
  }

  /** Puts an entry in; after closing, it is dropped and counted. */
  void offer(T entry) {
    lock.lock();
    try {
      if (closed) {
        count(1);
        return;
      }
      if (waiting.size() >= limits.capacity()) {
        waiting.removeFirst();
        count(1);
      }
      waiting.addLast(entry);
      if (thread == null) {
        Thread started = new Thread(this::work, name);
        started.setDaemon(true);
        thread = started;
        started.start();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void count(long more) {
    dropped += more;
    untold += more;
  }

  /** Returns how many entries were dropped so far. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all is sent.
   *
   * @return whether it is
   */
  boolean flush(Duration within) {
    long left = within.toNanos();
    lock.lock();
    try {
      while (!waiting.isEmpty() || sending) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    Duration wait = limits.firstWait();
    try {
      while (true) {
        T entry = take();
        if (entry == null) {
          return;
        }
        try {
          tellDropped();
          sender.send(entry);
          over(null, null);
          wait = limits.firstWait();
        } catch (ConnectorException e) {
          if (!e.isTransient()) {
            over(null, e);
            continue;
          }
          over(entry, e);
          pause(wait);
          wait = longer(wait);
        } catch (SyncCancelledException e) {
          over(entry, null);
          return; // interrupted by close
        } catch (RuntimeException e) {
          over(null, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close has waited long enough
    }
  }

  private Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(limits.longestWait()) > 0 ? limits.longestWait() : twice;
  }

  private @Nullable T take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closed) {
          return null;
        }
        changed.await();
      }
      sending = true;
      return waiting.removeFirst();
    } finally {
      lock.unlock();
    }
  }

  private void tellDropped() {
    long count;
    lock.lock();
    try {
      count = untold;
    } finally {
      lock.unlock();
    }
    if (count > 0) {
      try {
        sender.sendDropped(count);
      } catch (ConnectorException e) {
        if (e.isTransient()) {
          throw e;
        }
        LOG.warn(
            "{}: {} entries were dropped, which could not be told: {}",
            name,
            count,
            e.getMessage());
      }
      lock.lock();
      try {
        untold -= count;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Ends an attempt: the entry goes back to the front, or was sent or given up. */
  private void over(@Nullable T again, @Nullable Exception failure) {
    boolean firstFailure;
    lock.lock();
    try {
      sending = false;
      if (again != null) {
        if (waiting.size() < limits.capacity()) {
          waiting.addFirst(again);
        } else {
          count(1); // it is the oldest one
        }
      } else if (failure != null) {
        count(1);
      }
      firstFailure = failure != null && !failing;
      failing = failure != null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (firstFailure) { // of an outage that lasts, one warning is enough
      LOG.warn("{}: {}", name, reason(failure));
    }
  }

  private static @Nullable String reason(@Nullable Exception failure) {
    return failure instanceof SyncException
        ? failure.getMessage()
        : failure == null ? null : failure.getClass().getSimpleName();
  }

  /** Waits before the next attempt; shorter once the outbox is being closed. */
  private void pause(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      long brief = Math.min(left, TimeUnit.MILLISECONDS.toNanos(100));
      while (brief > 0) { // closed: a few more attempts, but not one after the other
        brief = changed.awaitNanos(brief);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends what waits, within a bounded time; what is left then is dropped, and logged. */
  @Override
  public void close() {
    Thread worker;
    lock.lock();
    try {
      closed = true;
      worker = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (worker == null) {
      return;
    }
    flush(limits.closeWithin());
    worker.interrupt();
    try {
      worker.join(limits.closeWithin().toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      long left = waiting.size();
      waiting.clear();
      count(left);
      if (untold > 0) {
        LOG.warn("{}: {} entries were dropped and never told of", name, untold);
        untold = 0;
      }
    } finally {
      lock.unlock();
    }
  }
}
