package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.host.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Plays many worlds, one on each thread at a time, and says what was found.
 *
 * <p>As a program:
 *
 * <pre>{@code
 * Worlds [--profile P] [--worlds N] [--seconds N] [--seed S] [--threads T] [--shrink N]
 * Worlds [--profile P] --trace SEED
 * }</pre>
 *
 * <p>It plays N worlds, or until the seconds are over, beginning with seed S, or with one that was
 * never played before. It prints a line every {@value #PROGRESS} worlds; for each failing seed a
 * line with the invariant, what was found and how to play it again; in the end the failing seeds of
 * each invariant, the first few failures made smaller, and what was really exercised. It exits with
 * 1 if a world failed, and with 2 if it was not understood. What it keeps does not grow with the
 * number of worlds. {@code --trace} tells everything that happens in a failing world that was made
 * smaller. With {@code --profile notion}, {@code airtable} or {@code hubspot} the remote side of
 * all worlds is like that platform.
 *
 * <p>A test of a host's own plays them itself:
 *
 * <pre>{@code
 * Worlds worlds = Worlds.printingTo(System.out);
 * worlds.play(1, 1_000, 2, Worlds.MAX_FAILURES);
 * assertThat(worlds.failures()).extracting(Worlds::line).isEmpty();
 * }</pre>
 *
 * <p>Thread-safe; plays one range of seeds at a time.
 */
public final class Worlds {

  /** How many failures are kept. */
  public static final int MAX_FAILURES = 20;

  /** After how many worlds a line is printed. */
  public static final int PROGRESS = 10_000;

  private static final int STORY = 240;
  private static final int SEEDS = 20;

  private final TimeSource clock = TimeSource.system();
  private WorldCheck check;
  private final PrintStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Coverage coverage = new Coverage();
  private final List<WorldOutcome> failures = new ArrayList<>();
  private final Map<String, List<Long>> seeds = new TreeMap<>();
  private final Map<String, Long> failed = new TreeMap<>();
  private int shrinking = 3;
  private long longest = Long.MAX_VALUE;
  private long played;
  private long before;
  private long begun;

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

  /** Makes the remote side of all worlds like a real platform. */
  public Worlds profile(PlatformProfile profile) {
    this.check = new WorldCheck(check.disguise(), profile::scenario);
    return this;
  }

  /** Sets how many failures are made smaller in the end; 3 unless it is set. */
  public Worlds shrinking(int most) {
    this.shrinking = most;
    return this;
  }

  /** Sets after how long no other world is begun. */
  public Worlds within(Duration length) {
    this.longest = length.toNanos();
    return this;
  }

  /** Runs the program. */
  public static void main(String[] args) {
    System.exit(WorldsProgram.run(args, System.out));
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
    before = played;
    AtomicLong next = new AtomicLong(first);
    Runnable work = () -> work(next, first + count, failuresToStop);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread thread = new Thread(work, "worlds-" + i);
      thread.start();
      others.add(thread);
    }
    work.run();
    others.forEach(Worlds::join);
    summary(first);
    return failed() == 0;
  }

  private void work(AtomicLong next, long end, long failuresToStop) {
    Coverage own = new Coverage();
    while (failed() < failuresToStop && clock.nanos() - begun < longest) {
      long seed = next.getAndIncrement();
      if (seed >= end) {
        break;
      }
      WorldOutcome outcome = check.play(seed);
      own.add(outcome.coverage());
      note(outcome);
    }
    lock.lock();
    try {
      coverage.add(own);
    } finally {
      lock.unlock();
    }
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
      outcome.violation().ifPresent(found -> failed(outcome, found));
      if (played % PROGRESS == 0) {
        out.println(progress());
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(WorldOutcome outcome, Violation found) {
    String number = found.invariant().number();
    failed.merge(number, 1L, Long::sum);
    List<Long> some = seeds.computeIfAbsent(number, each -> new ArrayList<>());
    if (some.size() < SEEDS) {
      some.add(outcome.scenario().seed());
    }
    if (failures.size() < MAX_FAILURES) {
      failures.add(outcome);
    }
    out.println(line(outcome));
  }

  /** Returns the line that tells what a failing world is about, and how to play it again. */
  public static String line(WorldOutcome outcome) {
    PlatformProfile profile = outcome.scenario().profile();
    return "FAILED "
        + (profile == null ? "" : profile.label() + " ")
        + "seed "
        + outcome.scenario().seed()
        + ": "
        + outcome.violation().map(Worlds::story).orElse("nothing")
        + " | again: mvn -B -pl sync-testkit -am test -Dtest="
        + (profile == null ? "WorldTest" : "PlatformProfileTest")
        + " -Dsync.worlds=1 -Dsync.seed="
        + outcome.scenario().seed()
        + (profile == null ? "" : " -Dsync.profile=" + profile.label())
        + " -Dsurefire.failIfNoSpecifiedTests=false";
  }

  private static String story(Violation found) {
    String story = found.toString().replaceAll("\\s+", " ");
    return story.length() > STORY ? story.substring(0, STORY) + "..." : story;
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

  /** Tells everything that happens in a failing world that was made smaller. */
  void trace(long seed) {
    WorldOutcome outcome = check.play(seed);
    if (outcome.violation().isEmpty()) {
      out.println("seed " + seed + " keeps every invariant");
      return;
    }
    Scenario smaller = Shrinker.shrink(outcome, check::play);
    System.setProperty(Digest.TRACE, "true");
    WorldOutcome again = check.play(smaller);
    System.clearProperty(Digest.TRACE);
    out.println(again.violation().isPresent() ? shrunk(again) : "it holds when it is played again");
  }

  private String progress() {
    Runtime machine = Runtime.getRuntime();
    return played
        + " worlds, "
        + failed()
        + " failed, "
        + rate()
        + " worlds/s, "
        + ((machine.totalMemory() - machine.freeMemory()) >> 20)
        + " MB";
  }

  private String rate() {
    long length = Math.max(1, clock.nanos() - begun);
    return String.format(Locale.ROOT, "%.0f", (played - before) * 1e9 / length);
  }

  private void summary(long first) {
    String rate = rate(); // before anything is made smaller, which takes its time
    for (WorldOutcome failure : failures.subList(0, Math.min(shrinking, failures.size()))) {
      out.println(line(failure));
      out.println(shrunk(failure));
    }
    failed.forEach(
        (number, count) -> out.println(number + ": " + count + " worlds, seeds " + seeds(number)));
    out.println(
        "worlds "
            + played
            + ", seeds from "
            + first
            + ", failed "
            + failed()
            + ", "
            + rate
            + " worlds/s");
    coverage.counts().forEach((what, number) -> out.println("  " + what + ": " + number));
  }

  private String seeds(String number) {
    List<Long> some = seeds.getOrDefault(number, List.of());
    return some + (failed.getOrDefault(number, 0L) > some.size() ? " and others" : "");
  }

  private long failed() {
    lock.lock();
    try {
      return failed.values().stream().mapToLong(Long::longValue).sum();
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
