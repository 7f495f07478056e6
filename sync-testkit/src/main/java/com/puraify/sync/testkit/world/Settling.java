package com.puraify.sync.testkit.world;

import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Mark;
import com.puraify.sync.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the sync until nothing is left to be done, as it must come to pass once nobody interferes.
 * Confined to one thread.
 */
final class Settling {

  /** What is counted when two items are to have a value that must be unique. */
  static final String CONTESTED = "a unique value for several items";

  private static final Duration LONGEST_LAG = Duration.ofMinutes(25);
  private static final Duration SWEEP = Duration.ofHours(7);
  private static final int ROUNDS = 24;

  private final SimulatedWorld world;
  private final ManualTime time;
  private final @Nullable NaiveOracle oracle;

  Settling(SimulatedWorld world, ManualTime time, @Nullable NaiveOracle oracle) {
    this.world = world;
    this.time = time;
    this.oracle = oracle;
  }

  /** Runs the sync undisturbed until nothing is left to be done. */
  void settle() {
    if (oracle != null) {
      oracle.foresee();
    }
    if (world.platforms().contested()) {
      world.coverage().count(CONTESTED);
    }
    settle(Processes.LEASE.plus(LONGEST_LAG));
    if (world.holds()) {
      world.converged(); // before anything is swept, which would mend what checkpoints missed
      settle(SWEEP);
    }
    if (world.holds() && oracle != null) {
      oracle.compare();
    }
  }

  private void settle(Duration pause) {
    for (int round = 0; round < ROUNDS && world.holds(); round++) {
      if (settled(round, pause)) {
        return;
      }
    }
    if (world.holds()) {
      RunRecord run = world.processes().sync();
      SyncReport report = run.report();
      world.violated(
          new Violation(
              Invariant.I13_TERMINATION,
              "still not settled: "
                  + (report == null ? String.valueOf(run.thrown()) : report.toJson())));
    }
  }

  /**
   * Runs once, and returns whether nothing was and is left to be done. One run tells, if it is a
   * success and has the next one try nothing more again; else it takes another one after it.
   */
  private boolean settled(int round, Duration pause) {
    time.advance(pause);
    long before = world.history().moment();
    Set<Mark> tried = world.triedAgain();
    RunRecord run = world.processes().sync();
    int asked = world.people().answerAll(oracle == null ? round : 0);
    boolean wrote =
        !world.history().changesSince(before).isEmpty()
            || world.history().pairings().changedSince(before);
    SyncReport report = run.report();
    return asked == 0
        && !wrote
        && report != null
        && ((report.status() == SyncStatus.SUCCESS && tried.containsAll(world.triedAgain()))
            || (round > 0 && report.status() != SyncStatus.NEEDS_APPROVAL));
  }

  /** Over an unchanged world, nothing is written, whatever is read again. */
  void idle() {
    long before = world.history().moment();
    time.advance(SWEEP); // whatever is swept at intervals is swept
    world
        .processes()
        .sync(List.of(new Trouble(Trouble.Point.PAGE, 1, Trouble.Kind.REPEAT, 0, null)));
    List<Life.Event> written = world.history().changesSince(before);
    if (!written.isEmpty()) {
      world.violated(
          new Violation(
              Invariant.I5_IDEMPOTENCE,
              "a run over an unchanged world wrote: "
                  + written.stream()
                      .map(event -> event.change().toString())
                      .collect(Collectors.joining(" "))));
    }
  }
}
