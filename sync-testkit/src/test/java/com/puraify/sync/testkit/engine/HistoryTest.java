package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.local;
import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.history.Change;
import com.puraify.sync.history.Explanation;
import com.puraify.sync.history.FieldChange;
import com.puraify.sync.history.FieldExplanation;
import com.puraify.sync.history.FieldExplanation.Why;
import com.puraify.sync.history.History;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the history tells of runs, changes and fields. */
class HistoryTest {

  private static final int NO_LIMIT = 1_000;

  @Test
  void runs_comeNewestFirstWithTheirReports() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      SyncReport first = world.sync();
      SyncReport second = world.sync();
      History history = world.engine.history(world.config().build());

      assertThat(history.runs(10))
          .extracting(SyncReport::run)
          .containsExactly(second.run(), first.run());
      assertThat(history.runs(1)).extracting(SyncReport::run).containsExactly(second.run());
      assertThat(history.runs(0)).isEmpty();
      SyncReport kept = history.run(first.run()).orElseThrow();
      assertThat(kept.toJson()).isEqualTo(first.toJson());
      assertThat(kept.created(Side.REMOTE)).isEqualTo(1);
      assertThat(kept.read(Side.LOCAL)).isEqualTo(first.read(Side.LOCAL));
      assertThat(history.run("nobody's")).isEmpty();
    }
  }

  @Test
  void failedRun_isToldWithWhatStoppedIt() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.remote.interfere(
          new Interference() {
            @Override
            public void before(SpiCall call) {
              if (call.kind() == SpiCall.Kind.CREATE) {
                throw new ConnectorException(ConnectorException.Kind.PERMISSION, "no access");
              }
            }
          });
      SyncReport report = world.sync();
      assertThat(report.status()).isEqualTo(SyncStatus.FAILED);

      SyncReport kept =
          world.engine.history(world.config().build()).run(report.run()).orElseThrow();

      assertThat(kept.failure().orElseThrow())
          .isInstanceOf(ConnectorException.class)
          .hasMessage("no access");
      assertThatThrownBy(kept::orThrow).isInstanceOf(ConnectorException.class);
    }
  }

  @Test
  void update_isToldWithBothValuesAndTheRule() {
    try (World world = new World()) {
      world.remote.put("r1", page("a", "open", "x"));
      world.sync();
      world.remote.edit("r1", Fields.of("f3", Value.text("y")));
      SyncReport second = world.sync();
      History history = world.engine.history(world.config().build());

      Change change = history.changes(second.run()).get(0);

      assertThat(history.changes(second.run())).hasSize(1);
      assertThat(change.kind()).isEqualTo(Change.Kind.UPDATED);
      assertThat(change.side()).isEqualTo(Side.LOCAL);
      assertThat(change.localId()).isEqualTo("l1");
      assertThat(change.remoteId()).isEqualTo("r1");
      assertThat(change.fields()).hasSize(1);
      FieldChange field = change.field("notes").orElseThrow();
      assertThat(field.before()).isEqualTo(Value.text("x"));
      assertThat(field.after()).isEqualTo(Value.text("y"));
      assertThat(field.rule()).isEqualTo("one_side_changed");
      assertThat(field.from()).isEqualTo(Side.REMOTE);
      assertThat(field.byPerson()).isFalse();
    }
  }

  @Test
  void updateOfWhatWasNotRead_knowsTheFormerValueOnlyIfARunHadWrittenIt() {
    try (World world = new World()) {
      world.local.put("l1", task("a", "open", "x"));
      world.remote.put("r1", page("a", "open", "x"));
      world.sync();
      world.local.edit("l1", local("notes", "y"));
      SyncReport second = world.sync();
      world.local.edit("l1", local("notes", "z"));
      SyncReport third = world.sync();
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));
      world.sync();
      world.local.edit("l1", local("notes", "mine"));
      SyncReport last = world.sync();
      History history = world.engine.history(world.config().build());

      assertThat(notes(history.changes(second.run())).before()).isNull();
      assertThat(notes(history.changes(second.run())).after()).isEqualTo(Value.text("y"));
      assertThat(notes(history.changes(third.run())).before()).isEqualTo(Value.text("y"));
      assertThat(notes(history.changes(last.run())).before()).isNull();
      assertThat(history.changes(Side.REMOTE, "r1", 10)).hasSize(4);
    }
  }

  private static FieldChange notes(List<Change> changes) {
    assertThat(changes).hasSize(1);
    return changes.get(0).field("Notes").orElseThrow();
  }

  @Test
  void create_isToldWithItsValues_onTheSideThatWasWritten() {
    try (World world = new World()) {
      world.remote.put("r1", page("a", "open", "x"));
      SyncReport first = world.sync();

      List<Change> changes = world.engine.history(world.config().build()).changes(first.run());

      assertThat(changes).hasSize(1);
      assertThat(changes.get(0).kind()).isEqualTo(Change.Kind.CREATED);
      assertThat(changes.get(0).side()).isEqualTo(Side.LOCAL);
      assertThat(changes.get(0).id(Side.REMOTE)).contains("r1");
      FieldChange title = changes.get(0).field("title").orElseThrow();
      assertThat(title.before()).isNull();
      assertThat(title.after()).isEqualTo(Value.text("a"));
      assertThat(title.from()).isEqualTo(Side.REMOTE);
    }
  }

  @Test
  void settledConflict_isToldWithBothValues() {
    try (World world = new World()) {
      SyncConfig config = world.config().conflicts(ConflictStrategy.preferRemote()).build();
      bothEdited(world, config);
      SyncReport report = world.sync(config);

      FieldChange notes =
          world.engine.history(config).changes(report.run()).get(0).field("notes").orElseThrow();

      assertThat(notes.rule()).isEqualTo("prefer_remote");
      assertThat(notes.local()).isEqualTo(Value.text("mine"));
      assertThat(notes.remote()).isEqualTo(Value.text("theirs"));
      assertThat(notes.before()).isEqualTo(Value.text("mine"));
      assertThat(notes.after()).isEqualTo(Value.text("theirs"));
    }
  }

  @Test
  void personsThirdValue_isToldAsNeitherSides() {
    try (World world = new World()) {
      SyncConfig config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      bothEdited(world, config);
      world.sync(config);
      Case open = world.engine.cases(config).get(0);
      world.engine.resolve(open, Resolution.use(Value.text("ours")));
      SyncReport report = world.sync(config);
      History history = world.engine.history(config);

      assertThat(history.changes(report.run())).hasSize(2);
      FieldExplanation why = history.explain(Side.REMOTE, "r1").field("Notes").orElseThrow();
      assertThat(why.why()).isEqualTo(Why.WRITTEN);
      assertThat(why.written()).isNotNull();
      assertThat(why.written().byPerson()).isTrue();
      assertThat(why.written().from()).isNull();
      assertThat(why.written().before()).isEqualTo(Value.text("theirs"));
      assertThat(why.text()).contains("person", report.run());
    }
  }

  @Test
  void heldField_isExplainedByItsCase_onBothSides() {
    try (World world = new World()) {
      SyncConfig config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      bothEdited(world, config);
      world.sync(config);
      History history = world.engine.history(config);

      assertThat(history.explain(Side.LOCAL, "l1").field("notes").orElseThrow().why())
          .isEqualTo(Why.HELD);
      FieldExplanation remote = history.explain(Side.REMOTE, "r1").field("Notes").orElseThrow();
      assertThat(remote.why()).isEqualTo(Why.HELD);
      assertThat(remote.question()).isEqualTo(world.engine.cases(config).get(0));
      assertThat(history.explain(Side.LOCAL, "l1").field("title").orElseThrow().why())
          .isNotEqualTo(Why.HELD);
    }
  }

  @Test
  void explain_tellsWrittenOwnAndUntouchedApart() {
    try (World world = new World()) {
      world.local.put("l1", task("a", "open", "x"));
      world.remote.put("r1", page("a", "open", "x"));
      world.sync();
      world.local.edit("l1", local("notes", "y"));
      SyncReport second = world.sync();
      History history = world.engine.history(world.config().build());

      Explanation local = history.explain(Side.LOCAL, "l1");
      Explanation remote = history.explain(Side.REMOTE, "r1");

      assertThat(local.state()).isEqualTo(Explanation.State.LINKED);
      assertThat(local.counterpart()).isEqualTo("r1");
      assertThat(local.field("notes").orElseThrow().why()).isEqualTo(Why.OWN);
      assertThat(local.field("title").orElseThrow().why()).isEqualTo(Why.UNTOUCHED);
      FieldExplanation notes = remote.field("Notes").orElseThrow();
      assertThat(notes.why()).isEqualTo(Why.WRITTEN);
      assertThat(notes.change()).isNotNull();
      assertThat(notes.change().run()).isEqualTo(second.run());
      assertThat(notes.text()).contains(second.run(), "one_side_changed", "local side");
      assertThat(remote.field("Title").orElseThrow().why()).isEqualTo(Why.UNTOUCHED);
    }
  }

  @Test
  void explain_ofACreatedItem_namesTheRunThatCreatedIt() {
    try (World world = new World()) {
      world.local.put("l1", task("a", "open", "x"));
      SyncReport first = world.sync();
      History history = world.engine.history(world.config().build());

      FieldExplanation title = history.explain(Side.REMOTE, "r1").field("Title").orElseThrow();

      assertThat(title.why()).isEqualTo(Why.WRITTEN);
      assertThat(title.change()).isNotNull();
      assertThat(title.change().kind()).isEqualTo(Change.Kind.CREATED);
      assertThat(title.change().run()).isEqualTo(first.run());
      assertThat(history.explain(Side.LOCAL, "l1").field("title").orElseThrow().why())
          .isEqualTo(Why.OWN);
    }
  }

  @Test
  void explain_ofAFieldThatIsNotMapped_saysNothing_andOfAStrangerThatItIsUnknown() {
    try (World world = new World()) {
      world.local.put("l1", task("a", "open", "x"));
      SyncConfig config =
          world
              .config()
              .mapping(
                  SchemaMapping.builder().matchOn("title", "Title").field("title", "Title").build())
              .build();
      world.sync(config);
      History history = world.engine.history(config);

      assertThat(history.explain(Side.LOCAL, "l1").field("notes")).isEmpty();
      Explanation stranger = history.explain(Side.LOCAL, "l99");
      assertThat(stranger.state()).isEqualTo(Explanation.State.UNKNOWN);
      assertThat(stranger.fields()).isEmpty();
      assertThat(stranger.text()).contains("l99", "never synced");
      assertThat(history.changes(Side.REMOTE, "r99", NO_LIMIT)).isEmpty();
    }
  }

  @Test
  void deletedItem_isFoundByEitherId_withAllThatHappened() {
    try (World world = new World()) {
      world.local.put(task(World.BYSTANDER, null, null));
      world.local.put("l7", task("a", "open", "x"));
      world.sync();
      world.local.edit("l7", local("notes", "y"));
      world.sync();
      String remoteId = remoteOf(world, "l7");
      world.local.remove("l7");
      world.sync(world.config().sweepEvery(Duration.ZERO).build());
      History history = world.engine.history(world.config().build());

      for (List<Change> changes :
          List.of(
              history.changes(Side.LOCAL, "l7", NO_LIMIT),
              history.changes(Side.REMOTE, remoteId, NO_LIMIT))) {
        assertThat(changes)
            .extracting(Change::kind)
            .containsExactly(Change.Kind.DELETED, Change.Kind.UPDATED, Change.Kind.CREATED);
        assertThat(changes.get(0).side()).isEqualTo(Side.REMOTE);
        assertThat(changes.get(0).field("Notes").orElseThrow().before()).isEqualTo(Value.text("y"));
        assertThat(changes.get(0).field("Notes").orElseThrow().after()).isNull();
      }
      assertThat(history.changes(Side.LOCAL, "l7", 2)).hasSize(2);
      Explanation gone = history.explain(Side.REMOTE, remoteId);
      assertThat(gone.state()).isEqualTo(Explanation.State.GONE);
      assertThat(gone.counterpart()).isEqualTo("l7");
    }
  }

  @Test
  void manyCreatedItems_areToldOneByOne_theFirstOnesWithTheirValues() {
    try (World world = new World()) {
      for (int i = 0; i < 720; i++) {
        world.remote.put("r" + (1_000 + i), page("t" + i, "open", "x"));
      }
      SyncReport first = world.sync();
      world.remote.remove("r1719");
      world.sync();
      History history = world.engine.history(world.config().build());

      List<Change> changes = history.changes(first.run());

      assertThat(changes).hasSize(720).allMatch(each -> each.kind() == Change.Kind.CREATED);
      assertThat(changes)
          .extracting(Change::remoteId)
          .doesNotHaveDuplicates()
          .contains("r1000", "r1719");
      assertThat(changes).filteredOn(each -> !each.fields().isEmpty()).hasSize(500);
      assertThat(world.store.documents("tasks", Document.Kind.TRACE, null, false, 10_000))
          .hasSizeLessThan(520);
      for (String id : List.of("r1000", "r1650", "r1719")) {
        assertThat(history.changes(Side.REMOTE, id, NO_LIMIT))
            .last()
            .extracting(Change::kind, Change::run)
            .containsExactly(Change.Kind.CREATED, first.run());
      }
      String localId = history.explain(Side.REMOTE, "r1650").counterpart();
      assertThat(localId).isNotNull();
      FieldExplanation title = history.explain(Side.LOCAL, localId).field("title").orElseThrow();
      assertThat(title.why()).isEqualTo(Why.WRITTEN);
      assertThat(title.written()).isNull();
      assertThat(title.text()).contains(first.run(), "created");
    }
  }

  @Test
  void whatIsTooOld_isForgotten() {
    try (World world = new World()) {
      SyncConfig config = world.config().keepJournal(Duration.ofDays(1)).build();
      world.local.put("l1", task("a", "open", "x"));
      SyncReport first = world.sync(config);
      world.time.advance(Duration.ofDays(3));
      world.sync(config);
      History history = world.engine.history(config);

      assertThat(history.run(first.run())).isEmpty();
      assertThat(history.changes(first.run())).isEmpty();
      assertThat(world.store.documents("tasks", Document.Kind.TRACE, null, false, 10)).isEmpty();
      assertThat(history.explain(Side.REMOTE, "r1").field("Title").orElseThrow().why())
          .isEqualTo(Why.UNTOUCHED);
    }
  }

  @Test
  void damagedEntry_isAStateException() {
    try (World world = new World()) {
      world.local.put("l1", task("a", "open", "x"));
      world.sync();
      world.store.commit(
          "tasks",
          List.of(
              new StateChange.PutDocument(
                  new Document(
                      Document.Kind.JOURNAL,
                      "odd",
                      "l1|r1",
                      Instant.EPOCH,
                      false,
                      "{\"run\":1}"))));
      History history = world.engine.history(world.config().build());

      assertThatThrownBy(() -> history.changes(Side.LOCAL, "l1", NO_LIMIT))
          .isInstanceOf(StateException.class);
    }
  }

  private static void bothEdited(World world, SyncConfig config) {
    world.local.put("l1", task("a", "open", "x"));
    world.sync(config);
    world.local.edit("l1", local("notes", "mine"));
    world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));
  }

  private static String remoteOf(World world, String localId) {
    return String.valueOf(
        world.engine.history(world.config().build()).explain(Side.LOCAL, localId).counterpart());
  }
}
