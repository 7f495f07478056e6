package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.local;
import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Document;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Decisions that the tables leave to detail: what is asked, counted, journalled, tried again. */
class DecisionsTest {

  @Test
  void equalReferencesOfItemsThatAreLinkedInTheSameRun_areNoConflict() {
    Schema localSchema =
        Schema.of(
            "tasks",
            Field.of("title", FieldType.text()),
            Field.of("parent", new FieldType.Reference("tasks")));
    Schema remoteSchema =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Parent", new FieldType.Reference("Tasks")));
    for (ConflictStrategy strategy :
        new ConflictStrategy[] {ConflictStrategy.manualReview(), ConflictStrategy.fail()}) {
      try (World world =
          new World(localSchema, remoteSchema, builder -> builder, builder -> builder)) {
        world.local.put("lp", Fields.of("title", Value.text("parent"), "parent", Value.NULL));
        world.local.put(
            "lc", Fields.of("title", Value.text("child"), "parent", Value.reference("lp")));
        world.remote.put("rp", Fields.of("f1", Value.text("parent"), "f2", Value.NULL));
        world.remote.put("rc", Fields.of("f1", Value.text("child"), "f2", Value.reference("rp")));
        SyncConfig config = world.config().conflicts(strategy).build();

        SyncReport report = world.sync(config);

        assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
        assertThat(report.conflictsDetected()).isZero();
        assertThat(world.engine.cases(config)).isEmpty();
        assertThat(world.local.writes()).isEmpty();
        assertThat(world.remote.writes()).isEmpty();
      }
    }
  }

  @Test
  void writesThatBothSidesRefused_areNotTriedAgain() {
    AtomicBoolean strict = new AtomicBoolean();
    try (World world =
        new World(
            local -> local.refusing(fields -> strict.get()),
            remote -> remote.refusing(fields -> strict.get()))) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      SyncConfig config = world.config().build();
      world.sync(config);
      strict.set(true);
      world.local.edit("l1", local("status", "done"));
      world.remote.edit("r1", Fields.of("f3", Value.text("y")));
      world.sync(config);
      long calls = world.local.calls(SpiCall.Kind.UPDATE) + world.remote.calls(SpiCall.Kind.UPDATE);

      SyncReport second = world.sync(config);

      assertThat(second.rejected()).isEqualTo(2);
      assertThat(world.local.calls(SpiCall.Kind.UPDATE) + world.remote.calls(SpiCall.Kind.UPDATE))
          .isEqualTo(calls);
    }
  }

  @Test
  void itemDeletedBecauseItsCounterpartLeftTheFilter_isInTheJournal() {
    try (World world = new World()) {
      SyncConfig config = leaving(world);
      world.local.edit("l1", local("status", "done"));

      assertThat(world.sync(config).deleted(Side.REMOTE)).isEqualTo(1);

      assertThat(world.store.documents("tasks", Document.Kind.JOURNAL, "l1|r1", false, 10))
          .hasSize(1)
          .first()
          .extracting(Document::text)
          .asString()
          .contains("DELETE", "\"x\"");
    }
  }

  @Test
  void itemEditedWhileItsCounterpartLeftTheFilter_isNotDeletedUnasked() {
    try (World world = new World()) {
      SyncConfig config = leaving(world);
      world.local.edit("l1", local("status", "done"));
      world.remote.edit("r1", Fields.of("f3", Value.text("precious")));
      SyncConfig asked =
          world
              .config()
              .mapping(config.mapping())
              .onLeave(LeavePolicy.DELETE)
              .conflicts(ConflictStrategy.manualReview())
              .build();

      SyncReport report = world.sync(asked);

      assertThat(report.deleted(Side.REMOTE)).isZero();
      assertThat(report.conflictResolution()).isEqualTo("pending_manual_review");
      assertThat(world.engine.cases(asked))
          .extracting(Case::kind)
          .containsExactly(Case.Kind.CONFLICT);
      world.engine.resolve(world.engine.cases(asked).get(0), Resolution.take(Side.LOCAL));
      assertThat(world.sync(asked).deleted(Side.REMOTE)).isEqualTo(1);
    }
  }

  private static SyncConfig leaving(World world) {
    world.local.put(task("a", "open", "x"));
    world.local.put(task(World.BYSTANDER, "open", null));
    SyncConfig config =
        world
            .config()
            .mapping(
                SchemaMapping.builder()
                    .matchOn("title", "Title")
                    .where(Side.LOCAL, Filter.equal("status", Value.text("open")))
                    .build())
            .onLeave(LeavePolicy.DELETE)
            .build();
    world.sync(config);
    return config;
  }

  @Test
  void editMadeWhileTheCounterpartWasAway_travelsWhenItIsBack() {
    try (World world = fed()) {
      world.local.archive("l1");
      world.remote.edit("r1", Fields.of("f3", Value.text("meanwhile")));
      world.sync();
      world.sync();
      assertThat(world.remotes()).containsEntry("r1", "a/open/meanwhile");

      world.local.restore("l1");
      world.sync();

      assertThat(world.locals()).containsEntry("l1", "a/open/meanwhile");
    }
  }

  @Test
  void deletionMadeWhileTheCounterpartWasAway_isSeenWhenItIsBack() {
    try (World world = fed()) {
      world.local.archive("l1");
      world.remote.remove("r1");
      world.sync();
      assertThat(world.sync().deleted(Side.LOCAL)).isZero();

      world.local.restore("l1");
      world.sync();

      assertThat(world.locals()).isEmpty();
    }
  }

  @Test
  void editMadeWhileTheCounterpartWasOutsideTheFilter_travelsWhenItIsBack() {
    try (World world = fed()) {
      SyncConfig config =
          world
              .config()
              .mapping(
                  SchemaMapping.builder()
                      .matchOn("title", "Title")
                      .where(Side.LOCAL, Filter.equal("status", Value.text("open")))
                      .build())
              .build();
      world.sync(config);
      world.local.edit("l1", local("status", "done"));
      world.remote.edit("r1", Fields.of("f3", Value.text("meanwhile")));
      world.sync(config);
      world.sync(config);

      world.local.edit("l1", local("status", "open"));
      world.sync(config);

      assertThat(world.locals()).containsEntry("l1", "a/open/meanwhile");
    }
  }

  /** A remote side that tells each change once, and is never read in full again. */
  private static World fed() {
    World world =
        new World(
            local -> local,
            remote ->
                remote.capabilities(
                    World.incremental().deletes(Capabilities.DeleteVisibility.FEED).build()));
    world.local.put(task("a", "open", "x"));
    world.local.put(task(World.BYSTANDER, "open", null));
    world.sync();
    return world;
  }

  @Test
  void thirdValue_isNotWrittenWhereTheFieldCannotBe() {
    Schema remote =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Status", FieldType.choice()),
            Field.of("f3", "Notes", FieldType.text()).createOnly());
    try (World world = new World(World.LOCAL, remote, builder -> builder, builder -> builder)) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      SyncConfig config =
          world.config().conflicts(conflict -> Resolution.use(Value.text("both"))).build();
      world.sync(config);
      world.local.edit("l1", local("notes", "mine").with("status", Value.text("done")));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      SyncReport report = world.sync(config);

      assertThat(report.rejected()).isZero();
      assertThat(world.locals()).containsEntry("l1", "a/done/both");
      assertThat(world.remotes()).containsEntry("r1", "a/done/theirs");
      assertThat(world.sync(config).syncedItems()).isZero();
    }
  }

  @Test
  void itemCreatedAgain_doesNotEmptyWhatOnlyFlowedTheOtherWay() {
    try (World world = new World()) {
      SchemaMapping mapping =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("title", "Title")
              .field("notes", "Notes", rule -> rule.direction(Direction.TO_LOCAL))
              .build();
      SyncConfig config =
          world.config().mapping(mapping).conflicts(ConflictStrategy.preferLocal()).build();
      world.remote.put(page("a", null, "precious"));
      world.remote.put(page(World.BYSTANDER, null, null));
      world.sync(config);
      world.remote.remove("r1");
      world.local.edit("l1", local("title", "b"));

      world.sync(config);
      world.sync(config);

      assertThat(world.remotes().values()).containsExactly("b/-/-");
      assertThat(world.locals()).containsEntry("l1", "b/-/precious");
      world.remote.edit("r3", Fields.of("f3", Value.text("new")));
      world.sync(config);
      assertThat(world.locals()).containsEntry("l1", "b/-/new");
    }
  }

  @Test
  void driftThatIsUndone_isNoConflict() {
    try (World world = new World()) {
      world.remote.put(page("a", "open", "x"));
      world.remote.put(page(World.BYSTANDER, null, null));
      SyncConfig config = world.config().type(SyncType.PULL).drift(Drift.REVERT).build();
      world.sync(config);
      world.local.remove("l1");

      SyncReport report = world.sync(config);

      assertThat(report.created(Side.LOCAL)).isEqualTo(1);
      assertThat(report.conflictsDetected()).isZero();
      assertThat(report.conflictResolution()).isEqualTo("none");
    }
  }

  @Test
  void conflictThatStopsTheRun_isCounted() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      world.sync();
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      SyncReport report = world.sync(world.config().conflicts(ConflictStrategy.fail()).build());

      assertThat(report.status()).isEqualTo(SyncStatus.FAILED);
      assertThat(report.conflictsDetected()).isEqualTo(1);
    }
  }

  @Test
  void converterOfTheMatchKeyThatFails_doesNotStopTheRun() {
    try (World world = new World()) {
      Converter picky =
          Converter.of(
              value -> {
                if (value.equals(Value.text("bad"))) {
                  throw new IllegalStateException("a host's mistake");
                }
                return value;
              },
              value -> value);
      SyncConfig config =
          world
              .config()
              .mapping(
                  SchemaMapping.builder()
                      .matchOn("title", "Title")
                      .field("title", "Title", rule -> rule.convert(picky))
                      .build())
              .build();
      world.local.put(task("a", null, null));
      world.local.put(task("bad", null, null));
      world.remote.put(page("a", null, null));

      SyncReport report = world.sync(config);

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(report.matched()).isEqualTo(1);
      assertThat(report.rejected()).isEqualTo(1);
    }
  }

  @Test
  void valueThatCannotBePulled_isSaidToBeRefusedByTheLocalSide() {
    try (World world = new World()) {
      SchemaMapping mapping =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("title", "Title")
              .field("notes", "Notes")
              .field(
                  "status",
                  "Status",
                  rule -> rule.convert(Converter.choices(java.util.Map.of("open", "To do"))))
              .build();
      SyncConfig config = world.config().mapping(mapping).build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      world.sync(config);
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f2", Value.choice("strange")));

      SyncReport report = world.sync(config);

      assertThat(report.rejections()).hasSize(1);
      assertThat(report.rejections().get(0).side()).isEqualTo(Side.LOCAL);
      assertThat(report.rejections().get(0).field()).isEqualTo("Status");
      assertThat(world.remotes()).containsEntry("r1", "a/strange/mine");
    }
  }
}
