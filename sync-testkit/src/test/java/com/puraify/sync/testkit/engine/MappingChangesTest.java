package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
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
