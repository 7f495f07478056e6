package com.puraify.sync.proof.worlds;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.history.FieldChange;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.crash.KillSwitch;
import com.puraify.sync.testkit.crash.Killed;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One world: the real connector of a platform talks over HTTP to its simulator, on simulated time,
 * while people edit both sides, calls fail, and the engine dies. All of it comes from a seed.
 * Confined to one thread, but for people who edit while a request is under way.
 *
 * <p>When all is quiet, {@link People} tell what was lost or doubled, and where the sides differ.
 */
final class ConnectorWorld implements AutoCloseable {

  private static final Duration LEASE = Duration.ofMinutes(11);
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final int RUNS_TO_REST = 14;

  private final SplittableRandom random;
  private final ManualTime time;
  private final Remote remote;
  private final MemoryEntity local;
  private final People people;
  private final MemoryStateStore store = MemoryStateStore.create();
  private final List<String> story = new ArrayList<>();
  private final boolean preferLocal;
  private final Duration sweep;
  private KillSwitch kill = KillSwitch.counting(KillSwitch.Points.ALL);
  private @Nullable SyncEngine engine;
  private @Nullable SyncConfig config;

  private ConnectorWorld(Remote.Starter starter, long seed) {
    SplittableRandom habits = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
    time = ManualTime.advancing(ManualTime.DEFAULT_START, seed);
    remote = starter.start(habits.split(), time);
    random = new SplittableRandom(habits.nextLong() ^ remote.title().hashCode());
    local = People.table(random, time);
    people = new People(local, remote, random.split(), time);
    preferLocal = random.nextBoolean();
    sweep = random.nextInt(3) == 0 ? Duration.ofHours(1) : Duration.ZERO;
  }

  /** Plays a seed's world; returns what is wrong in the end, and what had happened. */
  static Outcome play(Remote.Starter starter, long seed) {
    try (ConnectorWorld world = new ConnectorWorld(starter, seed)) {
      List<String> wrong = world.play();
      return new Outcome(
          wrong, List.copyOf(world.story), world.kills, world.strikes, world.people.decided());
    }
  }

  /**
   * How a world ended.
   *
   * @param wrong what is wrong, nothing in a good world
   * @param story what happened
   * @param kills how often the engine died
   * @param strikes how many faults struck
   * @param decided how many edits lost a conflict, as the history tells
   */
  record Outcome(List<String> wrong, List<String> story, int kills, int strikes, int decided) {}

  private int kills;
  private int strikes;

  private List<String> play() {
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      story.add(people.edit());
    }
    for (int round = random.nextInt(1, 5); round > 0; round--) {
      time.advance(Duration.ofSeconds(random.nextInt(1, round % 2 == 0 ? 100 : 5_000)));
      for (int i = random.nextInt(0, 4); i > 0; i--) {
        story.add(people.edit());
      }
      disturbedRun();
    }
    return rest();
  }

  private void disturbedRun() {
    boolean dies = random.nextInt(3) == 0;
    if (dies || random.nextInt(4) == 0) {
      restart(dies && random.nextBoolean() ? random.nextInt(1, 70) : 0);
    }
    for (int i = random.nextInt(0, 4); i > 0; i--) {
      addFault();
    }
    for (int i = random.nextInt(0, 3); i > 0; i--) {
      Fault edit = Fault.meanwhile(() -> story.add("meanwhile " + people.edit()));
      put(edit, "an edit");
    }
    if (dies) {
      KillSwitch mine = kill;
      Fault death = Fault.meanwhile(() -> mine.kill("amid a request"));
      put(random.nextBoolean() ? death.afterCommit() : death, "death");
      remote
          .faults()
          .next(Fault.dropConnection().when(call -> mine.isDead()).times(Integer.MAX_VALUE));
    }
    int waiting = remote.faults().waiting();
    people.running(true);
    run();
    people.running(false);
    strikes += Math.max(0, waiting - remote.faults().waiting());
    remote.faults().clear();
  }

  private void addFault() {
    switch (random.nextInt(11)) {
      case 0 -> put(Fault.status(429).retryAfter(Duration.ofSeconds(random.nextInt(1, 40))), "429");
      case 1 -> broken(Fault.status(500), "500");
      case 2 -> broken(Fault.html(502), "502");
      case 3 -> broken(Fault.html(503).retryAfter(Duration.ofSeconds(5)), "503");
      case 4 -> broken(Fault.html(504), "504"); // how a proxy tells of a time-out
      case 5 -> broken(Fault.dropConnection(), "no answer");
      case 6 -> put(Fault.cutConnection(), "half an answer");
      case 7 -> put(Fault.truncatedJson(), "half the JSON");
      case 8 -> broken(Fault.dropConnection().times(random.nextInt(1, 6)), "no answers");
      default -> put(remote.ownFault(random), "a fault of its own");
    }
  }

  /** What breaks on the way breaks before the platform did anything, or after. */
  private void broken(Fault fault, String what) {
    boolean done = random.nextBoolean();
    put(done ? fault.afterCommit() : fault, what + (done ? ", though it was done," : ""));
  }

  /** Lets a fault wait for one of the next requests, rather for one that writes. */
  private void put(Fault fault, String what) {
    boolean writing = random.nextInt(5) < 3;
    int skipped = writing ? random.nextInt(0, 4) : random.nextInt(0, 10);
    int[] left = {skipped};
    story.add(what + " after " + skipped + (writing ? " writes" : " requests"));
    remote.faults().next(fault.when(call -> (!writing || remote.isWrite(call)) && left[0]-- <= 0));
  }

  private void restart(int point) {
    SyncEngine old = engine;
    if (old != null) {
      old.close();
    }
    engine = null;
    kill =
        point > 0
            ? KillSwitch.at(point, KillSwitch.Points.ALL)
            : KillSwitch.counting(KillSwitch.Points.ALL);
  }

  private SyncEngine engine() {
    SyncEngine known = engine;
    if (known == null) {
      known = SyncEngine.builder().state(kill.guard(store)).time(time).singleThreaded().build();
      engine = known;
      config = config(kill.guard(local), kill.guard(remote.entity(PATIENT)));
    }
    return known;
  }

  private SyncConfig config(Entity here, Entity there) {
    SchemaMapping.Builder mapping = SchemaMapping.builder().matchOn("title", remote.title());
    mapping.field("title", remote.title());
    for (Part part : Part.values()) {
      mapping.field(part.id(), remote.name(part.id()));
    }
    return SyncConfig.between(here, there)
        .id("tasks")
        .mapping(mapping.build())
        .conflicts(preferLocal ? ConflictStrategy.preferLocal() : ConflictStrategy.preferRemote())
        .guards(Guards.OFF)
        .sweepEvery(sweep)
        .build();
  }

  /** Runs the sync, and returns its report, or null if it did not come to one. */
  private @Nullable SyncReport run() {
    try {
      SyncEngine runner = engine();
      SyncReport report = runner.sync(Objects.requireNonNull(config));
      if (report.status() == SyncStatus.SUCCESS) {
        people.matched();
      }
      tell();
      story.add("run: " + report.status() + ", " + report.syncedItems() + " written");
      return report;
    } catch (Killed e) {
      kills++;
      story.add("died: " + kill.where());
    } catch (SyncException e) {
      story.add("run: " + e);
    }
    if (kill.isDead()) {
      tell();
      engine = null; // its process is gone: nothing of it may be closed in an orderly manner
      kill = KillSwitch.counting(KillSwitch.Points.ALL);
      time.advance(LEASE);
    }
    return null;
  }

  private void tell() {
    remote.requests().forEach(request -> story.add("  " + request));
  }

  /** Lets the sync run undisturbed until it has nothing left to do, and looks at what is there. */
  private List<String> rest() {
    int quiet = 0;
    SyncReport report = null;
    for (int i = 0; i < RUNS_TO_REST && quiet < 2; i++) {
      time.advance(Duration.ofMinutes(70));
      report = run();
      boolean idle =
          report != null && report.status() == SyncStatus.SUCCESS && report.syncedItems() == 0;
      quiet = idle ? quiet + 1 : 0;
    }
    List<String> wrong = new ArrayList<>();
    if (quiet < 2) {
      wrong.add("it does not come to rest" + (report == null ? "" : ": " + report.toJson()));
    }
    SyncEngine asked = engine();
    for (Case open : asked.cases(Objects.requireNonNull(config))) {
      // Only a person can tell what is to become of an item whose unique value another has by now.
      if (open.kind() != Case.Kind.QUARANTINE
          || !open.localIds().stream().allMatch(people::isMergedAway)) {
        wrong.add("a question is open: " + open);
      }
    }
    wrong.addAll(people.complaints(this::isTold));
    return wrong;
  }

  /**
   * Returns whether the history tells that a conflict was settled against a value, or that one side
   * had a value and the other none when they were first compared.
   */
  private boolean isTold(String row, Part part, String text) {
    return engine().history(Objects.requireNonNull(config)).changes(Side.LOCAL, row, 100).stream()
        .flatMap(change -> change.fields().stream())
        .filter(
            each -> each.field().equals(part.id()) || each.field().equals(remote.name(part.id())))
        .anyMatch(each -> isAgainst(each, text));
  }

  private static boolean isAgainst(FieldChange change, String text) {
    if (text.isEmpty()) {
      return change.rule().equals(FieldDecision.FILL_RULE);
    }
    return change.local() != null
        && change.remote() != null
        && (Part.text(change.local()).equals(text) || Part.text(change.remote()).equals(text));
  }

  @Override
  public void close() {
    SyncEngine last = engine;
    if (last != null) {
      last.close();
    }
    remote.close();
  }
}
