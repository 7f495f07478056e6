package com.puraify.sync.testkit.crash;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The scenarios in which engines are killed. */
final class Scenarios {

  private static final Schema LOCAL =
      Schema.of(
          "tasks",
          Field.of("title", FieldType.text()),
          Field.of("status", FieldType.text()),
          Field.of("notes", FieldType.text()));
  private static final Schema REMOTE =
      Schema.of(
          "Tasks",
          Field.of("f1", "Title", new FieldType.Text(2_000, true)),
          Field.of("f2", "Status", FieldType.choice()),
          Field.of("f3", "Notes", new FieldType.Text(2_000, true)));

  private final List<Scenario> all = new ArrayList<>();

  private Scenarios() {}

  static List<Scenario> all() {
    Scenarios scenarios = new Scenarios();
    scenarios.creating();
    scenarios.changing();
    scenarios.conflicts();
    scenarios.deleting();
    scenarios.answering();
    scenarios.policies();
    scenarios.doubts();
    scenarios.references();
    scenarios.limits();
    scenarios.constraints();
    return scenarios.all;
  }

  // ---- the world

  private static Capabilities.Builder table() {
    return Capabilities.builder()
        .batches(100, 100, 100)
        .lookupBatch(100)
        .conditionalWrites(true)
        .atomicBatches(true)
        .findable(true);
  }

  private static Capabilities.Builder cloud() {
    return Capabilities.builder()
        .incremental(true)
        .granularity(Duration.ofSeconds(1))
        .readPage(10)
        .metered(true)
        .findable(true);
  }

  private static SchemaMapping mapping(boolean matched) {
    SchemaMapping.Builder mapping = SchemaMapping.builder();
    if (!matched) {
      return mapping
          .field("title", "Title")
          .field("status", "Status")
          .field("notes", "Notes")
          .build();
    }
    return mapping.matchOn("title", "Title").build();
  }

  /** What is special about a world. */
  private static final class Special {
    private Capabilities.Builder local = table();
    private Capabilities.Builder remote = cloud();
    private UnaryOperator<MemoryEntityBuilder> remoteQuirks = builder -> builder;
    private UnaryOperator<SyncConfig.Builder> config = builder -> builder;
    private Schema localSchema = LOCAL;
    private Schema remoteSchema = REMOTE;
    private boolean matched = true;

    Special remote(Capabilities.Builder can) {
      remote = can;
      return this;
    }

    Special local(Capabilities.Builder can) {
      local = can;
      return this;
    }

    Special config(UnaryOperator<SyncConfig.Builder> change) {
      config = change;
      return this;
    }

    Special remoteQuirks(UnaryOperator<MemoryEntityBuilder> quirks) {
      remoteQuirks = quirks;
      return this;
    }

    Special schemas(Schema one, Schema other) {
      localSchema = one;
      remoteSchema = other;
      return this;
    }

    Special unmatched() {
      matched = false;
      return this;
    }

    CrashWorld build(List<KillSwitch> switches) {
      CrashWorld world =
          new CrashWorld(
              (self, time) ->
                  MemoryPlatform.named("sql", time)
                      .entity(localSchema)
                      .idPrefix("l")
                      .returnsBefore()
                      .capabilities(local.build())
                      .build(),
              (self, time) ->
                  remoteQuirks
                      .apply(
                          MemoryPlatform.named("cloud", time)
                              .entity(remoteSchema)
                              .idPrefix("r")
                              .capabilities(remote.build()))
                      .build(),
              switches);
      Duration lag = world.remote.capabilities().visibilityLag();
      if (!lag.isZero()) {
        world.patient(lag);
      }
      world.configs.add(
          config
              .apply(
                  SyncConfig.between(world.local, world.remote)
                      .id("tasks")
                      .sweepEvery(Duration.ZERO)
                      .mapping(mapping(matched)))
              .build());
      return world;
    }
  }

  private void add(String name, Special special, Consumer<CrashWorld> script) {
    all.add(new Scenario(name, special::build, script));
  }

  private void add(String name, Consumer<CrashWorld> script) {
    add(name, new Special(), script);
  }

  private static Fields task(String title, String status, String notes) {
    return Fields.of(
        "title", Value.text(title), "status", Value.text(status), "notes", Value.text(notes));
  }

  private static Fields page(String title, String status, String notes) {
    return Fields.of("f1", Value.text(title), "f2", Value.choice(status), "f3", Value.text(notes));
  }

  private static Fields notes(String text) {
    return Fields.of("notes", Value.text(text));
  }

  private static Fields f3(String text) {
    return Fields.of("f3", Value.text(text));
  }

  /** Edits the item with a title, if it is there; returns whether it was. */
  private static boolean edit(MemoryEntity entity, String title, Fields fields) {
    String first = entity.schema().fields().get(0).id();
    List<String> ids = new ArrayList<>();
    entity
        .items()
        .forEach(
            (id, held) -> {
              if (Value.text(title).equals(held.get(first))) {
                ids.add(id);
              }
            });
    ids.forEach(id -> entity.edit(id, fields));
    return !ids.isEmpty();
  }

  /** Takes an item away if it is the one with a title still. */
  private static void removeIfStill(MemoryEntity entity, String id, String title) {
    Fields held = entity.items().get(id);
    if (held != null && Value.text(title).equals(held.get("title"))) {
      entity.remove(id);
    }
  }

  /** Two linked items, of which the second is a bystander. */
  private static void linked(CrashWorld world) {
    world.local.put(task("a", "open", "x"));
    world.local.put(task("other", "open", "bystander"));
    world.quiet();
    world.arm();
  }

  // ---- what happens

  private void creating() {
    add(
        "first sync of two filled sides",
        world -> {
          world.local.put(task("both", "open", "same"));
          world.local.put(task("mine", "open", "m"));
          world.local.put(task("gaps", "open", "filled"));
          world.remote.put(page("both", "open", "same"));
          world.remote.put(page("theirs", "done", "t"));
          world.remote.put(
              Fields.of("f1", Value.text("gaps"), "f2", Value.choice("open"), "f3", Value.NULL));
          world.arm();
          world.quiet();
        });
    add(
        "first sync, no match key, the other side lags",
        new Special().unmatched().remote(cloud().visibilityLag(Duration.ofMinutes(20))),
        world -> {
          world.local.put(task("a", "open", "x"));
          world.local.put(task("b", "open", "y"));
          world.arm();
          world.quiet();
        });
    add(
        "new items on both sides of a going sync",
        world -> {
          linked(world);
          world.local.put(task("l-new", "open", "1"));
          world.local.put(task("l-new2", "open", "2"));
          world.remote.put(page("r-new", "done", "3"));
          world.quiet();
        });
    add(
        "batches that are not atomic",
        new Special()
            .local(table().atomicBatches(false).batches(3, 3, 3))
            .remote(cloud().batches(3, 3, 3)),
        world -> {
          linked(world);
          for (int i = 0; i < 4; i++) {
            world.local.put(task("l" + i, "open", "n" + i));
            world.remote.put(page("r" + i, "open", "m" + i));
          }
          world.local.edit("l1", notes("edited"));
          world.quiet();
        });
    for (Capabilities.CreateSafety safety : Capabilities.CreateSafety.values()) {
      add(
          "creates, safety " + safety + ", items edited meanwhile",
          new Special().remote(cloud().createSafety(safety)),
          world -> {
            linked(world);
            world.local.put(task("new", "open", "1"));
            world.meanwhile(
                () -> edit(world.local, "new", Fields.of("status", Value.text("done"))));
            world.quiet();
          });
    }
    add(
        "keyed creates without a match key, the new item edited meanwhile",
        new Special().unmatched().remote(cloud().createSafety(Capabilities.CreateSafety.KEYED)),
        world -> {
          linked(world);
          world.local.put(task("new", "open", "1"));
          world.meanwhile(() -> edit(world.remote, "new", Fields.of("f2", Value.choice("edited"))));
          world.quiet();
        });
    add(
        "platform fills in a default, which travels back",
        new Special()
            .remoteQuirks(
                builder ->
                    builder.normalizer(
                        "f2", value -> value.isNull() ? Value.choice("default") : value)),
        world -> {
          linked(world);
          world.local.put(
              Fields.of(
                  "title", Value.text("new"), "status", Value.NULL, "notes", Value.text("n")));
          world.quiet();
        });
  }

  private void changing() {
    add(
        "disjoint fields changed on both sides",
        world -> {
          linked(world);
          world.local.edit("l1", Fields.of("status", Value.text("done")));
          world.remote.edit("r1", f3("theirs"));
          world.quiet();
        });
    add(
        "edits both ways, more edits while the engine is down",
        world -> {
          linked(world);
          world.local.edit("l1", notes("mine"));
          world.remote.edit("r2", f3("theirs"));
          world.meanwhile(
              () -> {
                world.local.edit("l1", Fields.of("status", Value.text("later")));
                world.remote.edit("r2", Fields.of("f2", Value.choice("later too")));
                return true;
              });
          world.quiet();
        });
    add(
        "the engine overtaken by another edit of the same field",
        world -> {
          linked(world);
          world.local.edit("l1", notes("first"));
          world.meanwhile(() -> edit(world.local, "a", notes("second")));
          world.quiet();
        });
    add(
        "an item merged into another",
        world -> {
          linked(world);
          world.remote.put("dup", page("a-copy", "open", "dup"));
          world.remote.merge("r1", "dup");
          world.quiet();
        });
    add(
        "a plan applied",
        world -> {
          linked(world);
          world.local.edit("l1", notes("mine"));
          world.remote.put(page("new", "open", "n"));
          world.planAndApply();
          world.quiet();
        });
  }

  private void conflicts() {
    List<ConflictStrategy> strategies =
        List.of(
            ConflictStrategy.preferLocal(),
            ConflictStrategy.preferRemote(),
            ConflictStrategy.manualReview());
    for (ConflictStrategy strategy : strategies) {
      add(
          "same field changed on both sides, " + strategy.name(),
          new Special().config(config -> config.conflicts(strategy)),
          world -> {
            linked(world);
            world.local.edit("l1", notes("mine").with("status", Value.text("done")));
            world.remote.edit("r1", f3("theirs"));
            world.quiet();
          });
      for (Side gone : Side.values()) {
        add(
            "changed here, deleted on the " + gone + " side, " + strategy.name(),
            new Special().config(config -> config.conflicts(strategy)),
            world -> {
              linked(world);
              if (gone == Side.LOCAL) {
                world.local.remove("l1");
                world.remote.edit("r1", f3("theirs"));
              } else {
                world.remote.remove("r1");
                world.local.edit("l1", notes("mine"));
              }
              world.quiet();
            });
      }
    }
    add(
        "both created the same item with different values",
        world -> {
          linked(world);
          world.local.put(task("twin", "open", "mine"));
          world.remote.put(page("twin", "open", "theirs"));
          world.quiet();
        });
  }

  private void deleting() {
    add(
        "deleted locally",
        world -> {
          linked(world);
          world.local.remove("l1");
          world.quiet();
        });
    add(
        "deleted remotely",
        world -> {
          linked(world);
          world.remote.remove("r1");
          world.quiet();
        });
    add(
        "deleted and made anew",
        world -> {
          linked(world);
          world.local.remove("l1");
          world.local.put(task("a", "open", "anew"));
          world.quiet();
        });
    add(
        "deleted, and its id given to a new item",
        new Special().local(table().reusesIds(true)),
        world -> {
          linked(world);
          world.local.remove("l2");
          world.remote.put(page("new", "open", "n"));
          world.quiet();
        });
    add(
        "deleted while a run creates, and its id given to the new item",
        new Special().local(table().reusesIds(true)).unmatched(),
        world -> {
          linked(world);
          world.remote.put(page("new", "open", "n"));
          world.fault(
              new Interference() {
                @Override
                public void before(SpiCall call) {
                  if (call.kind() == SpiCall.Kind.CREATE) {
                    removeIfStill(world.local, "l2", "other");
                  }
                }
              });
          world.quiet();
        });
    add(
        "restored after the delete went over",
        world -> {
          linked(world);
          world.remote.remove("r1");
          world.quiet();
          world.remote.restore("r1");
          world.quiet();
        });
  }

  private void answering() {
    UnaryOperator<SyncConfig.Builder> manual =
        config -> config.conflicts(ConflictStrategy.manualReview());
    List<Resolution> answers =
        List.of(
            Resolution.take(Side.LOCAL),
            Resolution.take(Side.REMOTE),
            Resolution.use(Value.text("middle")),
            Resolution.ignore());
    for (Resolution answer : answers) {
      add(
          "a held conflict answered: " + answer,
          new Special().config(manual),
          world -> {
            linked(world);
            world.local.edit("l1", notes("mine"));
            world.remote.edit("r1", f3("theirs"));
            world.quiet();
            world.answer(Case.Kind.CONFLICT, each -> answer);
            world.quiet();
          });
    }
    for (Side side : Side.values()) {
      add(
          "a held delete answered: take " + side,
          new Special().config(manual),
          world -> {
            linked(world);
            world.local.edit("l1", notes("mine"));
            world.remote.remove("r1");
            world.quiet();
            world.answer(Case.Kind.CONFLICT, each -> Resolution.take(side));
            world.quiet();
          });
    }
    add(
        "an ambiguous match answered: link",
        world -> {
          linked(world);
          world.local.put("da", task("dup", "open", "1"));
          world.local.put("db", task("dup", "open", "2"));
          world.remote.put("ra", page("dup", "open", "3"));
          world.quiet();
          world.answer(Case.Kind.AMBIGUOUS_MATCH, each -> Resolution.link("da", "ra"));
          world.quiet();
        });
    add(
        "an ambiguous match answered: create all",
        world -> {
          linked(world);
          world.local.put("da", task("dup", "open", "1"));
          world.local.put("db", task("dup", "open", "2"));
          world.remote.put("ra", page("dup", "open", "3"));
          world.quiet();
          world.answer(Case.Kind.AMBIGUOUS_MATCH, each -> Resolution.createAll());
          world.quiet();
        });
    boolean[] strict = {true};
    Special choosy =
        new Special()
            .remoteQuirks(
                remote ->
                    remote.refusing(
                        fields -> strict[0] && Value.text("bad").equals(fields.get("f3"))));
    add(
        "a refused item, retried by a person once the platform takes it",
        choosy,
        world -> {
          strict[0] = true;
          linked(world);
          world.local.put(task("new", "open", "bad"));
          world.local.edit("l1", notes("bad"));
          world.quiet();
          strict[0] = false;
          world.answer(Case.Kind.QUARANTINE, each -> Resolution.retry());
          world.quiet();
        });
    add(
        "a refused item, mended",
        choosy,
        world -> {
          strict[0] = true;
          linked(world);
          world.local.put("n", task("new", "open", "bad"));
          world.local.edit("l1", notes("bad"));
          world.quiet();
          world.local.edit("n", notes("good"));
          world.local.edit("l1", notes("good too"));
          world.quiet();
        });
  }

  private void policies() {
    add(
        "push",
        new Special().config(config -> config.type(SyncType.PUSH)),
        world -> {
          linked(world);
          world.local.edit("l1", notes("mine"));
          world.local.put(task("new", "open", "n"));
          world.remote.put(page("theirs", "open", "t"));
          world.quiet();
          world.local.remove("l1");
          world.quiet();
        });
    add(
        "pull that reverts drift",
        new Special().config(config -> config.type(SyncType.PULL).drift(Drift.REVERT)),
        world -> {
          world.remote.put(page("a", "open", "x"));
          world.remote.put(page("other", "open", "bystander"));
          world.quiet();
          world.arm();
          world.remote.edit("r1", f3("theirs"));
          world.local.edit("l1", notes("drifted"));
          world.local.edit("l2", notes("drifted too"));
          world.quiet();
        });
    for (LeavePolicy policy : LeavePolicy.values()) {
      add(
          "an item leaves the filter and comes back, " + policy,
          new Special()
              .config(
                  config ->
                      config
                          .onLeave(policy)
                          .mapping(
                              SchemaMapping.builder()
                                  .matchOn("title", "Title")
                                  .where(
                                      Side.LOCAL,
                                      Filter.in(
                                          "status",
                                          List.of(Value.text("open"), Value.text("done"))))
                                  .build())),
          world -> {
            linked(world);
            world.local.edit("l1", Fields.of("status", Value.text("secret")));
            world.quiet();
            world.local.edit("l1", Fields.of("status", Value.text("done")));
            world.quiet();
          });
    }
  }

  private void doubts() {
    for (boolean matched : new boolean[] {true, false}) {
      for (Duration lag : List.of(Duration.ZERO, Duration.ofMinutes(20))) {
        Special special = new Special().remote(cloud().visibilityLag(lag));
        add(
            "lost answers to creates, lag " + lag + (matched ? "" : ", no match key"),
            matched ? special : special.unmatched(),
            world -> {
              linked(world);
              world.fault(lostAnswer(SpiCall.Kind.CREATE));
              world.local.put(task("new", "open", "1"));
              world.local.put(task("new2", "open", "2"));
              world.quiet();
            });
      }
    }
    for (ConflictStrategy strategy :
        List.of(ConflictStrategy.preferLocal(), ConflictStrategy.manualReview())) {
      add(
          "lost answer when an item is made anew, " + strategy.name(),
          new Special().config(config -> config.conflicts(strategy)),
          world -> {
            linked(world);
            world.fault(lostAnswer(SpiCall.Kind.CREATE));
            world.remote.remove("r1");
            world.local.edit("l1", notes("mine"));
            world.quiet();
            world.answer(Case.Kind.CONFLICT, each -> Resolution.take(Side.LOCAL));
            world.quiet();
          });
    }
    add(
        "lost answers to updates and deletes",
        world -> {
          linked(world);
          Interference updates = lostAnswer(SpiCall.Kind.UPDATE);
          Interference deletes = lostAnswer(SpiCall.Kind.DELETE);
          world.fault(
              new Interference() {
                @Override
                public void after(SpiCall call) {
                  updates.after(call);
                  deletes.after(call);
                }
              });
          world.local.remove("l1");
          world.local.edit("l2", notes("mine"));
          world.quiet();
        });
  }

  private static Interference lostAnswer(SpiCall.Kind kind) {
    return new Interference() {
      private boolean done;

      @Override
      public void after(SpiCall call) {
        if (!done && call.kind() == kind) {
          done = true;
          throw new ConnectorException(ConnectorException.Kind.TIMEOUT, "no answer");
        }
      }
    };
  }

  private void references() {
    Schema projects = Schema.of("projects", Field.of("name", FieldType.text()));
    Schema remoteProjects = Schema.of("Projects", Field.of("p1", "Name", FieldType.text()));
    Special special =
        new Special()
            .schemas(
                Schema.of(
                    "tasks",
                    Field.of("title", FieldType.text()),
                    Field.of("project", new FieldType.Reference("projects")),
                    Field.of("parent", new FieldType.Reference("tasks"))),
                Schema.of(
                    "Tasks",
                    Field.of("f1", "Title", FieldType.text()),
                    Field.of("f2", "Project", FieldType.setOf(new FieldType.Reference("Projects"))),
                    Field.of("f3", "Parent", FieldType.setOf(new FieldType.Reference("Tasks")))))
            .config(
                config ->
                    config.mapping(
                        SchemaMapping.builder()
                            .matchOn("title", "Title")
                            .field("project", "Project", field -> field.references("projects"))
                            .field("parent", "Parent")
                            .build()));
    add(
        "references between two syncs",
        special,
        world -> {
          MemoryEntity local =
              MemoryPlatform.named("sql", world.time).entity(projects).idPrefix("pl").build();
          MemoryEntity remote =
              MemoryPlatform.named("cloud", world.time)
                  .entity(remoteProjects)
                  .capabilities(cloud().build())
                  .idPrefix("pr")
                  .build();
          world.entities.add(local);
          world.entities.add(remote);
          world.configs.add(
              SyncConfig.between(local, remote)
                  .id("projects")
                  .sweepEvery(Duration.ZERO)
                  .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
                  .build());
          local.put(Fields.of("name", Value.text("P")));
          world.local.put(
              "t1", Fields.of("title", Value.text("child"), "project", Value.reference("pl1")));
          world.local.put(Fields.of("title", Value.text("mother")));
          world.local.edit("t1", Fields.of("parent", Value.reference("l1")));
          world.arm();
          world.quiet();
        });
  }

  private void limits() {
    add(
        "a limit reached and approved: every item changed",
        new Special().remote(cloud().batches(10, 10, 10).lookupBatch(10)),
        world -> {
          for (int i = 0; i < 20; i++) {
            world.remote.put(page("t" + i, "open", "n" + i));
          }
          world.quiet();
          world.arm();
          for (int i = 1; i <= 20; i++) {
            world.remote.edit("r" + i, f3("all new " + i));
          }
          world.quiet();
          world.answer(Case.Kind.GUARD, each -> Resolution.approve());
          world.quiet();
        });
    add(
        "a limit reached and approved: one side is empty",
        new Special().remote(cloud().batches(10, 10, 10).lookupBatch(10)),
        world -> {
          for (int i = 0; i < 3; i++) {
            world.remote.put(page("t" + i, "open", "n" + i));
          }
          world.quiet();
          world.arm();
          for (int i = 1; i <= 3; i++) {
            world.remote.remove("r" + i);
          }
          world.quiet();
          world.answer(Case.Kind.GUARD, each -> Resolution.approve());
          world.quiet();
        });
  }

  private void constraints() {
    Special unique =
        new Special()
            .schemas(
                Schema.of(
                    "tasks",
                    Field.of("title", FieldType.text()),
                    Field.of("status", FieldType.text()),
                    Field.of("notes", FieldType.text()).asUnique()),
                Schema.of(
                    "Tasks",
                    Field.of("f1", "Title", FieldType.text()),
                    Field.of("f2", "Status", FieldType.choice()),
                    Field.of("f3", "Notes", FieldType.text()).asUnique()));
    add(
        "a unique value goes from one item to the next",
        unique,
        world -> {
          linked(world);
          world.local.edit("l2", notes("moved on"));
          world.local.edit("l1", notes("bystander"));
          world.quiet();
        });
    add(
        "a unique value of a deleted item goes to a new one",
        unique,
        world -> {
          linked(world);
          world.local.remove("l1");
          world.local.put(task("new", "open", "x"));
          world.quiet();
        });
    add(
        "both sides create the same unique value, and one gives way",
        unique,
        world -> {
          linked(world);
          world.local.put("mine", task("mine", "open", "same"));
          world.remote.put(page("theirs", "open", "same"));
          world.quiet();
          world.local.edit("mine", notes("another"));
          world.quiet();
        });
  }
}
