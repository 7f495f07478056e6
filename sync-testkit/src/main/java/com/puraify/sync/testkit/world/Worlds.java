package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.host.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Plays many worlds, one on each thread at a time, and says what was found.
 *
 * <p>As a program: {@code Worlds [--worlds N] [--seed S] [--threads T] [--shrink]}. It prints a
 * line now and then, a line for each failing seed that tells how to play it again, and in the end
 * what was really exercised. It exits with 1 if a world failed. Thread-safe.
 */
public final class Worlds {

  /** How many failures are reported one by one. */
  public static final int MAX_FAILURES = 20;

  private static final Duration EVERY = Duration.ofSeconds(20);

  private final TimeSource clock = TimeSource.system();
  private final WorldCheck check;
  private final PrintStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Coverage coverage = new Coverage();
  private final List<WorldOutcome> failures = new ArrayList<>();
  private long played;
  private long failed;
  private long begun;
  private long told;

  private Worlds(UnaryOperator<SyncEngine> disguise, PrintStream out) {
    this.check = new WorldCheck(disguise);
    this.out = out;
  }

  /** Returns what plays worlds, and prints to a stream. */
  public static Worlds printingTo(PrintStream out) {
    return new Worlds(engine -> engine, out);
  }

  /**
   * Returns what plays worlds with engines that are not quite as they come.
   *
   * @param disguise what is made of each engine before it is used
   */
  public static Worlds printingTo(PrintStream out, UnaryOperator<SyncEngine> disguise) {
    return new Worlds(disguise, out);
  }

  /** Runs the program. */
  public static void main(String[] args) {
    long worlds = 10_000;
    long seed = TimeSource.system().instant().toEpochMilli() * 1_000;
    int threads = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i + 1 < args.length; i += 2) {
      long number = Long.parseLong(args[i + 1]);
      switch (args[i]) {
        case "--worlds" -> worlds = number;
        case "--seed" -> seed = number;
        case "--threads" -> threads = (int) number;
        case "--trace" -> trace(number);
        default -> {
          System.err.println("unknown option " + args[i] + "; known: --worlds, --seed, --threads");
          System.exit(2);
        }
      }
    }
    System.exit(printingTo(System.out).play(seed, worlds, threads, worlds) ? 0 : 1);
  }

  /** Plays a failing world again, made smaller, and tells everything that happens in it. */
  private static void trace(long seed) {
    Worlds worlds = printingTo(System.out);
    WorldOutcome outcome = worlds.check.play(seed);
    if (outcome.violation().isPresent()) {
      Scenario smaller = Shrinker.shrink(outcome, worlds.check::play);
      System.setProperty(Digest.TRACE, "true");
      worlds.check.play(smaller);
      System.setProperty(Digest.TRACE, "false");
      System.out.println(worlds.shrunk(worlds.check.play(smaller)));
    }
    System.exit(0);
  }

  /**
   * Plays the worlds of some seeds.
   *
   * @param first the first seed
   * @param count how many
   * @param threads how many at a time
   * @param failuresToStop after how many failures it stops
   * @return whether no world failed
   */
  public boolean play(long first, long count, int threads, long failuresToStop) {
    begun = clock.nanos();
    told = begun;
    AtomicLong next = new AtomicLong(first);
    List<Thread> others = new ArrayList<>();
    Runnable work =
        () -> {
          for (long seed = next.getAndIncrement();
              seed < first + count && failed() < failuresToStop;
              seed = next.getAndIncrement()) {
            note(check.play(seed));
          }
        };
    for (int i = 1; i < threads; i++) {
      Thread thread = new Thread(work, "worlds-" + i);
      thread.start();
      others.add(thread);
    }
    work.run();
    for (Thread thread : others) {
      join(thread);
    }
    summary(first, count);
    return failed() == 0;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while worlds were played", e);
    }
  }

  private void note(WorldOutcome outcome) {
    lock.lock();
    try {
      played++;
      coverage.add(outcome.coverage());
      if (outcome.violation().isPresent()) {
        failed++;
        if (failures.size() < MAX_FAILURES) {
          failures.add(outcome);
          out.println(line(outcome));
        }
      }
      long now = clock.nanos();
      if (now - told > EVERY.toNanos()) {
        told = now;
        out.println(progress(now));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the line that tells how to play a failing world again. */
  public static String line(WorldOutcome outcome) {
    return "FAILED seed "
        + outcome.scenario().seed()
        + ": "
        + outcome.violation().map(Violation::toString).orElse("nothing")
        + " | again: mvn -B -pl sync-testkit -am test -Dtest=WorldTest -Dsync.worlds=1 -Dsync.seed="
        + outcome.scenario().seed()
        + " -Dsurefire.failIfNoSpecifiedTests=false";
  }

  /** Returns a failing scenario made smaller, as text. */
  public String shrunk(WorldOutcome failure) {
    Scenario smaller = Shrinker.shrink(failure, check::play);
    StringBuilder text = new StringBuilder("shrunk to " + smaller.size() + " of ");
    text.append(failure.scenario().size()).append(" events\n");
    text.append("  ").append(smaller.sync()).append('\n');
    text.append("  local  ").append(smaller.local()).append('\n');
    text.append("  remote ").append(smaller.remote()).append('\n');
    smaller.steps().forEach(step -> text.append("  ").append(step).append('\n'));
    text.append("  ").append(check.play(smaller).violation().map(Violation::toString).orElse("-"));
    return text.toString();
  }

  private String progress(long now) {
    return played + " worlds, " + failed + " failed, " + rate(now) + " worlds/s";
  }

  private String rate(long now) {
    return String.format(Locale.ROOT, "%.0f", played * 1e9 / Math.max(1, now - begun));
  }

  private void summary(long first, long count) {
    for (WorldOutcome failure : failures.subList(0, Math.min(3, failures.size()))) {
      out.println(line(failure));
      out.println(shrunk(failure));
    }
    out.println(
        "worlds "
            + played
            + ", seeds "
            + first
            + " to "
            + (first + count - 1)
            + ", failed "
            + failed
            + ", "
            + rate(clock.nanos())
            + " worlds/s");
    coverage.counts().forEach((what, number) -> out.println("  " + what + ": " + number));
  }

  private long failed() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the failures, at most {@link #MAX_FAILURES}. */
  public List<WorldOutcome> failures() {
    return Collections.unmodifiableList(failures);
  }

  /** Returns what was really exercised. */
  public Coverage coverage() {
    return coverage;
  }

  /** Returns how many worlds were played. */
  public long played() {
    return played;
  }
}
