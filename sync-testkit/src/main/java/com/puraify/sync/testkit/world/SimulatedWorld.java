package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.Write;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A world in which a {@link Scenario} happens: the real engine between two simulated platforms, on
 * time that passes only when somebody waits. Confined to one thread; played once.
 *
 * <p>A host's own test plays the scenario of a seed, or one that it writes down itself:
 *
 * <pre>{@code
 * Scenario drawn = Scenario.of(42);
 * Scenario killed =
 *     drawn.withSteps(
 *         List.of(
 *             new Step.Edit(Side.LOCAL, Step.Doing.PUT, 1, Column.NOTES, "first"),
 *             new Step.Run(List.of(Trouble.of(Trouble.Kind.KILL, Trouble.Point.STORED, 3))),
 *             new Step.Settle()));
 * WorldOutcome outcome = SimulatedWorld.play(killed);
 * assertThat(outcome.violation()).isEmpty();
 * }</pre>
 *
 * <p>What belongs together is kept together: {@link Platforms} (items, schemas and clocks), {@link
 * Processes} (engines and runs), {@link People} (edits and answers), {@link Settling} (until
 * nothing is left to be done), and {@link History}, which all of them add to and every {@link
 * Checker} looks at. This class lets the steps happen, and passes on what happened.
 */
public final class SimulatedWorld {

  private final Scenario scenario;
  private final ManualTime time;
  private final Draw latency;
  private final Coverage coverage = new Coverage();
  private final Digest digest = new Digest();
  private final Vault vault = new Vault();
  private final Pages pages = new Pages(vault);
  private final History history = new History();
  private final Platforms platforms;
  private final Processes processes;
  private final People people;
  private final Settling settling;
  private final List<Checker> checkers;
  private final @Nullable NaiveOracle oracle;
  private final @Nullable Neighbour neighbour;
  private SyncShape shape;
  private @Nullable Violation violation;
  private boolean restored;
  private boolean reconfigured;

  SimulatedWorld(Scenario scenario, UnaryOperator<SyncEngine> disguise) {
    this.scenario = scenario;
    this.shape = scenario.sync();
    this.time = ManualTime.advancing(ManualTime.DEFAULT_START, scenario.seed());
    this.latency = new Draw(~scenario.seed());
    this.platforms = new Platforms(scenario, time);
    this.processes = new Processes(this, time, disguise);
    this.people = new People(this);
    this.checkers = Checker.all(this);
    this.oracle = NaiveOracle.decides(scenario) ? new NaiveOracle(this) : null;
    this.settling = new Settling(this, time, oracle);
    this.neighbour = scenario.neighbour() ? new Neighbour(this) : null;
  }

  /** Plays a scenario. */
  public static WorldOutcome play(Scenario scenario) {
    return play(scenario, engine -> engine);
  }

  /**
   * Plays a scenario with engines that are not quite as they come.
   *
   * @param disguise what is made of each engine before it is used
   */
  public static WorldOutcome play(Scenario scenario, UnaryOperator<SyncEngine> disguise) {
    return new SimulatedWorld(scenario, disguise).play();
  }

  private WorldOutcome play() {
    try {
      for (Step step : scenario.steps()) {
        if (holds()) {
          take(step);
        }
      }
      if (holds()) {
        quiesce();
      }
    } catch (RuntimeException | Error e) {
      violated(new Violation(Invariant.CONTRACT, "the world broke: " + trace(e)));
    }
    coverage.count("worlds");
    coverage.count(scenario.calm() ? "worlds calm" : "worlds stormy");
    return new WorldOutcome(
        scenario, Optional.ofNullable(violation), digest.value(), coverage, platforms.contents());
  }

  /** Returns an exception, and where it came from. */
  static String trace(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString());
    for (int i = 0; i < Math.min(8, e.getStackTrace().length); i++) {
      text.append("\n    at ").append(e.getStackTrace()[i]);
    }
    return text.toString();
  }

  /** Lets a step happen. */
  void take(Step step) {
    digest.add(step.getClass().getSimpleName());
    if (step instanceof Step.Edit edit) {
      people.take(edit);
    } else if (step instanceof Step.Answer answer) {
      people.take(answer);
    } else if (step instanceof Step.Run run) {
      run(run);
    } else if (step instanceof Step.Settle) {
      settling.settle();
    } else {
      changeCircumstances(step);
    }
  }

  private void run(Step.Run run) {
    if (!scenario.calm()) {
      people.read();
    }
    if (oracle != null) {
      oracle.foresee();
    }
    processes.sync(run.troubles());
    if (neighbour != null && processes.running() == null) {
      neighbour.live(processes.node());
    }
  }

  private void changeCircumstances(Step step) {
    coverage.count("step " + step.getClass().getSimpleName());
    if (step instanceof Step.Wait wait) {
      time.advance(wait.length());
    } else if (step instanceof Step.Jump jump) {
      time.jump(jump.length());
    } else if (step instanceof Step.Skew skew) {
      platforms.set(skew);
    } else if (step instanceof Step.Reconfigure other) {
      shape = other.shape();
      reconfigured = true;
    } else if (step instanceof Step.Restart) {
      processes.restart();
    } else if (step instanceof Step.Restore restore) {
      processes.restartAll();
      vault.restore(restore.commits());
      restored = true;
      history.pairings().update(history.next(), links());
    } else if (step instanceof Step.Remodel remodel) {
      platforms.remodel(remodel);
    }
  }

  /** Once all has happened, everything must come to rest, and stay there. */
  private void quiesce() {
    platforms.mend();
    time.advance(Processes.LEASE);
    settling.settle();
    if (!holds()) {
      return;
    }
    settling.idle();
    checkers.forEach(Checker::quiet);
    if (neighbour != null) {
      neighbour.check();
    }
  }

  /** Nothing is left to be done for now: both sides must agree. */
  void converged() {
    for (Checker checker : checkers) {
      if (checker instanceof I10Convergence convergence) {
        convergence.quiet();
      }
    }
  }

  /** Something takes a while. */
  void latency() {
    time.advance(Duration.ofMillis(latency.from(5, 400)));
  }

  /** Takes notice of what has changed on the platforms. */
  void poll() {
    for (Side side : Side.values()) {
      for (MemoryChange change : history.news(side, entity(side))) {
        Life life = history.life(side, change.id());
        Life.Event event = history.changed(life, change, time.passed(), processes.runNumber());
        digest.add(side, change);
        coverage.count(event);
        checkers.forEach(checker -> checker.changed(life, event));
        if (oracle != null && event.byEngine() && processes.writesLate()) {
          oracle.giveUp();
        }
      }
    }
  }

  /** The engine gets to see something that a platform answered at a moment. */
  void saw(Side side, Page.Change change, long taken, boolean direct) {
    history.saw(side, change, taken, processes.runNumber(), direct);
  }

  /** Something is worth knowing to whoever looks into a failure. */
  void digest(String what) {
    digest.add(what);
  }

  /** The engine is about to send a batch. */
  void writing(RunRecord run, Side side, List<? extends Write> batch) {
    history.next();
    digest.add(side + " writes " + batch.size());
    checkers.forEach(checker -> checker.writing(run, side));
  }

  /** A budget lets a call to a platform through. */
  void letThrough(Node node, Side side) {
    checkers.forEach(checker -> checker.letThrough(node, side));
  }

  /** The engine committed something. */
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    long moment = history.next();
    boolean linksMoved = false;
    for (StateChange change : changes) {
      digest.add(change);
      linksMoved |=
          change instanceof StateChange.PutLink || change instanceof StateChange.RemoveLink;
      if (change instanceof StateChange.PutLink put) {
        for (Side side : Side.values()) {
          if (!isUnanswered(side, put.link().number())) {
            history.life(side, put.link().id(side)).note(moment, processes.runNumber());
          }
        }
      }
      if (change instanceof StateChange.PutDocument put
          && put.document().kind() == Document.Kind.JOURNAL) {
        history.journal(put.document());
      }
    }
    if (linksMoved) {
      history.pairings().update(moment, links());
    }
    checkers.forEach(checker -> checker.committed(run, changes));
  }

  private boolean isUnanswered(Side side, long link) {
    return vault.store().intents(SyncShape.ID).stream()
        .filter(intent -> intent.side() == side && intent.action() == Intent.Action.UPDATE)
        .anyMatch(intent -> intent.entries().stream().anyMatch(entry -> entry.link() == link));
  }

  /** A run is about to begin. */
  void begins(RunRecord run) {
    if (oracle != null) {
      oracle.begins(run);
    }
  }

  /** A run is over. */
  void ran(RunRecord run) {
    poll();
    digest.add(run.number, run.report(), run.thrown());
    checkers.forEach(checker -> checker.ran(run));
  }

  /** The store was asked about a sync. */
  void asked(String sync) {
    if (neighbour == null && !sync.equals(SyncShape.ID)) {
      violated(new Violation(Invariant.I16_TENANT_ISOLATION, "the store was asked of " + sync));
    }
  }

  /** Something does not hold; the first such thing counts. */
  void violated(Violation found) {
    if (violation == null) {
      violation = found;
    }
  }

  /** Returns whether everything held so far. */
  boolean holds() {
    return violation == null;
  }

  Scenario scenario() {
    return scenario;
  }

  /** Returns how the sync is configured now. */
  SyncShape shape() {
    return shape;
  }

  ManualTime time() {
    return time;
  }

  Coverage coverage() {
    return coverage;
  }

  Vault vault() {
    return vault;
  }

  Pages pages() {
    return pages;
  }

  History history() {
    return history;
  }

  Platforms platforms() {
    return platforms;
  }

  Processes processes() {
    return processes;
  }

  People people() {
    return people;
  }

  MemoryEntity entity(Side side) {
    return platforms.entity(side);
  }

  /** Returns the links that are stored. */
  List<Link> links() {
    return vault.store().linksAfter(SyncShape.ID, 0, Integer.MAX_VALUE);
  }

  /** Returns of which refused items the next run tries again whether they are taken. */
  Set<Mark> triedAgain() {
    return vault.store().marksToRevisit(SyncShape.ID).stream()
        .filter(mark -> mark.kind() == Mark.Kind.QUARANTINED)
        .collect(Collectors.toSet());
  }

  /** Returns whether an older copy of the store was restored. */
  boolean restored() {
    return restored;
  }

  /** Returns whether the sync was ever configured differently. */
  boolean reconfigured() {
    return reconfigured;
  }
}
