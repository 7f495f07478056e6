package com.puraify.sync.server.api;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that are being answered, so that a stop can wait for them. Thread-safe. */
public final class InFlight {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private int count;

  /** Creates a count of none. */
  public InFlight() {}

  /** Counts a request that has come in. */
  public void enter() {
    lock.lock();
    try {
      count++;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a request that was answered. */
  public void leave() {
    lock.lock();
    try {
      count--;
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all are answered.
   *
   * @return whether they are
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean awaitNone(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (count > 0 && left > 0) {
        left = fewer.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
