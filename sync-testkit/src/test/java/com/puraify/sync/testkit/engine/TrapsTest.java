package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.local;
import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes wrong in this field, and does not here. */
class TrapsTest {

  @Test
  void derivedField_thatChangesByItself_flowsAtTheNextSweepAndNeverBack() {
    Schema remote =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Status", FieldType.choice()),
            Field.of("f3", "Notes", FieldType.text()).asDerived());
    String[] computed = {"one"};
    try (World world =
        new World(
            World.LOCAL,
            remote,
            builder -> builder,
            builder -> builder.formula("f3", fields -> Value.text(computed[0])))) {
      SyncConfig config = world.config().sweepEvery(Duration.ofHours(1)).build();
      world.local.put(task("a", "open", null));
      world.local.put(task("b", "open", null));
      world.sync(config);
      assertThat(world.locals().values()).containsExactly("a/open/one", "b/open/one");
      int writes = world.remote.writes().size();

      computed[0] = "two";
      world.time.advance(Duration.ofHours(2));
      SyncReport report = world.sync(config);

      assertThat(report.conflictsDetected()).isZero();
      assertThat(world.locals().values()).containsExactly("a/open/two", "b/open/two");
      assertThat(world.remote.writes()).hasSize(writes);
    }
  }

  @Test
  void platformThatRewritesValues_playsNoPingPong() {
    try (World world =
        new World(
            local -> local,
            remote ->
                remote.normalizer(
                    "f3",
                    value ->
                        value instanceof Value.Text text
                            ? Value.text(text.value().strip().toUpperCase(Locale.ROOT))
                            : value))) {
      world.local.put(task("a", "open", " mixed Case "));
      world.local.put(task("b", "open", null));
      for (int i = 0; i < 3; i++) {
        world.sync();
      }
      int writes = world.remote.writes().size() + world.local.writes().size();
      for (int i = 0; i < 5; i++) {
        world.sync();
      }

      assertThat(world.remote.writes().size() + world.local.writes().size()).isEqualTo(writes);
      assertThat(world.locals()).containsEntry("l1", "a/open/MIXED CASE");
    }
  }

  @Test
  void sideWithScarceCalls_isSweptWhenItIsDueAndNotBefore() {
    try (World world = new World()) {
      SyncConfig config = world.config().sweepEvery(Duration.ofHours(1)).build();
      for (int i = 0; i < 5; i++) {
        world.local.put(task("t" + i, "open", null));
      }
      world.sync(config);
      world.remote.remove("r1");

      assertThat(world.sync(config).deleted(Side.LOCAL)).isZero();
      world.time.advance(Duration.ofHours(1));
      assertThat(world.sync(config).deleted(Side.LOCAL)).isEqualTo(1);
    }
  }

  @Test
  void lostStore_deletesNothingAndDoublesNothing() {
    try (World world = new World()) {
      for (int i = 0; i < 5; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      world.sync();
      world.remote.remove("r1");
      world.engine =
          SyncEngine.builder()
              .state(MemoryStateStore.create())
              .time(world.time)
              .singleThreaded()
              .build();

      SyncReport report = world.sync();

      assertThat(report.matched()).isEqualTo(4);
      assertThat(report.deleted(Side.LOCAL)).isZero();
      assertThat(world.locals()).hasSize(5);
      assertThat(world.remotes()).hasSize(5);
    }
  }

  @Test
  void leftTheFilter_unlink_letsBothGoTheirWays() {
    try (World world = new World()) {
      SyncConfig config = world.config().mapping(openOnly()).onLeave(LeavePolicy.UNLINK).build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync(config);
      world.local.edit("l1", local("status", "done"));
      world.sync(config);
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      world.sync(config);

      assertThat(world.locals()).containsEntry("l1", "a/done/mine");
      assertThat(world.remotes()).containsEntry("r1", "a/open/theirs");
      assertThat(world.store.load("tasks").links()).isEqualTo(1);
    }
  }

  /** World 20725: what was deleted for leaving the filter was not counted. */
  @Test
  void leftTheFilter_delete_isHeldToTheLimit() {
    try (World world = new World()) {
      SyncConfig config =
          world
              .config()
              .mapping(openOnly())
              .onLeave(LeavePolicy.DELETE)
              .guards(Guards.DEFAULT.withMaxDeletes(0))
              .build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync(config);
      world.local.edit("l1", local("status", "done"));

      assertThat(world.sync(config).status()).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      assertThat(world.remotes()).hasSize(2);
    }
  }

  @Test
  void deletedThere_leftTheFilterHere_isNotDeleted() {
    try (World world = new World()) {
      SyncConfig config = world.config().mapping(openOnly()).build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync(config);
      world.local.edit("l1", local("status", "done"));
      world.remote.remove("r1");

      world.sync(config);
      world.sync(config);

      assertThat(world.locals()).containsEntry("l1", "a/done/x");
      assertThat(world.remotes()).hasSize(1);
    }
  }

  @Test
  void settledConflict_isJournalledWithBothValuesAndTheRule() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync();
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      world.sync();

      List<Document> journal =
          world.store.documents("tasks", Document.Kind.JOURNAL, "l1|r1", false, 10);
      assertThat(journal).hasSize(1);
      assertThat(journal.get(0).text()).contains("mine", "theirs", "prefer_remote");
    }
  }

  @Test
  void removedField_stopsTheRunBeforeItReads() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SyncConfig config =
          world
              .config()
              .mapping(
                  SchemaMapping.builder()
                      .matchOn("title", "Title")
                      .field("title", "Title")
                      .field("notes", "Notes")
                      .build())
              .build();
      world.sync(config);
      world.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Title", new FieldType.Text(2_000, true)),
              Field.of("f2", "Status", FieldType.choice())));
      int writes = world.local.writes().size();

      assertThatThrownBy(() -> world.sync(config))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("Notes");
      assertThat(world.local.writes()).hasSize(writes);
      assertThat(world.locals()).containsEntry("l1", "a/open/x");
    }
  }

  @Test
  void renamedField_goesOnWorkingByItsId() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      SchemaMapping byId =
          SchemaMapping.builder()
              .matchOn("title", "f1")
              .field("title", "f1")
              .field("notes", "f3")
              .build();
      SyncConfig config = world.config().mapping(byId).build();
      world.sync(config);
      world.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Heading", new FieldType.Text(2_000, true)),
              Field.of("f2", "Status", FieldType.choice()),
              Field.of("f3", "Remarks", new FieldType.Text(2_000, true))));
      world.local.edit("l1", local("notes", "y"));

      world.sync(config);

      assertThat(world.remotes()).containsEntry("r1", "a/-/y");
    }
  }

  @Test
  void everyItemInConflict_costsOneWriteEach() {
    try (World world = new World()) {
      int items = 300;
      for (int i = 0; i < items; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      SyncConfig config = world.config().guards(Guards.OFF).build();
      world.sync(config);
      for (int i = 1; i <= items; i++) {
        world.local.edit("l" + i, local("notes", "mine"));
        world.remote.edit("r" + i, Fields.of("f3", Value.text("theirs")));
      }
      int writes = world.local.writes().size();
      long remoteCalls = world.remote.calls();

      SyncReport report = world.sync(config);

      assertThat(report.conflictsDetected()).isEqualTo(items);
      assertThat(world.local.writes().size() - writes).isEqualTo(items);
      assertThat(world.remote.calls() - remoteCalls).isLessThan(items / 5);
      assertThat(world.sync(config).syncedItems()).isZero();
    }
  }

  @Test
  void largeRun_goesOnInATemporaryFile() {
    try (World world = new World()) {
      world.engine =
          SyncEngine.builder()
              .state(world.store)
              .time(world.time)
              .singleThreaded()
              .memoryBound(0)
              .build();
      for (int i = 0; i < 500; i++) {
        world.local.put(task("l" + i, "open", "x".repeat(200) + i));
        world.remote.put(page("r" + i, "open", "y".repeat(200) + i));
      }

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.locals().values())
          .containsExactlyInAnyOrderElementsOf(world.remotes().values());
      assertThat(world.sync().syncedItems()).isZero();
    }
  }

  @Test
  void severalThreads_reachTheSameWorld() {
    try (World world =
        new World(
            local -> local,
            remote -> remote.capabilities(World.incremental().parallelWrites(3).build()))) {
      world.engine = SyncEngine.builder().state(world.store).time(world.time).build();
      for (int i = 0; i < 100; i++) {
        world.local.put(task("l" + i, "open", "x" + i));
        world.remote.put(page("r" + i, "open", "y" + i));
      }

      world.engine.start(world.config().build()).await();

      assertThat(world.locals().values())
          .containsExactlyInAnyOrderElementsOf(world.remotes().values())
          .hasSize(200);
      assertThat(world.sync().syncedItems()).isZero();
    }
  }

  @Test
  void cancelledRun_saysSoAndTheNextGoesOn() {
    try (World world = new World()) {
      world.engine = SyncEngine.builder().state(world.store).time(world.time).build();
      for (int i = 0; i < 50; i++) {
        world.local.put(task("l" + i, "open", "x"));
      }
      java.util.concurrent.atomic.AtomicReference<com.puraify.sync.SyncRun> run =
          new java.util.concurrent.atomic.AtomicReference<>();
      java.util.concurrent.CountDownLatch known = new java.util.concurrent.CountDownLatch(1);
      world.remote.interfere(
          new Interference() {
            private int creates;

            @Override
            public void after(SpiCall call) {
              if (call.kind() == SpiCall.Kind.CREATE && ++creates == 3) {
                try {
                  known.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                run.get().cancel();
              }
            }
          });
      run.set(world.engine.start(world.config().build()));
      known.countDown();

      SyncReport report = run.get().await();

      assertThat(report.status()).isEqualTo(SyncStatus.CANCELLED);
      assertThat(world.remotes().size()).isBetween(3, 49);
      world.remote.interfere(Interference.NONE);
      assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.remotes()).hasSize(50);
    }
  }

  @Test
  void unknownPlatform_isNamedWithTheKnownOnes() {
    try (World world = new World()) {
      SyncConfig config =
          SyncConfig.fromJson(
              """
              {"project_id":"pf-456","sync_type":"bidirectional","source_platform":"Nation",
               "target_entity":"tasks","schedule":"every_15_minutes"}
              """);
      SyncEngine engine =
          SyncEngine.builder().state(world.store).time(world.time).local(only(world)).build();

      assertThatThrownBy(() -> engine.sync(config))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Nation");
      engine.close();
    }
  }

  @Test
  void missingToken_saysWhereToPutIt() {
    try (World world = new World()) {
      SyncConfig config =
          SyncConfig.fromJson(
              """
              {"project_id":"pf-456","sync_type":"pull","source_platform":"Cloud",
               "target_entity":"tasks"}
              """);
      SyncEngine engine =
          SyncEngine.builder()
              .state(world.store)
              .time(world.time)
              .local(only(world))
              .addConnector(com.puraify.sync.testkit.MemoryPlatform.named("cloud", world.time))
              .credentials((project, platform) -> java.util.Optional.empty())
              .build();

      assertThatThrownBy(() -> engine.sync(config))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("CLOUD_TOKEN");
      engine.close();
    }
  }

  @Test
  void pageTokenThatDoesNotMove_stopsTheRunInsteadOfLooping() {
    try (World world = new World()) {
      Entity stuck = new StuckEntity(world.remote);
      SyncConfig config =
          SyncConfig.between(world.local, stuck).id("stuck").mapping(openOnly()).build();

      SyncReport report = world.sync(config);

      assertThat(report.status()).isEqualTo(SyncStatus.FAILED);
      assertThat(report.failure().orElseThrow()).hasMessageContaining("same page token");
    }
  }

  /** An entity whose listing never gets on. */
  private record StuckEntity(Entity inner) implements Entity {
    @Override
    public String platform() {
      return inner.platform();
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public EntitySession open(ConnectorContext context) {
      EntitySession session = inner.open(context);
      return new EntitySession() {
        @Override
        public EntityKey key() {
          return session.key();
        }

        @Override
        public Capabilities capabilities() {
          return session.capabilities();
        }

        @Override
        public Schema schema() {
          return session.schema();
        }

        @Override
        public Page read(ReadRequest request) {
          return Page.of(List.of(), "here");
        }

        @Override
        public List<Lookup> lookup(List<String> ids, Set<String> fields) {
          return session.lookup(ids, fields);
        }

        @Override
        public List<WriteResult> write(List<? extends Write> batch) {
          return session.write(batch);
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }
  }

  @Test
  void oneWayField_isNeverWrittenBack() {
    try (World world = new World()) {
      SchemaMapping mapping =
          SchemaMapping.builder()
              .matchOn("title", "Title")
              .field("title", "Title")
              .field("notes", "Notes", rule -> rule.direction(Direction.TO_REMOTE))
              .build();
      SyncConfig config =
          world.config().mapping(mapping).conflicts(ConflictStrategy.preferRemote()).build();
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      world.sync(config);
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      world.sync(config);

      assertThat(world.locals()).containsEntry("l1", "a/open/x");
    }
  }

  private static SchemaMapping openOnly() {
    return SchemaMapping.builder()
        .matchOn("title", "Title")
        .where(Side.LOCAL, Filter.equal("status", Value.text("open")))
        .build();
  }

  /** A local connection that knows just one entity. */
  private static Connection only(World world) {
    return new Connection() {
      @Override
      public List<EntityName> entities(com.puraify.sync.connector.ConnectorContext context) {
        return List.of(new EntityName("tasks", "tasks"));
      }

      @Override
      public Entity entity(String nameOrId) {
        return world.local;
      }
    };
  }
}
