package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.local;
import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Runs that are about some items alone. */
class TargetedRunTest {

  /** Counts what a run asks the sides for. */
  private static final class Asked {
    private final World world;
    private final long[] before;

    Asked(World world) {
      this.world = world;
      this.before = now();
    }

    private long[] now() {
      return new long[] {
        world.remote.calls(SpiCall.Kind.READ),
        world.remote.calls(SpiCall.Kind.LOOKUP),
        world.remote.calls(SpiCall.Kind.FIND),
        world.local.calls(SpiCall.Kind.READ),
        world.local.calls(SpiCall.Kind.LOOKUP),
        world.local.calls(SpiCall.Kind.FIND)
      };
    }

    /** Asserts calls: remote pages, lookups and searches, then local ones. */
    void are(long... expected) {
      long[] now = now();
      long[] made = new long[now.length];
      for (int i = 0; i < now.length; i++) {
        made[i] = now[i] - before[i];
      }
      assertThat(made).containsExactly(expected);
    }
  }

  private static World linked(int items) {
    return linked(items, remote -> remote);
  }

  private static World linked(int items, UnaryOperator<MemoryEntityBuilder> remote) {
    World world = new World(local -> local, remote);
    for (int i = 1; i <= items; i++) {
      world.local.put(task("t" + i, "open", null));
    }
    world.sync();
    assertThat(world.remotes()).hasSize(items);
    return world;
  }

  private static SyncReport sync(World world, ItemSelection items) {
    return sync(world, world.config().build(), items);
  }

  private static SyncReport sync(World world, SyncConfig config, ItemSelection items) {
    world.time.advance(Duration.ofSeconds(30));
    return world.engine.sync(config, items);
  }

  private static Fields status(String name) {
    return Fields.of("f2", Value.choice(name));
  }

  @Test
  void namedItems_costOneLookupEach_andTheirCounterpartsOneInAll() {
    try (World world = linked(60)) {
      List<String> named = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        world.remote.edit("r" + i, status("done"));
        named.add("r" + i);
      }
      Asked asked = new Asked(world);

      SyncReport report = sync(world, ItemSelection.remote(named));

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.updated(Side.LOCAL)).isEqualTo(50);
      assertThat(report.read(Side.REMOTE)).isEqualTo(50);
      asked.are(0, 50, 0, 0, 1, 0);
      assertThat(world.locals())
          .containsEntry("l50", "t50/done/-")
          .containsEntry("l51", "t51/open/-");
    }
  }

  @Test
  void echoOfOurOwnWrite_costsTheLookupAndNothingElse() {
    try (World world = linked(3)) {
      int writes = world.local.writes().size() + world.remote.writes().size();
      Asked asked = new Asked(world);

      SyncReport report = sync(world, ItemSelection.remote("r1", "r2"));

      assertThat(report.syncedItems()).isZero();
      assertThat(world.local.writes().size() + world.remote.writes().size()).isEqualTo(writes);
      asked.are(0, 2, 0, 0, 0, 0);
    }
  }

  @Test
  void itemsThatWereNotNamed_areLeftToTheNextOrdinaryRun() {
    try (World world = linked(3)) {
      world.remote.edit("r1", status("done"));
      world.remote.edit("r2", status("done"));
      world.local.edit("l3", local("status", "done"));

      sync(world, ItemSelection.remote("r1"));

      assertThat(world.locals()).containsEntry("l1", "t1/done/-").containsEntry("l2", "t2/open/-");
      assertThat(world.remotes()).containsEntry("r3", "t3/open/-");
      world.sync();
      assertThat(world.locals()).containsEntry("l2", "t2/done/-");
      assertThat(world.remotes()).containsEntry("r3", "t3/done/-");
    }
  }

  @Test
  void localItems_canBeNamedToo() {
    try (World world = linked(3)) {
      world.local.edit("l2", local("status", "done"));
      Asked asked = new Asked(world);

      sync(world, ItemSelection.local("l2"));

      assertThat(world.remotes()).containsEntry("r2", "t2/done/-");
      asked.are(0, 1, 0, 0, 1, 0);
    }
  }

  @Test
  void editsOfOtherFieldsOnBothSides_bothSurvive() {
    try (World world = linked(2)) {
      world.remote.edit("r1", status("done"));
      world.local.edit("l1", local("notes", "mine"));

      sync(world, ItemSelection.remote("r1"));

      assertThat(world.locals()).containsEntry("l1", "t1/done/mine");
      assertThat(world.remotes()).containsEntry("r1", "t1/done/mine");
    }
  }

  @Test
  void sameFieldEditedOnBothSides_isAConflictAsEver() {
    try (World world = linked(2)) {
      SyncConfig config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      world.remote.edit("r1", status("done"));
      world.local.edit("l1", local("status", "late"));

      SyncReport report = sync(world, config, ItemSelection.remote("r1"));

      assertThat(report.conflictsDetected()).isEqualTo(1);
      assertThat(world.locals()).containsEntry("l1", "t1/late/-");
      assertThat(world.remotes()).containsEntry("r1", "t1/done/-");
      world.engine.resolve(world.engine.cases(config).get(0), Resolution.take(Side.REMOTE));
      world.sync(config);
      assertThat(world.locals()).containsEntry("l1", "t1/done/-");
    }
  }

  @Test
  void editMadeBetweenTheLookupAndTheWrite_isNotOverwritten() {
    try (World world = linked(2)) {
      world.remote.edit("r1", status("done"));
      AtomicBoolean once = new AtomicBoolean();
      world.local.interfere(
          new Interference() {
            @Override
            public void after(SpiCall call) {
              if (call.kind() == SpiCall.Kind.LOOKUP && once.compareAndSet(false, true)) {
                world.local.edit("l1", local("notes", "just now"));
              }
            }
          });

      sync(world, ItemSelection.remote("r1"));
      world.sync();

      assertThat(once).isTrue();
      assertThat(world.locals()).containsEntry("l1", "t1/done/just now");
      assertThat(world.remotes()).containsEntry("r1", "t1/done/just now");
    }
  }

  @Test
  void unknownId_doesNothing() {
    try (World world = linked(2)) {
      SyncReport report = sync(world, ItemSelection.remote("r999", "nonsense"));

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.syncedItems()).isZero();
      assertThat(world.locals()).hasSize(2);
    }
  }

  @Test
  void deletedItem_isDeletedOnTheOtherSide_becauseTheLookupSaysSo() {
    try (World world = linked(3)) {
      world.remote.remove("r1");
      world.remote.archive("r2");
      world.remote.hide("r3");

      SyncReport report = sync(world, ItemSelection.remote("r1", "r2", "r3"));

      assertThat(report.deleted(Side.LOCAL)).isEqualTo(1);
      assertThat(world.locals()).containsOnlyKeys("l2", "l3");
    }
  }

  @Test
  void deletedItem_whoseCounterpartWasEdited_isAConflict() {
    try (World world = linked(3)) {
      SyncConfig config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      world.remote.remove("r1");
      world.local.edit("l1", local("status", "late"));

      SyncReport report = sync(world, config, ItemSelection.remote("r1"));

      assertThat(report.conflictsDetected()).isEqualTo(1);
      assertThat(world.locals()).containsEntry("l1", "t1/late/-");
    }
  }

  @Test
  void itemsThatAreNotNamed_areNeverTakenForDeleted() {
    try (World world = linked(4)) {
      world.remote.remove("r2");

      sync(world, ItemSelection.remote("r1"));

      assertThat(world.locals()).hasSize(4);
      world.sync();
      assertThat(world.locals()).hasSize(3);
    }
  }

  @Test
  void deletesOfManySmallRuns_countTogether() {
    try (World world = linked(30)) {
      SyncConfig config = world.config().guards(new Guards(10, 1, false, false)).build();
      world.sync(config);
      List<SyncStatus> ends = new ArrayList<>();
      for (int i = 1; i <= 12; i += 2) {
        world.remote.remove("r" + i);
        world.remote.remove("r" + (i + 1));
        ends.add(sync(world, config, ItemSelection.remote("r" + i, "r" + (i + 1))).status());
      }

      assertThat(ends.subList(0, 5)).containsOnly(SyncStatus.SUCCESS);
      assertThat(ends.get(5)).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      assertThat(world.locals()).hasSize(20);
      assertThat(world.engine.cases(config))
          .extracting(Case::kind)
          .containsExactly(Case.Kind.GUARD);

      assertThat(world.sync(config).status())
          .as("an ordinary run is held to the limit for itself, and begins the count anew")
          .isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.locals()).hasSize(18);
      world.remote.remove("r13");
      assertThat(sync(world, config, ItemSelection.remote("r13")).status())
          .isEqualTo(SyncStatus.SUCCESS);
    }
  }

  @Test
  void openQuestionAboutALimit_isNotClosedByASmallRun() {
    try (World world = linked(30)) {
      SyncConfig config = world.config().guards(new Guards(3, 1, false, false)).build();
      for (int i = 1; i <= 5; i++) {
        world.remote.remove("r" + i);
      }
      assertThat(world.sync(config).status()).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      world.remote.edit("r9", status("done"));

      assertThat(sync(world, config, ItemSelection.remote("r9")).status())
          .isEqualTo(SyncStatus.SUCCESS);

      assertThat(world.engine.cases(config)).hasSize(1);
      assertThat(world.locals()).containsEntry("l9", "t9/done/-");
    }
  }

  @Test
  void newItem_isCreatedOnTheOtherSide_once() {
    try (World world = linked(2)) {
      String id = world.remote.put(page("new", "open", null));
      Asked asked = new Asked(world);

      SyncReport report = sync(world, ItemSelection.remote(id));

      assertThat(report.created(Side.LOCAL)).isEqualTo(1);
      asked.are(0, 1, 0, 0, 0, 1);
      world.sync();
      sync(world, ItemSelection.remote(id));
      assertThat(world.locals()).hasSize(3);
    }
  }

  @Test
  void newItem_thatTheOtherSideHasAlready_isLinkedNotDoubled() {
    try (World world = linked(2)) {
      String id = world.remote.put(page("twin", "open", null));
      world.local.put(task("twin", "open", "from here"));

      SyncReport report = sync(world, ItemSelection.remote(id));

      assertThat(report.matched()).isEqualTo(1);
      assertThat(world.locals()).hasSize(3);
      assertThat(world.remotes()).containsEntry(id, "twin/open/from here");
    }
  }

  @Test
  void newItem_withTwoTwins_isAQuestion_whicheverOfThemIsNamed() {
    try (World world = linked(2)) {
      String id = world.remote.put(page("twin", "open", null));
      world.remote.put(page("twin", "open", null));
      world.local.put(task("twin", "open", null));

      SyncReport report = sync(world, ItemSelection.remote(id));

      assertThat(report.matched()).isZero();
      assertThat(world.engine.cases(world.config().build()))
          .extracting(Case::kind)
          .containsExactly(Case.Kind.AMBIGUOUS_MATCH);
      assertThat(world.locals()).hasSize(3);
    }
  }

  @Test
  void newItem_whoseCounterpartsSideCannotBeAsked_waitsForAnOrdinaryRun() {
    try (World world =
        new World(
            local ->
                local.capabilities(
                    Capabilities.builder().batches(10, 10, 10).lookupBatch(10).build()),
            remote -> remote)) {
      world.local.put(task("t1", "open", null));
      world.sync();
      String fresh = world.remote.put(page("new", "open", null));
      world.remote.edit("r1", status("done"));
      Asked asked = new Asked(world);

      SyncReport report = sync(world, ItemSelection.remote(fresh, "r1"));

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(report.notes()).anyMatch(note -> note.contains("wait for an ordinary run"));
      assertThat(world.locals()).hasSize(1).containsEntry("l1", "t1/done/-");
      asked.are(0, 2, 0, 0, 1, 0);
      world.sync();
      assertThat(world.locals()).hasSize(2);
    }
  }

  @Test
  void newItem_whoseOwnSideCannotBeAsked_isNotPairedOnAGuess() {
    try (World world =
        new World(
            local -> local,
            remote -> remote.capabilities(World.incremental().findable(false).build()))) {
      world.local.put(task("t1", "open", null));
      world.sync();
      String id = world.remote.put(page("twin", "open", null));
      world.remote.put(page("twin", "open", null));
      world.local.put(task("twin", "open", null));

      SyncReport report = sync(world, ItemSelection.remote(id));

      assertThat(report.matched()).isZero();
      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      world.sync();
      assertThat(world.engine.cases(world.config().build())).hasSize(1);
      assertThat(world.locals()).hasSize(2);
    }
  }

  @Test
  void itemOutsideTheFilter_isNotCreated_andOneThatLeftItIsNotDeleted() {
    try (World world = new World()) {
      SyncConfig config =
          world
              .config()
              .mapping(
                  SchemaMapping.builder()
                      .matchOn("title", "Title")
                      .where(Side.REMOTE, Filter.equal("Status", Value.choice("open")))
                      .build())
              .build();
      world.remote.put(page("a", "open", null));
      world.remote.put(page("b", "open", null));
      world.sync(config);
      assertThat(world.locals()).hasSize(2);
      String outside = world.remote.put(page("c", "closed", null));
      world.remote.edit("r1", status("closed"));

      SyncReport report = sync(world, config, ItemSelection.remote(outside, "r1"));

      assertThat(report.syncedItems()).isZero();
      assertThat(world.locals()).hasSize(2);
    }
  }

  @Test
  void checkpoints_doNotMove() {
    try (World world = linked(3)) {
      var before = world.store.load("tasks").settings();
      world.remote.edit("r1", status("done"));
      world.remote.edit("r2", status("done"));

      sync(world, ItemSelection.remote("r1"));

      assertThat(world.store.load("tasks").settings()).isEqualTo(before);
    }
  }

  @Test
  void syncThatNeverRan_isRunInFull() {
    try (World world = new World()) {
      world.local.put(task("a", "open", null));
      world.remote.put(page("b", "open", null));

      sync(world, ItemSelection.remote("r1"));

      assertThat(world.locals()).hasSize(2);
      assertThat(world.remotes()).hasSize(2);
    }
  }

  @Test
  void targetOfAOneWaySync_isNotEvenLookedAt() {
    try (World world = new World()) {
      SyncConfig config = world.config().type(SyncType.PUSH).build();
      world.local.put(task("a", "open", null));
      world.sync(config);
      world.remote.edit("r1", status("done"));
      Asked asked = new Asked(world);

      sync(world, config, ItemSelection.remote("r1"));

      asked.are(0, 0, 0, 0, 0, 0);
      world.local.edit("l1", local("notes", "n"));
      sync(world, config, ItemSelection.local("l1"));
      assertThat(world.remotes()).containsEntry("r1", "a/done/n");
    }
  }

  @Test
  void answerToAnAmbiguousMatch_takesEffectAlsoIfTheNextRunIsATargetedOne() {
    try (World world = linked(2)) {
      world.local.put(task("twin", "open", null));
      world.remote.put(page("twin", "open", null));
      world.remote.put(page("twin", "open", null));
      world.sync();
      Case question = world.engine.cases(world.config().build()).get(0);
      world.engine.resolve(question, Resolution.link("l3", "r4"));

      sync(world, ItemSelection.remote("r1"));
      world.sync();

      assertThat(world.engine.cases(world.config().build())).isEmpty();
      world.remote.edit("r4", status("done"));
      sync(world, ItemSelection.remote("r4"));
      assertThat(world.locals()).containsEntry("l3", "twin/done/-");
    }
  }

  @Test
  void arrivalOrder_makesNoDifference() {
    List<String> ends = new ArrayList<>();
    for (List<String> order :
        List.of(
            List.of("r1", "r2", "r3"),
            List.of("r3", "r1", "r2"),
            List.of("r2", "r2", "r3", "r1", "r1"))) {
      try (World world = linked(3)) {
        world.remote.edit("r1", status("done"));
        world.remote.remove("r2");
        world.remote.edit("r3", status("late"));
        for (String id : order) {
          sync(world, ItemSelection.remote(id));
        }
        world.sync();
        ends.add(world.locals() + " " + world.remotes());
      }
    }

    assertThat(ends).containsOnly(ends.get(0));
  }

  /**
   * People edit one field on each side, add items on both and delete some, while targeted runs (of
   * the right items, of wrong ones, repeated) and ordinary ones come as they may.
   */
  @Test
  void anyMixOfRuns_losesAndDoublesNothing() {
    for (int seed = 1; seed <= 150; seed++) {
      Random random = new Random(seed);
      try (World world = linked(6)) {
        Map<String, String> expected = new TreeMap<>();
        world.locals().values().forEach(text -> expected.put(text.split("/", -1)[0], text));
        SyncConfig config = world.config().guards(Guards.OFF).build();
        List<String> dirty = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
          act(world, random, step, expected, dirty);
          if (random.nextInt(3) == 0) {
            List<String> named = new ArrayList<>(dirty);
            Collections.shuffle(named, random);
            named = new ArrayList<>(named.subList(0, random.nextInt(named.size() + 1)));
            named.add("r" + random.nextInt(30));
            world.time.advance(Duration.ofSeconds(random.nextInt(20)));
            world.engine.sync(
                config, ItemSelection.remote(named).andLocal("l" + random.nextInt(9)));
          } else if (random.nextInt(6) == 0) {
            world.sync(config);
            dirty.clear();
          }
        }
        world.sync(config);
        world.sync(config);

        assertThat(world.locals().values())
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(world.remotes().values())
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(expected.values());
      }
    }
  }

  private static void act(
      World world, Random random, int step, Map<String, String> expected, List<String> dirty) {
    List<String> remotes = new ArrayList<>(world.remotes().keySet());
    List<String> locals = new ArrayList<>(world.locals().keySet());
    switch (random.nextInt(8)) {
      case 0 -> {
        dirty.add(world.remote.put(page("new" + step, "open", null)));
        expected.put("new" + step, "new" + step + "/open/-");
      }
      case 1 -> {
        world.local.put(task("own" + step, "open", null));
        expected.put("own" + step, "own" + step + "/open/-");
      }
      case 2, 3, 4 -> {
        String id = remotes.get(random.nextInt(remotes.size()));
        String[] now = world.remotes().get(id).split("/", -1);
        world.remote.edit(id, status("s" + step));
        dirty.add(id);
        String[] known = expected.get(now[0]).split("/", -1);
        expected.put(now[0], now[0] + "/s" + step + "/" + known[2]);
      }
      case 5, 6 -> {
        String id = locals.get(random.nextInt(locals.size()));
        String[] now = world.locals().get(id).split("/", -1);
        if (expected.containsKey(now[0])) {
          world.local.edit(id, local("notes", "n" + step));
          String[] known = expected.get(now[0]).split("/", -1);
          expected.put(now[0], now[0] + "/" + known[1] + "/n" + step);
        }
      }
      default -> delete(world, random, remotes, expected, dirty);
    }
  }

  /** Deletes an item that both sides agree on; else it would be a conflict. */
  private static void delete(
      World world,
      Random random,
      List<String> remotes,
      Map<String, String> expected,
      List<String> dirty) {
    String id = remotes.get(random.nextInt(remotes.size()));
    String text = world.remotes().get(id);
    String title = text.split("/", -1)[0];
    if (remotes.size() > 4
        && text.equals(expected.get(title))
        && world.locals().containsValue(text)) {
      world.remote.remove(id);
      dirty.add(id);
      expected.remove(title);
    }
  }

  @Test
  void blankId_isRefused() {
    assertThatThrownBy(() -> ItemSelection.remote(" "))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("blank");
    assertThat(ItemSelection.remote("a").andRemote("b", "a").andLocal("c").ids(Side.REMOTE))
        .containsExactly("a", "b");
  }
}
