package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a world, of which one runs the sync at a time, and the runs that are under way.
 * Confined to one thread.
 */
final class Processes {

  /** How long a dead process's lease holds, and some. */
  static final Duration LEASE = Duration.ofMinutes(11);

  private static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);

  private final SimulatedWorld world;
  private final ManualTime time;
  private final UnaryOperator<SyncEngine> disguise;
  private final List<RunRecord> running = new ArrayList<>();
  private @Nullable Node node;
  private @Nullable Node desk;
  private int runs;
  private long latestToken;

  Processes(SimulatedWorld world, ManualTime time, UnaryOperator<SyncEngine> disguise) {
    this.world = world;
    this.time = time;
    this.disguise = disguise;
  }

  /** Builds what a process runs. */
  SyncEngine engine(StateStore store) {
    return disguise.apply(SyncEngine.builder().state(store).time(time).singleThreaded().build());
  }

  /** Returns the process that runs the sync; another one if the last was killed or closed. */
  Node node() {
    Node known = node;
    if (known == null || !known.alive()) {
      known = new Node(world);
      node = known;
      world.coverage().count("processes");
    }
    return known;
  }

  /** Returns the process at which people answer questions. */
  Node desk() {
    Node known = desk;
    if (known == null) {
      known = new Node(world);
      desk = known;
    }
    return known;
  }

  /** Returns the questions that are open. */
  List<Case> openCases() {
    return desk().engine().cases(desk().config());
  }

  /** Ends the process that runs the sync. */
  void restart() {
    node = null;
  }

  /** Ends all processes. */
  void restartAll() {
    node = null;
    desk = null;
  }

  /** Runs the sync undisturbed. */
  RunRecord sync() {
    return sync(List.of());
  }

  /** Runs the sync, which meets some troubles. */
  RunRecord sync(List<Trouble> troubles) {
    return sync(node(), troubles);
  }

  private RunRecord sync(Node on, List<Trouble> troubles) {
    time.advance(BETWEEN_RUNS);
    RunRecord run = new RunRecord(++runs, world.history().next(), time.passed());
    world.begins(run);
    on.begin(run, troubles);
    if (!running.isEmpty()) {
      run.disturbed(); // another process's run is under way, asleep
    }
    running.add(run);
    Coverage coverage = world.coverage();
    coverage.count("runs");
    try {
      SyncReport report = on.engine().sync(on.config());
      run.ended(report, null);
      coverage.count("runs ended as " + report.status());
    } catch (ProcessDeath | SyncException e) {
      run.ended(null, e);
      coverage.count("runs ended by " + e.getClass().getSimpleName());
    } catch (RuntimeException | Error e) {
      run.ended(null, e);
      world.violated(
          new Violation(Invariant.CONTRACT, "the engine threw " + SimulatedWorld.trace(e)));
    } finally {
      Thread.interrupted(); // a run that was interrupted leaves the flag set, as it must
      running.remove(run);
      on.end();
    }
    world.ran(run);
    return run;
  }

  /** Another process takes over while one sleeps. */
  void takeOver() {
    time.advance(LEASE);
    world.coverage().count("take-overs");
    sync(new Node(world), List.of());
  }

  /** A lease was given out. */
  void leased(Lease lease) {
    if (lease.sync().equals(SyncShape.ID)) {
      latestToken = lease.token();
    }
  }

  /** Returns whether another process has taken over the lease of the run that is under way. */
  boolean writesLate() {
    RunRecord run = running();
    Lease lease = run == null ? null : run.lease();
    return lease != null && lease.token() < latestToken;
  }

  /** Returns the innermost run that is under way, or null. */
  @Nullable RunRecord running() {
    return running.isEmpty() ? null : running.get(running.size() - 1);
  }

  /** Returns the number of the innermost run that is under way, or 0. */
  int runNumber() {
    RunRecord run = running();
    return run == null ? 0 : run.number;
  }
}
