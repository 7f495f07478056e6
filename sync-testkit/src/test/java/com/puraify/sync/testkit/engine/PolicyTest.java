package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.local;
import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.FirstSync;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies, guards, plans and mappings, seen from outside. */
class PolicyTest {

  @Test
  void pull_createsLocallyAndLeavesLocalExtrasAlone() {
    try (World world = new World()) {
      world.local.put(task("mine", "open", "x"));
      world.remote.put(page("theirs", "open", "y"));
      SyncConfig pull = world.config().type(SyncType.PULL).build();

      SyncReport report = world.sync(pull);

      assertThat(report.created(Side.LOCAL)).isEqualTo(1);
      assertThat(world.remotes()).hasSize(1);
      assertThat(world.locals()).hasSize(2);
      assertThat(world.sync(pull).syncedItems()).isZero();
    }
  }

  @Test
  void pull_laterTwinOfALocalItem_isMatchedWithoutReadingTheTarget() {
    try (World world = new World()) {
      world.remote.put(page("a", "open", "x"));
      SyncConfig pull = world.config().type(SyncType.PULL).build();
      world.sync(pull);
      world.local.put(task("b", "open", "old"));
      world.remote.put(page("b", "open", "new"));
      long reads = world.local.calls(SpiCall.Kind.READ);

      SyncReport report = world.sync(pull);

      assertThat(report.matched()).isEqualTo(1);
      assertThat(world.locals().values()).containsExactlyInAnyOrder("a/open/x", "b/open/new");
      assertThat(world.local.calls(SpiCall.Kind.READ)).isEqualTo(reads);
    }
  }

  @Test
  void pull_driftIsKeptByDefaultAndRevertedOnRequest() {
    try (World world = new World()) {
      world.remote.put(page("a", "open", "x"));
      SyncConfig keep = world.config().type(SyncType.PULL).build();
      world.sync(keep);
      world.local.edit("l1", local("notes", "drift"));
      world.sync(keep);
      assertThat(world.locals().values()).containsExactly("a/open/drift");

      SyncConfig revert = world.config().type(SyncType.PULL).drift(Drift.REVERT).build();
      world.sync(revert);

      assertThat(world.locals().values()).containsExactly("a/open/x");
      assertThat(world.remotes().values()).containsExactly("a/open/x");
    }
  }

  @Test
  void push_neverWritesLocally() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      SyncConfig push = world.config().type(SyncType.PUSH).build();
      world.sync(push);
      world.remote.edit("r1", Fields.of("f3", Value.text("drift")));
      world.local.edit("l1", local("status", "done"));

      world.sync(push);

      assertThat(world.local.writes()).isEmpty();
      assertThat(world.remotes().values()).containsExactly("a/done/drift");
    }
  }

  @Test
  void tooManyDeletes_stopTheRunUntilApproved() {
    try (World world = new World()) {
      for (int i = 0; i < 30; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      SyncConfig config = world.config().build();
      world.sync(config);
      for (int i = 1; i <= 10; i++) {
        world.local.remove("l" + i);
      }

      SyncReport report = world.sync(config);

      assertThat(report.status()).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      assertThat(world.remotes()).hasSize(30);
      Case guard = world.engine.cases(config).get(0);
      assertThat(guard.kind()).isEqualTo(Case.Kind.GUARD);

      world.engine.resolve(guard, Resolution.approve());
      assertThat(world.sync(config).deleted(Side.REMOTE)).isEqualTo(10);
      assertThat(world.remotes()).hasSize(20);
      assertThat(world.engine.cases(config)).isEmpty();
    }
  }

  @Test
  void emptySide_isNeverTakenForDeletes() {
    try (World world = new World()) {
      for (int i = 0; i < 3; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      world.sync();
      for (int i = 1; i <= 3; i++) {
        world.remote.remove("r" + i);
      }

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      assertThat(world.locals()).hasSize(3);
    }
  }

  @Test
  void everythingChangedAtOnce_stopsTheRun() {
    try (World world = new World()) {
      for (int i = 0; i < 25; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      world.sync();
      for (int i = 1; i <= 25; i++) {
        world.local.edit("l" + i, local("notes", "broken"));
      }

      assertThat(world.sync().status()).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      assertThat(world.remotes().values()).allMatch(text -> text.endsWith("/x"));
    }
  }

  @Test
  void newFieldInTheMapping_isNoFloodOfChanges() {
    try (World world = new World()) {
      for (int i = 0; i < 25; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      SchemaMapping.Builder two =
          SchemaMapping.builder().matchOn("title", "Title").field("title", "Title");
      world.sync(world.config().mapping(two.build()).build());

      SyncReport report =
          world.sync(world.config().mapping(two.field("notes", "Notes").build()).build());

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.updated(Side.REMOTE)).isEqualTo(25);
    }
  }

  @Test
  void archivedMovedOrHidden_isNoDelete() {
    try (World world = new World()) {
      for (int i = 0; i < 4; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      world.sync();
      world.remote.archive("r1");
      world.remote.moveAway("r2");
      world.remote.hide("r3");

      SyncReport report = world.sync();

      assertThat(report.deleted(Side.LOCAL)).isZero();
      assertThat(world.locals()).hasSize(4);
    }
  }

  @Test
  void deletePolicyKeep_leavesTheOtherSideAndDoesNotCreateItAgain() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SyncConfig keep = world.config().deletes(DeletePolicy.KEEP).build();
      world.sync(keep);
      world.remote.remove("r1");

      world.sync(keep);
      world.sync(keep);

      assertThat(world.locals()).hasSize(2);
      assertThat(world.remotes()).hasSize(1);
    }
  }

  @Test
  void deletedItem_staleListing_doesNotComeBack() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync();
      world.local.remove("l1");
      world.sync();
      assertThat(world.remotes()).hasSize(1);
      world.sync();
      assertThat(world.locals()).hasSize(1);

      world.remote.restore("r1");
      world.sync();
      assertThat(world.locals()).hasSize(2);
    }
  }

  @Test
  void leftTheFilter_isNoDelete() {
    try (World world = new World()) {
      SchemaMapping mapping =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .where(Side.LOCAL, Filter.equal("status", Value.text("open")))
              .build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.local.put(task("c", "done", "x"));
      SyncConfig keep = world.config().mapping(mapping).build();
      world.sync(keep);
      assertThat(world.remotes()).hasSize(2);
      world.local.edit("l1", local("status", "done"));

      world.sync(keep);
      assertThat(world.remotes()).hasSize(2);

      world.sync(world.config().mapping(mapping).onLeave(LeavePolicy.DELETE).build());
      assertThat(world.remotes().values()).containsExactly("b/open/x");
      assertThat(world.locals()).hasSize(3);
    }
  }

  @Test
  void bothSidesFilledWithoutAMatchKey_isRefusedWithWhatToDeclare() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.remote.put(page("a", "open", "x"));
      SyncConfig unmatched = world.config().mapping(SchemaMapping.byName()).build();

      assertThatThrownBy(() -> world.sync(unmatched))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("matchOn");
      assertThat(world.remotes()).hasSize(1);

      world.sync(
          world.config().mapping(SchemaMapping.byName()).firstSync(FirstSync.CREATE_ALL).build());
      assertThat(world.remotes()).hasSize(2);
      assertThat(world.locals()).hasSize(2);
    }
  }

  @Test
  void adoption_fillsWhatIsEmptyOnOneSide() {
    try (World world = new World()) {
      world.local.put(task("a", "open", null));
      world.remote.put(page("a", null, "theirs"));

      SyncReport report = world.sync();

      assertThat(report.conflictsDetected()).isZero();
      assertThat(world.locals().values()).containsExactly("a/open/theirs");
      assertThat(world.remotes().values()).containsExactly("a/open/theirs");
    }
  }

  @Test
  void planThenApply_doesJustWhatThePlanSays() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.remote.put(page("b", "open", "y"));
      SyncConfig config = world.config().build();

      Plan plan = world.engine.plan(config);

      assertThat(plan.creates(Side.LOCAL)).isEqualTo(1);
      assertThat(plan.creates(Side.REMOTE)).isEqualTo(1);
      assertThat(plan.calls(Side.REMOTE)).isEqualTo(1);
      assertThat(plan.describe()).contains("1 to create");
      assertThat(world.local.writes()).isEmpty();
      assertThat(world.store.load("tasks").links()).isZero();

      world.local.put(task("later", "open", "z"));
      world.engine.apply(plan);

      assertThat(world.remotes()).hasSize(2);
      world.sync(config);
      assertThat(world.remotes()).hasSize(3);
      assertThat(world.locals()).hasSize(3);
    }
  }

  @Test
  void plan_showsStatesDecisionAndRuleOfEachField() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SyncConfig config = world.config().build();
      world.sync(config);
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      FieldDecision decision = world.engine.plan(config).items().get(0).fields().get(0);

      assertThat(decision.localField()).isEqualTo("notes");
      assertThat(decision.localState()).isEqualTo(FieldDecision.State.CHANGED);
      assertThat(decision.remoteState()).isEqualTo(FieldDecision.State.CHANGED);
      assertThat(decision.outcome()).isEqualTo(FieldDecision.Outcome.TO_LOCAL);
      assertThat(decision.rule()).isEqualTo("prefer_remote");
      assertThat(decision.isConflict()).isTrue();
    }
  }

  @Test
  void apply_itemChangedSinceThePlan_isPlannedAnew() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SyncConfig config = world.config().build();
      world.sync(config);
      world.local.edit("l1", local("notes", "mine"));
      Plan plan = world.engine.plan(config);
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      world.engine.apply(plan);

      assertThat(world.locals().values()).contains("a/open/theirs");
      assertThat(world.remotes().values()).contains("a/open/theirs");
    }
  }

  @Test
  void apply_guardedPlan_needsApproval() {
    try (World world = new World()) {
      for (int i = 0; i < 30; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      SyncConfig config = world.config().build();
      world.sync(config);
      for (int i = 1; i <= 10; i++) {
        world.local.remove("l" + i);
      }
      Plan plan = world.engine.plan(config);

      assertThat(plan.guards()).hasSize(1);
      assertThatThrownBy(() -> world.engine.apply(plan)).isInstanceOf(GuardException.class);
      assertThat(plan.deletes(Side.REMOTE)).isEqualTo(10);

      world.engine.apply(plan.approve());

      assertThat(world.remotes()).hasSize(20);
    }
  }

  @Test
  void strategyFail_stopsBeforeAnythingIsWritten() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync();
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));
      world.local.edit("l2", local("notes", "fine"));
      int writes = world.remote.writes().size();

      SyncReport report = world.sync(world.config().conflicts(ConflictStrategy.fail()).build());

      assertThat(report.status()).isEqualTo(SyncStatus.FAILED);
      assertThat(report.failure().orElseThrow()).isInstanceOf(GuardException.class);
      assertThat(world.remote.writes()).hasSize(writes);
    }
  }

  @Test
  void perFieldStrategyAndDirection() {
    try (World world = new World()) {
      SchemaMapping mapping =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("title", "Title")
              .field("status", "Status", rule -> rule.direction(Direction.TO_LOCAL))
              .field("notes", "Notes", rule -> rule.conflicts(ConflictStrategy.preferLocal()))
              .build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SyncConfig config = world.config().mapping(mapping).build();
      world.sync(config);
      assertThat(world.remotes().values()).contains("a/-/x");
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs"), "f2", Value.choice("done")));

      world.sync(config);

      assertThat(world.locals().values()).contains("a/done/mine");
      assertThat(world.remotes().values()).contains("a/done/mine");
    }
  }

  @Test
  void choicesConverter_valueOutsideTheTable_isRejectedWithFieldAndReason() {
    try (World world = new World()) {
      SchemaMapping mapping =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("title", "Title")
              .field(
                  "status",
                  "Status",
                  rule -> rule.convert(Converter.choices(Map.of("open", "To do"))))
              .build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "strange", "x"));
      SyncConfig config = world.config().mapping(mapping).build();

      SyncReport report = world.sync(config);

      assertThat(report.rejected()).isEqualTo(1);
      assertThat(report.rejections().get(0).field()).isEqualTo("status");
      assertThat(report.rejections().get(0).detail()).contains("strange");
      assertThat(world.remotes().values()).containsExactly("a/To do/-");
    }
  }

  @Test
  void missingField_isNamedWithTheNearestNames() {
    try (World world = new World()) {
      SyncConfig config =
          world.config().mapping(SchemaMapping.builder().field("titel", "Title").build()).build();

      assertThatThrownBy(() -> world.sync(config))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("'titel'")
          .hasMessageContaining("'title'");
      assertThat(world.remote.calls(SpiCall.Kind.READ)).isZero();
    }
  }

  @Test
  void references_areTranslatedAndCompletedOnceTheTargetExists() {
    Schema localSchema =
        Schema.of(
            "tasks",
            Field.of("title", FieldType.text()),
            Field.of("parent", new FieldType.Reference("tasks")));
    Schema remoteSchema =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Parent", FieldType.setOf(new FieldType.Reference("Tasks"))));
    try (World world =
        new World(localSchema, remoteSchema, builder -> builder, builder -> builder)) {
      world.local.put("z", Fields.of("title", Value.text("parent"), "parent", Value.NULL));
      world.local.put("a", Fields.of("title", Value.text("child"), "parent", Value.reference("z")));
      world.local.edit("z", Fields.of("parent", Value.reference("a")));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.remote.item("r1").orElseThrow().get("f2"))
          .isEqualTo(Value.many(List.of(Value.reference("r2"))));
      assertThat(world.remote.item("r2").orElseThrow().get("f2"))
          .isEqualTo(Value.many(List.of(Value.reference("r1"))));
      assertThat(world.sync().syncedItems()).isZero();
    }
  }

  @Test
  void recheck_seesAnEditMadeAfterTheRead() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      SyncConfig config = world.config().writeGuard(WriteGuard.RECHECK).build();
      world.sync(config);
      world.local.edit("l1", local("notes", "mine"));

      world.sync(config);

      assertThat(world.remotes().values()).containsExactly("a/open/mine");
      assertThat(world.remote.calls(SpiCall.Kind.LOOKUP)).isPositive();
    }
  }

  @Test
  void permissionDenied_nothingIsReadOrWritten() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.engine =
          com.puraify.sync.SyncEngine.builder()
              .state(world.store)
              .time(world.time)
              .singleThreaded()
              .permissions(request -> new PermissionGate.Answer(false, "maintenance"))
              .build();

      assertThatThrownBy(world::sync)
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining("maintenance");
      assertThat(world.local.calls()).isZero();
    }
  }

  @Test
  void leaseHeldElsewhere_isRefusedAndNamesTheHolder() {
    try (World world = new World()) {
      world.store.acquire("tasks", "somebody", Duration.ofHours(2), world.time.instant());

      assertThatThrownBy(world::sync)
          .isInstanceOf(StateException.class)
          .hasMessageContaining("somebody");
    }
  }

  @Test
  void idleIncrementalRun_readsJustTheChanges() {
    try (World world = new World()) {
      for (int i = 0; i < 50; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      SyncConfig config = world.config().sweepEvery(Duration.ofDays(1)).build();
      world.sync(config);
      world.sync(config);
      long calls = world.remote.calls();

      world.sync(config);

      assertThat(world.remote.calls(SpiCall.Kind.LOOKUP)).isZero();
      assertThat(world.remote.calls() - calls).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void flippingItem_isFrozenAndBecomesACase() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SyncConfig config = world.config().conflicts(ConflictStrategy.preferLocal()).build();
      world.sync(config);
      int writes = 0;
      for (int i = 0; i < 12; i++) {
        world.remote.edit("r1", Fields.of("f3", Value.text(i % 2 == 0 ? "one" : "two")));
        writes += (int) world.sync(config).updated(Side.LOCAL);
      }

      assertThat(writes).isLessThan(12);
      assertThat(world.engine.cases(config))
          .extracting(Case::kind)
          .containsExactly(Case.Kind.OSCILLATION);
    }
  }

  @Test
  void guardsOff_letEverythingThrough() {
    try (World world = new World()) {
      for (int i = 0; i < 3; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      SyncConfig config = world.config().guards(Guards.OFF).build();
      world.sync(config);
      for (int i = 1; i <= 3; i++) {
        world.local.remove("l" + i);
      }

      world.sync(config);

      assertThat(world.remotes()).isEmpty();
    }
  }

  @Test
  void mergedItems_areRelinkedNotDeletedAndCreated() {
    try (World world =
        new World(
            local -> local,
            remote ->
                remote.capabilities(
                    World.incremental()
                        .deletes(com.puraify.sync.connector.Capabilities.DeleteVisibility.FEED)
                        .build()))) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync();
      world.remote.put("r9", page("c", "open", "z"));
      world.remote.merge("r1", "r9");

      world.sync();
      world.sync();

      assertThat(world.locals()).hasSize(2);
      assertThat(world.remotes()).hasSize(2);
    }
  }

  @Test
  void mergedItems_ofASideWhereThatShowsByAbsence_areRelinkedInTheSameRun() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync();
      world.remote.put("r9", page("c", "open", "z"));
      world.remote.merge("r1", "r9");

      SyncReport report = world.sync();

      assertThat(report.created(Side.LOCAL)).isZero();
      assertThat(world.locals().values()).containsExactlyInAnyOrder("c/open/z", "b/open/x");
      assertThat(world.remotes()).hasSize(2);
      assertThat(world.sync().syncedItems()).isZero();
    }
  }

  /** HubSpot's worlds 500651 and 501831. */
  @Test
  void itemsMergedUnderANewId_theOneThatLivesOnKeepsItsCounterpart() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "y"));
      world.sync();
      world.remote.put("r9", page("b", "open", "y"));
      world.remote.merge("r1", "r9");
      world.remote.merge("r2", "r9");

      world.sync();
      world.local.edit("l2", World.local("notes", "mine"));
      world.sync();

      assertThat(world.locals()).isEqualTo(Map.of("l1", "a/open/x", "l2", "b/open/mine"));
      assertThat(world.remotes()).isEqualTo(Map.of("r9", "b/open/mine"));
    }
  }
}
