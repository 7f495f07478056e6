package com.puraify.sync.internal.budget;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls that one account on one platform may make, shared by all syncs that use it.
 *
 * <p>In every span of every declared window at most the window's number of calls is let through:
 * the call after the n-th waits until the first of them is a whole span old. Several windows hold
 * at once. A pause holds back every caller of the account.
 *
 * <p>Callers are served by urgency: as if each had come later by {@link #AGEING} per step of lower
 * priority. So a more urgent call overtakes the others, but none that has waited longer than that.
 *
 * <p>Thread-safe. Time is the engine's {@link TimeSource}: of the callers that wait, the next in
 * turn sleeps on it, and the others wait for that one to leave.
 */
public final class AccountBudget {

  /** By how much a caller is put behind for each step of lower priority. */
  public static final Duration AGEING = Duration.ofSeconds(5);

  /** The longest pause; what a platform asks for beyond that is taken for a mistake. */
  public static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private final String name;
  private final TimeSource time;
  private final Duration patience;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turnChanged = lock.newCondition();
  private final PriorityQueue<Caller> waiting = new PriorityQueue<>(Caller.BY_TURN);
  private final List<RateWindow> windows = new ArrayList<>();
  private final CallTimes calls = new CallTimes();
  private long sequence;
  private long sent;
  private boolean paused;
  private long pausedUntil;

  AccountBudget(String name, TimeSource time, Duration patience) {
    this.name = name;
    this.time = time;
    this.patience = patience;
  }

  /** Adds limits: from now on, they hold beside those that were declared before. */
  void declare(List<RateWindow> declared) {
    lock.lock();
    try {
      for (RateWindow window : declared) {
        if (windows.stream().noneMatch(known -> implies(known, window))) {
          windows.removeIf(known -> implies(window, known));
          windows.add(window);
          calls.limit(window.calls());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean implies(RateWindow strict, RateWindow other) {
    return strict.calls() <= other.calls() && strict.span().compareTo(other.span()) >= 0;
  }

  /**
   * Waits until a call may be made, and counts it as made.
   *
   * @param priority how urgent the caller is
   * @param cancellation what ends the waiting early
   * @throws ConnectorException if the wait would be longer than the budget's patience: of kind
   *     {@code RATE_LIMITED} because of a pause, else of kind {@code QUOTA}; with the time to wait
   * @throws com.puraify.sync.error.SyncCancelledException if the run is cancelled or the thread
   *     interrupted meanwhile
   */
  public void acquire(Priority priority, Cancellation cancellation) {
    acquire(priority, cancellation, List.of());
  }

  /**
   * Waits until a call may be made that takes from further budgets as well, and counts it as made
   * in all of them at once. The caller waits for its turn here, not at the others.
   *
   * @param besides the further budgets; whoever takes from several names them in the same order,
   *     this one first
   */
  public void acquire(Priority priority, Cancellation cancellation, List<AccountBudget> besides) {
    lock.lock();
    Caller caller = new Caller(priority, time.nanos(), sequence++);
    waiting.add(caller);
    try {
      while (!admitted(caller, cancellation, besides)) {
        nap(cancellation, besides);
      }
    } catch (InterruptedException e) {
      throw Cancellation.interrupted(e);
    } finally {
      waiting.remove(caller);
      turnChanged.signalAll();
      lock.unlock();
    }
  }

  /** Waits for the caller's turn, and returns whether a call is free by then. */
  private boolean admitted(Caller caller, Cancellation cancellation, List<AccountBudget> besides)
      throws InterruptedException {
    cancellation.check();
    while (waiting.peek() != caller) {
      // Whoever leaves signals. The bound is there to notice a raised flag, not to measure time.
      turnChanged.awaitNanos(Cancellation.SLICE.toNanos());
      cancellation.check();
    }
    besides.forEach(each -> each.lock.lock()); // always after this one's, in the same order
    try {
      return taken(time.nanos(), besides);
    } finally {
      besides.forEach(each -> each.lock.unlock());
    }
  }

  private boolean taken(long now, List<AccountBudget> besides) {
    AccountBudget slowest = this;
    long wait = freeIn(now);
    for (AccountBudget each : besides) {
      if (each.freeIn(now) > wait) {
        slowest = each;
        wait = each.freeIn(now);
      }
    }
    if (wait > patience.toNanos()) {
      throw slowest.tooLong(now, wait);
    }
    if (wait > 0) {
      return false;
    }
    count(now);
    besides.forEach(each -> each.count(now));
    return true;
  }

  private void count(long now) {
    calls.add(now);
    sent++;
  }

  /** Sleeps towards the next free call, unlocked, so that a more urgent caller can overtake. */
  private void nap(Cancellation cancellation, List<AccountBudget> besides) {
    long wait = freeIn(time.nanos());
    lock.unlock();
    try {
      for (AccountBudget each : besides) {
        wait = Math.max(wait, each.nextCallIn().toNanos());
      }
      if (wait > 0) {
        cancellation.nap(wait);
      }
    } finally {
      lock.lock();
    }
  }

  /**
   * Holds back all calls of the account for a while. Of overlapping pauses the one that ends last
   * counts; none is longer than {@link #LONGEST_PAUSE}.
   */
  public void pause(Duration length) {
    Duration bounded = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
    lock.lock();
    try {
      long now = time.nanos();
      long end = now + bounded.toNanos();
      if (bounded.toNanos() > pauseLeft(now)) {
        paused = true;
        pausedUntil = end;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long it takes until a call is possible, apart from those that wait already. */
  public Duration nextCallIn() {
    lock.lock();
    try {
      return Duration.ofNanos(Math.max(0, freeIn(time.nanos())));
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many calls were let through so far. */
  public long sent() {
    lock.lock();
    try {
      return sent;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many callers wait. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the longest wait that {@link #acquire} puts up with. */
  public Duration patience() {
    return patience;
  }

  /** Frees the memory of an account that was not used for longer than any of its windows. */
  void trim() {
    lock.lock();
    try {
      long idle = calls.size() == 0 ? 0 : time.nanos() - calls.latest(1);
      if (idle > Duration.ofDays(1).toNanos()
          && windows.stream().allMatch(window -> idle > window.span().toNanos())) {
        calls.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  private long freeIn(long now) {
    long wait = pauseLeft(now);
    for (RateWindow window : windows) {
      if (calls.size() >= window.calls()) {
        wait = Math.max(wait, calls.latest(window.calls()) + window.span().toNanos() - now);
      }
    }
    return wait;
  }

  private long pauseLeft(long now) {
    if (paused && pausedUntil - now <= 0) {
      paused = false;
    }
    return paused ? pausedUntil - now : 0;
  }

  private ConnectorException tooLong(long now, long wait) {
    boolean byPause = pauseLeft(now) >= wait;
    Duration left = Duration.ofNanos(wait);
    return new ConnectorException(
            byPause ? ConnectorException.Kind.RATE_LIMITED : ConnectorException.Kind.QUOTA,
            byPause
                ? "the platform asked " + name + " to wait, which lasts another " + left
                : "the allowance of " + name + " is used up; the next call is possible in " + left)
        .withRetryAfter(left);
  }

  /** One caller that waits, with its place in the order. */
  private static final class Caller {

    static final Comparator<Caller> BY_TURN =
        (one, other) -> {
          long later = one.due - other.due; // a difference, because nanoseconds may overflow
          return later != 0 ? Long.signum(later) : Long.compare(one.sequence, other.sequence);
        };

    private final long due;
    private final long sequence;

    Caller(Priority priority, long now, long sequence) {
      this.due = now + stepsBehind(priority) * AGEING.toNanos();
      this.sequence = sequence;
    }

    private static int stepsBehind(Priority priority) {
      return switch (priority) {
        case HIGH -> 0;
        case DEFAULT -> 1;
        case LOW -> 2;
      };
    }
  }
}
