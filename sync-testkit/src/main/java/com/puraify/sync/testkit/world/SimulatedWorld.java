package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.Write;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A world in which a {@link Scenario} happens: the real engine between two simulated platforms, on
 * time that passes only when somebody waits. Confined to one thread; played once.
 */
public final class SimulatedWorld {

  /** How long a dead process's lease holds, and some. */
  static final Duration LEASE = Duration.ofMinutes(11);

  private static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);
  private static final Duration LONGEST_LAG = Duration.ofMinutes(25);
  private static final Duration SWEEP = Duration.ofHours(7);
  private static final int ROUNDS = 14;

  private final Scenario scenario;
  private final UnaryOperator<SyncEngine> disguise;
  private final ManualTime time;
  private final Draw latency;
  private final Coverage coverage = new Coverage();
  private final Vault vault = new Vault();
  private final Pages pages = new Pages(vault);
  private final Map<Side, MemoryEntity> entities = new EnumMap<>(Side.class);
  private final Map<Side, Duration> skews = new EnumMap<>(Side.class);
  private final Map<Side, Map<String, Life>> lives = new EnumMap<>(Side.class);
  private final Map<Side, Integer> polled = new EnumMap<>(Side.class);
  private final Pairings pairings = new Pairings();
  private final List<Document> journal = new ArrayList<>();
  private final List<Checker> checkers;
  private final People people;
  private final @Nullable Neighbour neighbour;
  private final Digest digest = new Digest();
  private final List<RunRecord> running = new ArrayList<>();
  private final List<Map.Entry<Case, Resolution>> answers = new ArrayList<>();
  private SyncShape shape;
  private @Nullable NaiveOracle oracle;
  private @Nullable Node node;
  private @Nullable Node desk;
  private @Nullable Violation violation;
  private long moment;
  private int runs;
  private long latestToken;
  private boolean restored;
  private boolean reconfigured;
  private boolean remodelled;
  private boolean stepped;

  private SimulatedWorld(Scenario scenario, UnaryOperator<SyncEngine> disguise) {
    this.scenario = scenario;
    this.disguise = disguise;
    this.shape = scenario.sync();
    this.time = ManualTime.advancing(ManualTime.DEFAULT_START, scenario.seed());
    this.latency = new Draw(~scenario.seed());
    for (Side side : Side.values()) {
      skews.put(side, Duration.ZERO);
      lives.put(side, new LinkedHashMap<>());
      polled.put(side, 0);
      entities.put(side, build(side));
    }
    this.people = new People(this);
    this.checkers = Checker.all(this);
    this.oracle = NaiveOracle.decides(scenario) ? new NaiveOracle(this) : null;
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

  private MemoryEntity build(Side side) {
    InstantSource clock = () -> ManualTime.DEFAULT_START.plus(time.passed()).plus(skew(side));
    MemoryPlatform platform = MemoryPlatform.named(side == Side.LOCAL ? "sql" : "cloud", clock);
    PlatformShape shaped = side == Side.LOCAL ? scenario.local() : scenario.remote();
    return shaped
        .build(platform.entity(schema(side, false, false)), side)
        .idPrefix(side == Side.LOCAL ? "l" : "r")
        .build();
  }

  private Duration skew(Side side) {
    return Objects.requireNonNull(skews.get(side));
  }

  private Schema schema(Side side, boolean renamed, boolean removed) {
    boolean unique = (side == Side.LOCAL ? scenario.local() : scenario.remote()).unique();
    List<Field> fields = new ArrayList<>();
    for (Column column : Column.values()) {
      Field field = column.field(side);
      if (column == Column.NOTES && renamed) {
        field = Field.of(field.id(), "Remarks", field.type());
      }
      if (column == Column.TITLE && unique) {
        field = field.asUnique();
      }
      if (column != Column.ESTIMATE || !removed) {
        fields.add(field);
      }
    }
    if (renamed) {
      fields.add(Field.of("extra", FieldType.text()));
    }
    return Schema.of(side == Side.LOCAL ? "tasks" : "Tasks", fields);
  }

  private WorldOutcome play() {
    try {
      for (Step step : scenario.steps()) {
        if (violation == null) {
          take(step);
        }
      }
      if (violation == null) {
        quiesce();
      }
    } catch (RuntimeException | Error e) {
      violated(new Violation(Invariant.CONTRACT, "the world broke: " + trace(e)));
    }
    coverage.count("worlds");
    coverage.count(scenario.calm() ? "worlds calm" : "worlds stormy");
    return new WorldOutcome(
        scenario, Optional.ofNullable(violation), digest.value(), coverage, contents());
  }

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
      if (!scenario.calm()) {
        people.read();
      }
      if (oracle != null) {
        oracle.foresee();
      }
      sync(node(), run.troubles());
      neighbours();
    } else if (step instanceof Step.Settle) {
      settle();
    } else {
      changeCircumstances(step);
    }
  }

  private void changeCircumstances(Step step) {
    coverage.count("step " + step.getClass().getSimpleName());
    if (step instanceof Step.Wait wait) {
      time.advance(wait.length());
    } else if (step instanceof Step.Jump jump) {
      time.jump(jump.length());
    } else if (step instanceof Step.Skew skew) {
      set(skew);
    } else if (step instanceof Step.Reconfigure other) {
      shape = other.shape();
      reconfigured = true;
    } else if (step instanceof Step.Restart) {
      node = null;
    } else if (step instanceof Step.Restore restore) {
      node = null;
      desk = null;
      vault.restore(restore.commits());
      restored = true;
      pairings.update(++moment, links());
    } else if (step instanceof Step.Remodel remodel) {
      remodelled = true;
      entity(remodel.side()).schema(schema(remodel.side(), remodel.renamed(), remodel.removed()));
    }
  }

  /** A clock that goes back would make checkpoints pass later changes; nobody could tell. */
  private void set(Step.Skew skew) {
    boolean back = skew.offset().compareTo(skew(skew.side())) < 0;
    if (!back || !platform(skew.side()).incremental()) {
      skews.put(skew.side(), skew.offset());
      stepped |= back;
    }
  }

  private void neighbours() {
    if (neighbour != null && running.isEmpty()) {
      neighbour.live(node());
    }
  }

  /** Runs the sync on a node. */
  RunRecord sync(Node on, List<Trouble> troubles) {
    time.advance(BETWEEN_RUNS);
    RunRecord run = new RunRecord(++runs, ++moment, time.passed());
    if (oracle != null) {
      oracle.begins(run);
    }
    on.begin(run, troubles);
    if (!running.isEmpty()) {
      run.disturbed(); // another process's run is under way, asleep
    }
    running.add(run);
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
      violated(new Violation(Invariant.CONTRACT, "the engine threw " + trace(e)));
    } finally {
      Thread.interrupted(); // a run that was interrupted leaves the flag set, as it must
      running.remove(run);
      on.end();
    }
    poll();
    SyncReport told = run.report();
    digest.add("run " + run.number + " " + (told == null ? run.thrown() : told.toJson()));
    checkers.forEach(checker -> checker.ran(run));
    return run;
  }

  /** Another process takes over while one sleeps. */
  void takeOver(Node sleeper) {
    time.advance(LEASE);
    coverage.count("take-overs");
    sync(new Node(this), List.of());
  }

  /** Runs the sync undisturbed until nothing is left to be done. */
  private void settle() {
    if (oracle != null) {
      oracle.foresee();
    }
    settle(LEASE.plus(LONGEST_LAG));
    if (violation == null) {
      converged(); // before anything is swept, which would mend what checkpoints missed
      settle(SWEEP);
    }
    if (violation == null && oracle != null) {
      oracle.compare();
    }
  }

  private void converged() {
    for (Checker checker : checkers) {
      if (checker instanceof I10Convergence convergence) {
        convergence.quiet();
      }
    }
  }

  private void settle(Duration pause) {
    for (int round = 0; round < ROUNDS && violation == null; round++) {
      if (settled(round, pause)) {
        return;
      }
    }
    if (violation == null) {
      violated(new Violation(Invariant.I13_TERMINATION, "still not settled: " + restless()));
    }
  }

  /** Runs once, and returns whether nothing was and is left to be done. */
  private boolean settled(int round, Duration pause) {
    time.advance(pause);
    long before = moment;
    RunRecord run = sync(node(), List.of());
    int asked = people.answerAll(oracle == null ? round : 0);
    boolean wrote = changedSince(before) || pairings.changedSince(before);
    SyncReport report = run.report();
    return asked == 0
        && !wrote
        && report != null
        && report.status() != SyncStatus.NEEDS_APPROVAL
        && round > 0;
  }

  private boolean changedSince(long since) {
    for (Map<String, Life> each : lives.values()) {
      for (Life life : each.values()) {
        if (!life.events.isEmpty() && life.events.get(life.events.size() - 1).moment() > since) {
          return true;
        }
      }
    }
    return false;
  }

  private String restless() {
    StringBuilder text = new StringBuilder();
    RunRecord run = sync(node(), List.of());
    SyncReport report = run.report();
    text.append(report == null ? String.valueOf(run.thrown()) : report.toJson());
    return text.toString();
  }

  private void quiesce() {
    for (Side side : Side.values()) {
      entity(side).schema(schema(side, false, false));
    }
    remodelled = false;
    time.advance(LEASE);
    settle();
    if (violation != null) {
      return;
    }
    idle();
    checkers.forEach(Checker::quiet);
    if (neighbour != null) {
      neighbour.check();
    }
  }

  /** Over an unchanged world, nothing is written, whatever is read again. */
  private void idle() {
    long before = moment;
    time.advance(Duration.ofHours(7)); // whatever is swept at intervals is swept
    sync(node(), List.of(new Trouble(Trouble.Point.PAGE, 1, Trouble.Kind.REPEAT, 0, null)));
    if (changedSince(before)) {
      violated(
          new Violation(
              Invariant.I5_IDEMPOTENCE, "a run over an unchanged world wrote: " + latest(before)));
    }
  }

  private String latest(long since) {
    StringBuilder text = new StringBuilder();
    lives
        .values()
        .forEach(
            each ->
                each.values().stream()
                    .flatMap(life -> life.events.stream())
                    .filter(event -> event.moment() > since)
                    .forEach(event -> text.append(event.change()).append(' ')));
    return text.toString();
  }

  /** Something takes a while. */
  void latency() {
    time.advance(Duration.ofMillis(latency.from(5, 400)));
  }

  /** Takes notice of what has changed on the platforms. */
  void poll() {
    for (Side side : Side.values()) {
      List<MemoryChange> fresh = entity(side).changesAfter(polled.getOrDefault(side, 0));
      polled.merge(side, fresh.size(), Integer::sum);
      for (MemoryChange change : fresh) {
        Life life = life(side, change.id());
        Life.Event event = new Life.Event(++moment, time.passed(), runNumber(), change);
        life.events.add(event);
        life.everLost |= change.after() == null;
        digest.add(side, change);
        count(event);
        checkers.forEach(checker -> checker.changed(life, event));
        if (oracle != null && event.byEngine() && writesLate()) {
          oracle.giveUp();
        }
      }
    }
  }

  private void count(Life.Event event) {
    if (!event.byEngine()) {
      coverage.count("changes by people");
    } else if (event.before() == null) {
      coverage.count("writes create");
    } else {
      coverage.count(event.after() == null ? "writes delete" : "writes update");
    }
  }

  private int runNumber() {
    return running.isEmpty() ? 0 : running.get(running.size() - 1).number;
  }

  /** The engine gets to see something. */
  void saw(Side side, Page.Change change, boolean direct) {
    Life life = life(side, change.id());
    life.sights.add(
        new Life.Sight(
            ++moment,
            runNumber(),
            direct,
            change instanceof Page.Present present ? present.item().fields() : null));
  }

  /** Something is worth knowing to whoever looks into a failure. */
  void digest(String what) {
    digest.add(what);
  }

  /** The engine is about to send a batch. */
  void writing(RunRecord run, Side side, List<? extends Write> batch) {
    ++moment;
    digest.add(side + " writes " + batch.size());
    checkers.forEach(checker -> checker.writing(run, side));
  }

  /** The engine committed something. */
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    ++moment;
    boolean linksMoved = false;
    for (StateChange change : changes) {
      digest.add(change);
      linksMoved |=
          change instanceof StateChange.PutLink || change instanceof StateChange.RemoveLink;
      if (change instanceof StateChange.PutDocument put
          && put.document().kind() == Document.Kind.JOURNAL) {
        journal.add(put.document());
      }
    }
    if (linksMoved) {
      pairings.update(moment, links());
    }
    checkers.forEach(checker -> checker.committed(run, changes));
  }

  /** A person answered a question. */
  void answered(Case question, Resolution resolution) {
    answers.add(Map.entry(question, resolution));
  }

  /** The store was asked about a sync. */
  void asked(String sync) {
    if (neighbour == null && !sync.equals(SyncShape.ID)) {
      violated(new Violation(Invariant.I16_TENANT_ISOLATION, "the store was asked of " + sync));
    }
  }

  void violated(Violation found) {
    if (violation == null) {
      violation = found;
    }
  }

  SyncEngine engine(StateStore store) {
    return disguise.apply(SyncEngine.builder().state(store).time(time).singleThreaded().build());
  }

  private Node node() {
    Node running = node;
    if (running == null || !running.alive()) {
      running = new Node(this);
      node = running;
      coverage.count("processes");
    }
    return running;
  }

  /** Returns the process at which people answer questions. */
  Node desk() {
    Node known = desk;
    if (known == null) {
      known = new Node(this);
      desk = known;
    }
    return known;
  }

  Life life(Side side, String id) {
    return Objects.requireNonNull(lives.get(side))
        .computeIfAbsent(id, unknown -> new Life(side, unknown));
  }

  Collection<Life> lives(Side side) {
    return Objects.requireNonNull(lives.get(side)).values();
  }

  MemoryEntity entity(Side side) {
    return Objects.requireNonNull(entities.get(side));
  }

  List<Link> links() {
    return vault.store().linksAfter(SyncShape.ID, 0, Integer.MAX_VALUE);
  }

  Scenario scenario() {
    return scenario;
  }

  PlatformShape platform(Side side) {
    return side == Side.LOCAL ? scenario.local() : scenario.remote();
  }

  SyncShape shape() {
    return shape;
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

  Pairings pairings() {
    return pairings;
  }

  List<Document> journal() {
    return Collections.unmodifiableList(journal);
  }

  /** Returns the answers that people gave so far. */
  List<Map.Entry<Case, Resolution>> answers() {
    return Collections.unmodifiableList(answers);
  }

  ManualTime time() {
    return time;
  }

  long moment() {
    return moment;
  }

  /** Returns the innermost run that is under way, or null. */
  @Nullable RunRecord running() {
    return running.isEmpty() ? null : running.get(running.size() - 1);
  }

  /** Returns whether an older copy of the store was restored. */
  boolean restored() {
    return restored;
  }

  /** Returns whether the sync was ever configured differently. */
  boolean reconfigured() {
    return reconfigured;
  }

  /** Returns whether a platform's schema is not what it was. */
  boolean remodelled() {
    return remodelled;
  }

  /** Returns whether a platform's clock never went back. */
  boolean steady(Side side) {
    return !stepped;
  }

  /** Returns whether another process has taken over the lease of the run that is under way. */
  boolean writesLate() {
    RunRecord run = running();
    Lease lease = run == null ? null : run.lease();
    return lease != null && lease.token() < latestToken;
  }

  /** Returns the highest token of a lease that was ever given out. */
  long latestToken() {
    return latestToken;
  }

  /** A lease was given out. */
  void leased(Lease lease) {
    if (lease.sync().equals(SyncShape.ID)) {
      latestToken = lease.token();
    }
  }

  /** Returns the questions that are open. */
  List<Case> openCases() {
    return desk().engine().cases(desk().config());
  }

  /**
   * Returns whether a value that the engine overwrites is a person's, had been seen, and had not
   * reached the other side.
   */
  boolean isUndecidedFor(Life life, Life.Event event, Column column, Value value) {
    Life.Event author = life.authorOf(event, column);
    RunRecord run = running();
    boolean unread = run == null || run.scope(life.side) == null; // one-way, and not to be reverted
    if (author == null || author.byEngine() || unread) {
      return false;
    }
    Life.Sight sight = life.lastSight(column);
    Fields seen = sight == null ? null : sight.fields();
    if (seen == null || !column.equal(life.side, seen.get(column.id(life.side)), value)) {
      return false;
    }
    for (Pairings.Pairing pairing : pairings.of(life.side, life.id)) {
      Life other = life(life.side.other(), pairing.id(life.side.other()));
      if (other.heldSince(author.moment(), column, life.side, value)) {
        return false;
      }
    }
    return true;
  }

  /** Returns what both sides hold in the end, without ids. */
  private Map<Side, List<String>> contents() {
    Map<Side, List<String>> contents = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      List<String> items = new ArrayList<>();
      entity(side).items().values().forEach(fields -> items.add(Contents.of(side, fields)));
      Collections.sort(items);
      contents.put(side, items);
    }
    return contents;
  }
}
