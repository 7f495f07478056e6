package com.puraify.sync.testkit;

import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Time that passes only when a test says so, and chance that is the same in every run.
 *
 * <p>There are two kinds. With {@linkplain #advancing() advancing} time, whoever sleeps moves it
 * forward: a day of waiting takes no time at all, and one thread is all it needs. With {@linkplain
 * #cranked() cranked} time, whoever sleeps stays asleep until another thread {@linkplain #advance
 * advances} time past the end of the sleep; {@link #awaitSleepers} tells when a thread has got that
 * far.
 *
 * <p>The wall clock can {@linkplain #jump jump} on its own, as machines' clocks do. The count of
 * {@link #nanos} starts a minute before it overflows, so that code that compares counts instead of
 * differences is found out.
 *
 * <p>Thread-safe.
 */
public final class ManualTime implements TimeSource {

  /** When time starts unless a test says otherwise. */
  public static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

  /** What seeds chance unless a test says otherwise. */
  public static final long DEFAULT_SEED = 1;

  /** How long {@link #awaitSleepers} waits on the machine's clock before it gives up. */
  public static final Duration GIVE_UP = Duration.ofSeconds(10);

  private static final long FIRST_NANOS = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

  private final boolean advancing;
  private final RandomGenerator random;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(Comparator.comparing(sleeper -> sleeper.wakesAt));
  private final Instant start;
  private Duration passed = Duration.ZERO;
  private Duration jumped = Duration.ZERO;

  /** One thread that sleeps; equal to itself alone. */
  private static final class Sleeper {
    private final Duration wakesAt;
    private boolean awake;

    Sleeper(Duration wakesAt) {
      this.wakesAt = wakesAt;
    }
  }

  private ManualTime(boolean advancing, Instant start, long seed) {
    this.advancing = advancing;
    this.start = start;
    this.random = new Random(seed); // the kind of generator that threads may share
  }

  @Override
  public boolean passesBySleepingAlone() {
    return advancing;
  }

  /** Returns time that sleeping moves forward. */
  public static ManualTime advancing() {
    return advancing(DEFAULT_START, DEFAULT_SEED);
  }

  /** Returns time that sleeping moves forward. */
  public static ManualTime advancing(Instant start, long seed) {
    return new ManualTime(true, start, seed);
  }

  /** Returns time that {@link #advance} alone moves forward. */
  public static ManualTime cranked() {
    return cranked(DEFAULT_START, DEFAULT_SEED);
  }

  /** Returns time that {@link #advance} alone moves forward. */
  public static ManualTime cranked(Instant start, long seed) {
    return new ManualTime(false, start, seed);
  }

  @Override
  public Instant instant() {
    lock.lock();
    try {
      return start.plus(passed).plus(jumped);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanos() {
    lock.lock();
    try {
      return FIRST_NANOS + passed.toNanos();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Returns how much time has passed since the start, jumps not counted. */
  public Duration passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sleeps: moves time forward by the length, or waits until another thread has done so.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  @Override
  public void sleep(Duration length) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (length.isNegative() || length.isZero()) {
      return;
    }
    lock.lock();
    try {
      if (advancing) {
        pass(length);
      } else {
        sleepUntil(new Sleeper(passed.plus(length)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void sleepUntil(Sleeper sleeper) throws InterruptedException {
    sleepers.add(sleeper);
    changed.signalAll();
    try {
      while (!sleeper.awake) {
        changed.await();
      }
    } finally {
      sleepers.remove(sleeper);
      changed.signalAll();
    }
  }

  /**
   * Moves time forward, and wakes those whose sleep is over. They are no longer counted as {@link
   * #sleepers} when this returns.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public void advance(Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + length + "; see jump");
    }
    lock.lock();
    try {
      pass(length);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves time forward to the moment when the next sleeper wakes.
   *
   * @return by how much
   * @throws IllegalStateException if nobody sleeps
   */
  public Duration advanceToNextSleeper() {
    lock.lock();
    try {
      Sleeper next = sleepers.peek();
      if (next == null) {
        throw new IllegalStateException("nobody sleeps");
      }
      Duration length = next.wakesAt.minus(passed);
      pass(length);
      return length;
    } finally {
      lock.unlock();
    }
  }

  private void pass(Duration length) {
    passed = passed.plus(length);
    for (Sleeper next = sleepers.peek();
        next != null && next.wakesAt.compareTo(passed) <= 0;
        next = sleepers.peek()) {
      next.awake = true;
      sleepers.remove();
    }
    changed.signalAll();
  }

  /**
   * Sets the wall clock forward, or back if the length is negative. No time passes: {@link #nanos}
   * stays as it is, and nobody wakes.
   */
  public void jump(Duration length) {
    lock.lock();
    try {
      jumped = jumped.plus(length);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many threads sleep. */
  public int sleepers() {
    lock.lock();
    try {
      return sleepers.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until at least so many threads sleep.
   *
   * @throws IllegalStateException if that does not happen within {@link #GIVE_UP}
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public void awaitSleepers(int threads) throws InterruptedException {
    lock.lock();
    try {
      long left = GIVE_UP.toNanos();
      while (sleepers.size() < threads) {
        if (left <= 0) {
          throw new IllegalStateException(
              "just " + sleepers.size() + " threads sleep after " + GIVE_UP + ", not " + threads);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ManualTime[" + instant() + ", " + passed() + " passed]";
  }
}
