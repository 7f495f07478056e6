package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of items when the mapping or the entities' fields change between runs. */
class MappingChangesTest {

  private static final Schema REMOTE =
      Schema.of(
          "Tasks",
          Field.of("f1", "Title", new FieldType.Text(2_000, true)),
          Field.of("f2", "Old notes", new FieldType.Text(2_000, true)),
          Field.of("f3", "New notes", new FieldType.Text(2_000, true)));

  @Test
  void fieldMappedToAnother_thatIsEmpty_isFilledAndNotEmptied() {
    try (World world = world()) {
      world.local.put(task("a", null, "precious"));
      world.sync(notes(world, "Old notes"));

      world.sync(notes(world, "New notes"));

      assertThat(world.locals()).containsEntry("l1", "a/-/precious");
      assertThat(world.remotes().values()).containsExactly("a/precious/precious");
    }
  }

  @Test
  void fieldMappedToAnother_thatDiffers_isAConflict() {
    try (World world = world()) {
      world.local.put(task("a", null, "mine"));
      world.remote.put(Fields.of("f1", Value.text("a"), "f3", Value.text("theirs")));
      world.sync(notes(world, "Old notes"));
      SyncConfig asked =
          SyncConfig.between(world.local, world.remote)
              .id("tasks")
              .mapping(mapping("New notes"))
              .conflicts(ConflictStrategy.manualReview())
              .build();

      SyncReport report = world.sync(asked);

      assertThat(report.conflictResolution()).isEqualTo("pending_manual_review");
      assertThat(world.locals()).containsEntry("l1", "a/-/mine");
      assertThat(world.remote.item("r1").orElseThrow().get("f3")).isEqualTo(Value.text("theirs"));
    }
  }

  @Test
  void fieldsThatSwapPartners_areComparedAnew() {
    Schema remote =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "One", FieldType.text()),
            Field.of("f3", "Two", FieldType.text()));
    try (World world = new World(World.LOCAL, remote, builder -> builder, builder -> builder)) {
      world.local.put(task("a", "s", "n"));
      world.local.put(task(World.BYSTANDER, null, null));
      SchemaMapping straight =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("status", "One")
              .field("notes", "Two")
              .build();
      SchemaMapping crossed =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("status", "Two")
              .field("notes", "One")
              .build();
      SyncConfig.Builder config = world.config().conflicts(ConflictStrategy.preferLocal());
      world.sync(config.mapping(straight).build());

      SyncReport report = world.sync(config.mapping(crossed).build());

      assertThat(report.updated(Side.REMOTE)).isEqualTo(1);
      assertThat(world.locals()).containsEntry("l1", "a/s/n");
      assertThat(world.remote.item("r1").orElseThrow().get("f3")).isEqualTo(Value.text("s"));
      assertThat(world.sync(config.mapping(crossed).build()).syncedItems()).isZero();
    }
  }

  @Test
  void renamedField_goesOnWorking_whetherMappedByNameOrPairedByIt() {
    for (SchemaMapping mapping :
        new SchemaMapping[] {
          SchemaMapping.byName(), SchemaMapping.builder().field("notes", "Notes").build()
        }) {
      try (World world = new World()) {
        world.local.put(task("a", null, "x"));
        world.local.put(task(World.BYSTANDER, null, null));
        SyncConfig config = world.config().mapping(mapping).build();
        world.sync(config);
        world.remote.schema(renamed());
        world.local.edit("l1", World.local("notes", "y"));

        SyncReport report = world.sync(config);

        assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
        assertThat(world.remote.item("r1").orElseThrow().get("f3")).isEqualTo(Value.text("y"));
        world.local.edit("l1", World.local("notes", "z"));
        world.sync(config);
        assertThat(world.remote.item("r1").orElseThrow().get("f3")).isEqualTo(Value.text("z"));
      }
    }
  }

  @Test
  void fieldThatWasPairedByNameAndIsGone_stopsTheRun() {
    try (World world = new World()) {
      world.local.put(task("a", null, "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      SyncConfig config = world.config().mapping(SchemaMapping.byName()).build();
      world.sync(config);
      world.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Title", FieldType.text()),
              Field.of("f2", "Status", FieldType.choice())));
      world.local.edit("l1", World.local("notes", "y"));

      assertThatThrownBy(() -> world.sync(config))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("'Notes'")
          .hasMessageContaining("gone");
      assertThat(world.remote.writes()).hasSize(2);
    }
  }

  @Test
  void fieldThatWasPairedByNameAndIsOfAnotherTypeNow_stopsTheRun() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      SyncConfig config = world.config().mapping(SchemaMapping.byName()).build();
      world.sync(config);
      world.local.schema(
          Schema.of(
              "tasks",
              Field.of("title", FieldType.text()),
              Field.of("status", FieldType.day()),
              Field.of("notes", FieldType.text())));

      assertThatThrownBy(() -> world.sync(config))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("'status'")
          .hasMessageContaining("no longer");
    }
  }

  @Test
  void fieldThatWasRetypedAndEmptied_emptiesNothing() {
    try (World world = new World()) {
      world.local.put(task("a", null, "precious"));
      world.local.put(task(World.BYSTANDER, null, null));
      SyncConfig config = world.config().mapping(mapping("Notes")).build();
      world.sync(config);
      world.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Title", new FieldType.Text(2_000, true)),
              Field.of("f3", "Notes", FieldType.number())));
      world.remote.edit("r1", Fields.of("f3", Value.NULL));

      SyncReport report = world.sync(config);

      assertThat(world.locals()).containsEntry("l1", "a/-/precious");
      assertThat(report.rejections()).hasSize(1);
      assertThat(report.rejections().get(0).detail()).contains("is not a number");
    }
  }

  @Test
  void fieldsThatAreGoneOnBothSides_areNoLossAndNoMatter() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task(World.BYSTANDER, null, null));
      SyncConfig config = world.config().mapping(SchemaMapping.byName()).build();
      world.sync(config);
      world.local.schema(
          Schema.of(
              "tasks", Field.of("title", FieldType.text()), Field.of("status", FieldType.text())));
      world.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Title", FieldType.text()),
              Field.of("f2", "Status", FieldType.choice())));

      assertThat(world.sync(config).status()).isEqualTo(SyncStatus.SUCCESS);
    }
  }

  @Test
  void fieldThatIsTakenAwayAmidARead_andComesBack_losesNoEdit() {
    try (World world = world()) {
      world.local.put(task("a", null, "old"));
      SyncConfig config = notes(world, "New notes");
      world.sync(config);
      world.remote.edit("r2", Fields.of("f3", Value.text("new")));
      world.remote.interfere(hidingNewNotes(world));
      assertThat(world.sync(config).updated(Side.LOCAL)).isZero();
      world.remote.interfere(Interference.NONE);

      SyncReport report = world.sync(config);

      assertThat(report.updated(Side.LOCAL)).isEqualTo(1);
      assertThat(world.locals()).containsEntry("l1", "a/-/new");
    }
  }

  @Test
  void fieldThatOneItemNeverShows_isReadOnceMore_notForEver() {
    try (World world = world()) {
      world.local.put(task("a", null, "old"));
      SyncConfig config = notes(world, "New notes");
      world.sync(config);
      world.remote.interfere(hidingNewNotes(world));
      String before = checkpoint(world);
      world.remote.edit("r2", Fields.of("f1", Value.text("b")));
      world.sync(config);
      assertThat(checkpoint(world)).isEqualTo(before);

      world.sync(config);

      assertThat(checkpoint(world)).isNotEqualTo(before);
    }
  }

  /** Takes a field away while pages are read, and gives it back. */
  private static Interference hidingNewNotes(World world) {
    Schema without = Schema.of("Tasks", REMOTE.fields().subList(0, 2));
    return new Interference() {
      @Override
      public void before(SpiCall call) {
        if (call.kind() == SpiCall.Kind.READ) {
          world.remote.schema(without);
        }
      }

      @Override
      public void after(SpiCall call) {
        world.remote.schema(REMOTE);
      }
    };
  }

  private static @Nullable String checkpoint(World world) {
    return world.store.load("tasks").settings().get("cursor.REMOTE");
  }

  private static Schema renamed() {
    return Schema.of(
        "Tasks",
        Field.of("f1", "Title", new FieldType.Text(2_000, true)),
        Field.of("f2", "Status", FieldType.choice()),
        Field.of("f3", "Remarks", new FieldType.Text(2_000, true)));
  }

  private static World world() {
    World world = new World(World.LOCAL, REMOTE, builder -> builder, builder -> builder);
    world.local.put("l0", task(World.BYSTANDER, null, null));
    return world;
  }

  private static SyncConfig notes(World world, String remote) {
    return world.config().mapping(mapping(remote)).build();
  }

  private static SchemaMapping mapping(String remote) {
    return SchemaMapping.builder()
        .matchOn("title", "Title")
        .field("title", "Title")
        .field("notes", remote)
        .build();
  }
}
