package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.state.Document;
import com.puraify.sync.testkit.EntityView;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Another tenant, whose sync shares the engine and the state store. Its items have the same ids and
 * titles as the others, and values of their own. Confined to one thread.
 */
final class Neighbour {

  private static final String ID = "neighbour";
  private static final String MARK = "nextdoor";

  private final SimulatedWorld world;
  private final MemoryEntity local;
  private final MemoryEntity remote;
  private int years;

  Neighbour(SimulatedWorld world) {
    this.world = world;
    Capabilities capabilities = Capabilities.builder().batches(5, 5, 5).lookupBatch(5).build();
    this.local =
        MemoryPlatform.named("sql", world.time())
            .entity(
                Schema.of(
                    "tasks",
                    Field.of("title", FieldType.text()),
                    Field.of("notes", FieldType.text())))
            .capabilities(capabilities)
            .limits(world.platforms().shape(Side.LOCAL).limits())
            .idPrefix("l")
            .build();
    this.remote =
        MemoryPlatform.named("cloud", world.time())
            .entity(
                Schema.of(
                    "Tasks",
                    Field.of("f1", "Title", FieldType.text()),
                    Field.of("f3", "Notes", FieldType.text())))
            .capabilities(capabilities)
            .limits(world.platforms().shape(Side.REMOTE).limits())
            .idPrefix("r")
            .build();
  }

  /** Edits, and syncs. */
  void live(Node node) {
    years++;
    if (local.size() < 3) {
      local.put(Fields.of("title", Value.text("t" + years), "notes", Value.text(MARK)));
    }
    local.edit("l1", Fields.of("notes", Value.text(MARK + years)));
    world.coverage().count("runs of another tenant");
    node.engine().sync(config(node));
    if (local.size() != remote.size()) {
      fail("has " + local.size() + " items here and " + remote.size() + " there");
    }
  }

  private SyncConfig config(Node node) {
    return SyncConfig.between(watched(node, Side.LOCAL, local), watched(node, Side.REMOTE, remote))
        .id(ID)
        .project("another")
        .mapping(SchemaMapping.builder().matchOn("title", "Title").build())
        .build();
  }

  /** Its calls count like those of the other sync: both go by one account. */
  private static Entity watched(Node node, Side side, MemoryEntity entity) {
    return new EntityView(entity) {
      @Override
      protected <T> T around(SpiCall.Kind kind, int size, Supplier<T> call) {
        return call.get();
      }

      @Override
      protected ConnectorContext lent(ConnectorContext context) {
        return node.lent(side, context);
      }
    };
  }

  /** Checks that neither tenant shows at the other. */
  void check() {
    for (Side side : Side.values()) {
      for (Life life : world.history().lives(side)) {
        if (life.events.stream().anyMatch(event -> String.valueOf(event.after()).contains(MARK))) {
          fail("shows in " + life.id);
        }
      }
      MemoryEntity own = side == Side.LOCAL ? local : remote;
      for (Fields fields : own.items().values()) {
        Value notes = Objects.requireNonNull(fields.get(Column.NOTES.id(side)));
        if (!notes.toString().contains(MARK)) {
          fail("got " + notes);
        }
      }
    }
    for (Document.Kind kind : Document.Kind.values()) {
      world.vault().store().documents(SyncShape.ID, kind, null, false, Integer.MAX_VALUE).stream()
          .filter(document -> document.text().contains(MARK))
          .forEach(document -> fail("shows in " + document.text()));
    }
  }

  private void fail(String what) {
    world.violated(new Violation(Invariant.I16_TENANT_ISOLATION, "the other tenant " + what));
  }
}
