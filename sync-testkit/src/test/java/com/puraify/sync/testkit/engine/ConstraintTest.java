package com.puraify.sync.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of items that a platform's constraints set against each other. */
class ConstraintTest {

  private static final Schema LOCAL =
      Schema.of(
          "tasks",
          Field.of("title", FieldType.text()),
          Field.of("code", FieldType.text()).asUnique(),
          Field.of("parent", new FieldType.Reference("tasks")));
  private static final Schema REMOTE =
      Schema.of(
          "Tasks",
          Field.of("f1", "Title", FieldType.text()),
          Field.of("f2", "Code", FieldType.text()).asUnique(),
          Field.of("f3", "Parent", new FieldType.Reference("Tasks")));

  private static World world() {
    return new World(LOCAL, REMOTE, local -> local, remote -> remote);
  }

  /** Batches of either side are written as a whole or not at all. */
  private static World atomicWorld() {
    return new World(
        LOCAL,
        REMOTE,
        local ->
            local.capabilities(
                Capabilities.builder()
                    .batches(100, 100, 100)
                    .lookupBatch(100)
                    .conditionalWrites(true)
                    .atomicBatches(true)
                    .findable(true)
                    .build()),
        remote ->
            remote.capabilities(
                World.incremental().batches(10, 10, 10).atomicBatches(true).build()));
  }

  private static Fields row(String title, String code) {
    return Fields.of("title", Value.text(title), "code", Value.text(code));
  }

  private static Fields code(String code) {
    return Fields.of("code", Value.text(code));
  }

  private static Map<String, String> codes(Map<String, Fields> items, String title, String code) {
    Map<String, String> codes = new TreeMap<>();
    items.forEach((id, fields) -> codes.put(text(fields.get(title)), text(fields.get(code))));
    return codes;
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.value() : "-";
  }

  private static Map<String, String> locals(World world) {
    return codes(world.local.items(), "title", "code");
  }

  private static Map<String, String> remotes(World world) {
    return codes(world.remote.items(), "f1", "f2");
  }

  private static void bothHold(World world, Map<String, String> expected) {
    assertThat(locals(world)).isEqualTo(expected);
    assertThat(remotes(world)).isEqualTo(expected);
  }

  private static SyncConfig matchedOnCode(World world) {
    return world.config().mapping(SchemaMapping.builder().matchOn("code", "Code").build()).build();
  }

  private static World synced(World world) {
    world.local.put(row("a", "A"));
    world.local.put(row("b", "B"));
    world.local.put(row("c", "C"));
    assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);
    return world;
  }

  @Test
  void bothCreateTheSameUniqueValue_whichIsTheMatchKey_endAsOneLink() {
    try (World world = world()) {
      world.local.put(row("mine", "X"));
      world.remote.put(Fields.of("f1", Value.text("theirs"), "f2", Value.text("X")));
      SyncConfig config = matchedOnCode(world);

      world.sync(config);
      SyncReport second = world.sync(config);

      assertThat(second.status()).isEqualTo(SyncStatus.SUCCESS);
      bothHold(world, Map.of("theirs", "X"));
      assertThat(world.store.load("tasks").links()).isEqualTo(1);
    }
  }

  /** World 9000000042775: it was tried again, found deleted, and deleted past the limit. */
  @Test
  void refusedItem_whoseCounterpartIsDeletedMeanwhile_isDeletedWithinTheLimitsOnly() {
    try (World world = synced(world())) {
      SyncConfig config = world.config().guards(Guards.DEFAULT.withMaxDeletes(0)).build();
      world.remote.edit("r2", Fields.of("f2", Value.text("D")));
      world.local.put(row("mine", "D"));
      world.local.interfere(
          new Interference() {
            @Override
            public void before(SpiCall call) {
              if (call.kind() == SpiCall.Kind.UPDATE && world.remote.items().containsKey("r2")) {
                world.remote.remove("r2");
              }
            }
          });

      assertThat(world.sync(config).status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(locals(world)).containsOnlyKeys("a", "b", "c", "mine");

      world.local.interfere(Interference.NONE);
      assertThat(world.sync(config).status()).isEqualTo(SyncStatus.NEEDS_APPROVAL);
      world.engine.resolve(world.engine.cases(config).get(0), Resolution.approve());
      assertThat(world.sync(config).status()).isEqualTo(SyncStatus.SUCCESS);
      bothHold(world, Map.of("a", "A", "c", "C", "mine", "D"));
    }
  }

  @Test
  void bothCreateTheSameUniqueValue_underDifferentKeys_bothStayAndAPersonIsAsked() {
    try (World world = synced(world())) {
      world.local.put(row("mine", "X"));
      world.remote.put(Fields.of("f1", Value.text("theirs"), "f2", Value.text("X")));
      world.remote.put(Fields.of("f1", Value.text("bystander"), "f2", Value.text("Y")));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(locals(world)).containsEntry("mine", "X").containsEntry("bystander", "Y");
      assertThat(remotes(world)).containsEntry("theirs", "X").doesNotContainKey("mine");
      assertThat(world.engine.cases(world.config().build()))
          .extracting(Case::kind)
          .containsOnly(Case.Kind.QUARANTINE);

      world.local.edit("l4", code("Z"));
      world.sync();
      world.sync();
      SyncReport last = world.sync();

      assertThat(last.status()).isEqualTo(SyncStatus.SUCCESS);
      bothHold(
          world,
          Map.of("a", "A", "b", "B", "c", "C", "mine", "Z", "theirs", "X", "bystander", "Y"));
      assertThat(world.engine.cases(world.config().build())).isEmpty();
    }
  }

  @Test
  void uniqueValueOfADeletedItem_goesToANewOne() {
    for (World fresh : List.of(world(), atomicWorld())) {
      try (World world = synced(fresh)) {
        world.local.remove("l2");
        world.local.put(row("new", "B"));

        SyncReport report = world.sync();

        assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
        bothHold(world, Map.of("a", "A", "new", "B", "c", "C"));
        assertThat(world.engine.cases(world.config().build())).isEmpty();
      }
    }
  }

  @Test
  void uniqueValueOfADeletedItem_goesToAnother() {
    for (World fresh : List.of(world(), atomicWorld())) {
      try (World world = synced(fresh)) {
        world.remote.remove("r2");
        world.remote.edit("r1", Fields.of("f2", Value.text("B")));

        SyncReport report = world.sync();

        assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
        bothHold(world, Map.of("a", "B", "c", "C"));
      }
    }
  }

  @Test
  void chainOfRenames_arrivesWhateverTheOrder() {
    for (World fresh : List.of(world(), atomicWorld())) {
      try (World world = synced(fresh)) {
        world.local.edit("l3", code("D"));
        world.local.edit("l2", code("C"));
        world.local.edit("l1", code("B"));

        SyncReport report = world.sync();

        assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
        bothHold(world, Map.of("a", "B", "b", "C", "c", "D"));
        assertThat(world.engine.cases(world.config().build())).isEmpty();
        assertThat(world.sync().syncedItems()).isZero();
      }
    }
  }

  @Test
  void swapOfUniqueValues_isAskedAboutAndLosesNothing() {
    try (World world = synced(world())) {
      world.local.edit("l1", code("swapping"));
      world.local.edit("l2", code("A"));
      world.local.edit("l1", code("B"));
      world.local.edit("l3", code("C2"));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(locals(world)).isEqualTo(Map.of("a", "B", "b", "A", "c", "C2"));
      assertThat(remotes(world)).isEqualTo(Map.of("a", "A", "b", "B", "c", "C2"));
      assertThat(world.engine.cases(world.config().build()))
          .extracting(Case::kind)
          .containsExactly(Case.Kind.QUARANTINE, Case.Kind.QUARANTINE);
      long calls = world.remote.calls(SpiCall.Kind.UPDATE);

      world.sync();
      world.sync();
      long later = world.remote.calls(SpiCall.Kind.UPDATE);
      world.sync();

      assertThat(world.remote.calls(SpiCall.Kind.UPDATE)).isEqualTo(later);
      assertThat(later - calls).isLessThanOrEqualTo(4);
      assertThat(locals(world)).isEqualTo(Map.of("a", "B", "b", "A", "c", "C2"));
    }
  }

  @Test
  void swapOfUniqueValues_onceAPersonParksOne_arrives() {
    try (World world = synced(world())) {
      world.local.edit("l1", code("swapping"));
      world.local.edit("l2", code("A"));
      world.local.edit("l1", code("B"));
      world.sync();

      world.local.edit("l1", code("parked"));
      world.sync();
      world.local.edit("l1", code("B"));
      world.sync();
      SyncReport last = world.sync();

      assertThat(last.status()).isEqualTo(SyncStatus.SUCCESS);
      bothHold(world, Map.of("a", "B", "b", "A", "c", "C"));
      assertThat(world.engine.cases(world.config().build())).isEmpty();
    }
  }

  @Test
  void valueThatAnotherItemHolds_isTriedAgainOnceThatOneGivesWay() {
    try (World world = synced(world())) {
      world.remote.put("alone", Fields.of("f1", Value.text("alone"), "f2", Value.text("X")));
      world.local.put(row("blocker", "X"));
      world.sync();
      assertThat(world.engine.cases(world.config().build())).isNotEmpty();

      world.remote.edit("alone", Fields.of("f2", Value.text("Y")));
      world.sync();
      world.sync();
      SyncReport last = world.sync();

      assertThat(last.status()).isEqualTo(SyncStatus.SUCCESS);
      bothHold(world, Map.of("a", "A", "b", "B", "c", "C", "alone", "Y", "blocker", "X"));
    }
  }

  @Test
  void requiredReference_toAnItemThatIsCreatedLater_arrives() {
    Schema strict =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Code", FieldType.text()),
            Field.of("f3", "Parent", new FieldType.Reference("Tasks")).asRequired());
    try (World world = world()) {
      world.remote.put("root", Fields.of("f1", Value.text("root")));
      world.sync();
      world.remote.schema(strict);
      world.local.put("child", Fields.of("title", Value.text("child"), "code", Value.text("1")));
      world.local.put(
          "mother",
          Fields.of(
              "title",
              Value.text("mother"),
              "code",
              Value.text("2"),
              "parent",
              Value.reference("l1")));
      world.local.edit("child", Fields.of("parent", Value.reference("mother")));

      world.sync();
      world.sync();
      SyncReport last = world.sync();

      assertThat(last.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.remote.items()).hasSize(3);
      assertThat(world.engine.cases(world.config().build())).isEmpty();
    }
  }

  @Test
  void referenceToAnItemThatIsRefused_holdsUpTheReferenceOnly() {
    try (World world =
        new World(
            LOCAL,
            REMOTE,
            local -> local,
            remote -> remote.refusing(fields -> Value.text("bad").equals(fields.get("f2"))))) {
      world.local.put("mother", row("mother", "bad"));
      world.local.put("child", row("child", "1").with("parent", Value.reference("mother")));

      assertThat(world.sync().status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(remotes(world)).isEqualTo(Map.of("child", "1"));

      world.local.edit("mother", code("good"));
      world.sync();
      SyncReport last = world.sync();

      assertThat(last.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(remotes(world)).isEqualTo(Map.of("child", "1", "mother", "good"));
      assertThat(world.remote.items().values())
          .filteredOn(fields -> Value.text("child").equals(fields.get("f1")))
          .allMatch(fields -> fields.get("f3") instanceof Value.Reference);
    }
  }

  @Test
  void refusedValue_holdsUpItsOwnItemOnly_andTheOtherSideKeepsFlowing() {
    Schema narrow =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Code", new FieldType.Text(5, false)).asRequired(),
            Field.of("f3", "Parent", new FieldType.Reference("Tasks")));
    try (World world = new World(LOCAL, narrow, local -> local, remote -> remote)) {
      world.local.put(row("a", "A"));
      world.local.put(row("b", "B"));
      world.sync();
      world.local.edit("l1", code("much too long"));
      world.local.edit("l2", Fields.of("code", Value.NULL));
      world.local.put(row("c", "C"));
      world.local.put(Fields.of("title", Value.text("empty")));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(report.created(Side.REMOTE)).isEqualTo(1);
      assertThat(remotes(world)).isEqualTo(Map.of("a", "A", "b", "B", "c", "C"));
      assertThat(locals(world)).containsEntry("a", "much too long").containsEntry("b", "-");
      assertThat(world.engine.cases(world.config().build())).hasSize(3);

      world.remote.edit("r1", Fields.of("f1", Value.text("a, renamed")));
      world.sync();
      assertThat(locals(world)).containsEntry("a, renamed", "much too long");
    }
  }
}
