package com.puraify.sync.internal.job;

import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.run.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for all that is due later in an engine: one thread, there as long as anything is, and no
 * longer. An engine without threads rings by hand. Thread-safe.
 */
public final class Ticker {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.job");

  /** How long it sleeps at most: the wall clock may be set meanwhile. */
  private static final Duration GLANCE = Duration.ofMinutes(1);

  /** Something that is due later. Thread-safe. */
  public interface Alarm {

    /** Returns how many nanoseconds are left; none or less if it is due, the largest for never. */
    long nanosLeft();

    /** Does what is due, or has another thread do it. From then on it is not due any more. */
    void ring();
  }

  private final TimeSource time;
  private final Workers workers;
  private final List<Alarm> alarms = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean watched;
  private boolean closed;
  private boolean changed;
  private @Nullable Thread sleeper;

  /** Creates a ticker on an engine's time and threads. */
  public Ticker(TimeSource time, Workers workers) {
    this.time = time;
    this.workers = workers;
  }

  /** Adds an alarm. */
  public void add(Alarm alarm) {
    alarms.add(alarm);
    changed();
  }

  /** Removes an alarm. */
  public void remove(Alarm alarm) {
    alarms.remove(alarm);
    changed();
  }

  /** Has the alarms looked at again, because one may be due sooner than it was. */
  public void changed() {
    lock.lock();
    try {
      if (closed || !workers.hasThreads()) {
        return;
      }
      changed = true;
      if (sleeper != null) {
        sleeper.interrupt();
      }
      if (watched) {
        return;
      }
      watched = true;
    } finally {
      lock.unlock();
    }
    start(this::watch);
  }

  /** Runs a task in another thread, or at once if there is none. */
  public void start(Runnable task) {
    try {
      workers.start(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closing; the next one goes on");
    }
  }

  /** Rings in the caller's thread what is due by now. */
  public void ringDue() {
    for (Alarm alarm : alarms) {
      if (alarm.nanosLeft() <= 0) {
        alarm.ring();
      }
    }
  }

  private void watch() {
    while (true) {
      long left = look();
      if (left < 0) {
        return;
      }
      if (left == 0) {
        ringDue();
      } else {
        sleep(left);
      }
    }
  }

  /** Returns how long to sleep; negative if there is nothing to wait for. */
  private long look() {
    lock.lock();
    try {
      changed = false;
    } finally {
      lock.unlock();
    }
    long left = Long.MAX_VALUE;
    for (Alarm alarm : alarms) {
      left = Math.min(left, Math.max(0, alarm.nanosLeft()));
    }
    lock.lock();
    try {
      if (closed || (left == Long.MAX_VALUE && !changed)) {
        watched = false;
        return -1;
      }
      return Math.min(left, GLANCE.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private void sleep(long nanos) {
    lock.lock();
    try {
      if (closed || changed) {
        return;
      }
      sleeper = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    lock.lock();
    try {
      sleeper = null;
      interrupted |= Thread.interrupted(); // too late to end the sleep
      closed |= interrupted && !changed; // the engine's threads are being ended
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (sleeper != null) {
        changed = true;
        sleeper.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
