package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.local;
import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decision table of a two-way sync, seen from outside. */
class TwoWayTest {

  @Test
  void emptyRemote_firstSync_createsEverything() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "done", null));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.syncedItems()).isEqualTo(2);
      assertThat(world.remotes().values()).containsExactlyInAnyOrder("a/open/x", "b/done/-");
    }
  }

  @Test
  void bothSidesEqual_firstSync_linksWithoutWriting() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.remote.put(page("a", "open", "x"));

      SyncReport report = world.sync();

      assertThat(report.matched()).isEqualTo(1);
      assertThat(report.syncedItems()).isZero();
      assertThat(world.local.writes()).isEmpty();
      assertThat(world.remote.writes()).isEmpty();
    }
  }

  @Test
  void unchangedWorld_secondSync_writesNothing() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.remote.put(page("b", "open", "y"));
      world.sync();
      int writes = world.local.writes().size() + world.remote.writes().size();

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.syncedItems()).isZero();
      assertThat(world.local.writes().size() + world.remote.writes().size()).isEqualTo(writes);
    }
  }

  @Test
  void disjointFieldsOfOneItem_bothEditsSurvive() {
    try (World world = synced("a", "open", "x")) {
      world.local.edit("l1", local("status", "done"));
      world.remote.edit("r1", Fields.of("f3", Value.text("y")));

      SyncReport report = world.sync();

      assertThat(report.conflictsDetected()).isZero();
      assertThat(report.syncedItems()).isEqualTo(1);
      assertThat(world.locals().values()).containsExactly("a/done/y");
      assertThat(world.remotes().values()).containsExactly("a/done/y");
    }
  }

  @Test
  void sameField_preferRemote_overridesLocalAndSaysSo() {
    try (World world = synced("a", "open", "x")) {
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      SyncReport report = world.sync();

      assertThat(report.conflictsDetected()).isEqualTo(1);
      assertThat(report.conflictResolution()).isEqualTo("auto_override_from_remote");
      assertThat(world.locals().values()).containsExactly("a/open/theirs");
      assertThat(world.remotes().values()).containsExactly("a/open/theirs");
    }
  }

  @Test
  void sameField_sameValue_isNoConflict() {
    try (World world = synced("a", "open", "x")) {
      world.local.edit("l1", local("notes", "same"));
      world.remote.edit("r1", Fields.of("f3", Value.text("same")));
      int writes = world.local.writes().size() + world.remote.writes().size();

      SyncReport report = world.sync();

      assertThat(report.conflictsDetected()).isZero();
      assertThat(world.local.writes().size() + world.remote.writes().size()).isEqualTo(writes);
    }
  }

  @Test
  void sameField_manualReview_holdsThatFieldAndWritesTheRest() {
    try (World world = synced("a", "open", "x")) {
      var config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      world.local.edit("l1", local("notes", "mine").with("status", Value.text("done")));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));

      SyncReport report = world.sync(config);

      assertThat(report.conflictResolution()).isEqualTo("pending_manual_review");
      assertThat(world.locals().values()).containsExactly("a/done/mine");
      assertThat(world.remotes().values()).containsExactly("a/done/theirs");
      List<Case> cases = world.engine.cases(config);
      assertThat(cases).hasSize(1);
      assertThat(cases.get(0).value(Side.REMOTE)).contains(Value.text("theirs"));

      world.engine.resolve(cases.get(0), Resolution.take(Side.LOCAL));
      world.sync(config);

      assertThat(world.remotes().values()).containsExactly("a/done/mine");
      assertThat(world.engine.cases(config)).isEmpty();
    }
  }

  @Test
  void answeredCase_itemMovedOnSince_isAskedAnew() {
    try (World world = synced("a", "open", "x")) {
      var config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      world.local.edit("l1", local("notes", "mine"));
      world.remote.edit("r1", Fields.of("f3", Value.text("theirs")));
      world.sync(config);
      world.engine.resolve(world.engine.cases(config).get(0), Resolution.take(Side.LOCAL));
      world.remote.edit("r1", Fields.of("f3", Value.text("newer")));

      world.sync(config);

      assertThat(world.remotes().values()).containsExactly("a/open/newer");
      assertThat(world.engine.cases(config)).hasSize(1);
      assertThat(world.engine.cases(config).get(0).answer()).isNull();
    }
  }

  @Test
  void deletedLocally_unchangedRemotely_isDeletedRemotely() {
    try (World world = synced("a", "open", "x")) {
      world.local.remove("l1");

      SyncReport report = world.sync();

      assertThat(report.deleted(Side.REMOTE)).isEqualTo(1);
      assertThat(world.remotes()).isEmpty();
    }
  }

  @Test
  void deletedRemotely_changedLocally_preferLocalKeepsTheEdit() {
    try (World world = synced("a", "open", "x")) {
      world.remote.remove("r1");
      world.local.edit("l1", local("notes", "mine"));

      SyncReport report =
          world.sync(world.config().conflicts(ConflictStrategy.preferLocal()).build());

      assertThat(report.conflictsDetected()).isEqualTo(1);
      assertThat(world.locals().values()).containsExactly("a/open/mine");
      assertThat(world.remotes().values()).containsExactly("a/open/mine");
      assertThat(world.sync().syncedItems()).isZero();
    }
  }

  @Test
  void deletedRemotely_changedLocally_manualReviewAsks() {
    try (World world = synced("a", "open", "x")) {
      var config = world.config().conflicts(ConflictStrategy.manualReview()).build();
      world.remote.remove("r1");
      world.local.edit("l1", local("notes", "mine"));

      world.sync(config);

      assertThat(world.locals()).hasSize(1);
      assertThat(world.engine.cases(config)).hasSize(1);
      world.engine.resolve(world.engine.cases(config).get(0), Resolution.take(Side.REMOTE));
      world.sync(config);
      assertThat(world.locals()).isEmpty();
    }
  }

  @Test
  void goneOnBothSides_dropsTheLinkWithoutWriting() {
    try (World world = synced("a", "open", "x")) {
      world.remote.remove("r1");
      world.local.remove("l1");

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.syncedItems()).isZero();
      assertThat(world.store.load("tasks").links()).isEqualTo(1);
    }
  }

  @Test
  void clearedField_clearsTheOtherSide() {
    try (World world = synced("a", "open", "x")) {
      world.local.edit("l1", Fields.of("notes", Value.NULL));

      world.sync();

      assertThat(world.remotes().values()).containsExactly("a/open/-");
    }
  }

  @Test
  void duplicatesByMatchKey_areACaseNeverAGuess() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "1"));
      world.local.put(task("a", "open", "2"));
      world.remote.put(page("a", "open", "1"));
      var config = world.config().build();

      SyncReport report = world.sync(config);

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(world.locals()).hasSize(2);
      assertThat(world.remotes()).hasSize(1);
      Case question = world.engine.cases(config).get(0);
      assertThat(question.kind()).isEqualTo(Case.Kind.AMBIGUOUS_MATCH);

      world.engine.resolve(question, Resolution.link("l1", "r1"));
      SyncReport second = world.sync(config);

      assertThat(second.matched()).isEqualTo(1);
      assertThat(world.remotes()).hasSize(2);
      assertThat(world.engine.cases(config)).isEmpty();
    }
  }

  @Test
  void laterTwin_isMatchedNotDoubled() {
    try (World world = synced("a", "open", "x")) {
      world.local.put(task("b", "open", "y"));
      world.remote.put(page("b", "open", "y"));

      SyncReport report = world.sync();

      assertThat(report.matched()).isEqualTo(1);
      assertThat(world.locals()).hasSize(2);
      assertThat(world.remotes()).hasSize(2);
    }
  }

  private static World synced(String title, String status, String notes) {
    World world = new World();
    world.local.put(task(title, status, notes));
    world.local.put(task(World.BYSTANDER, "open", null));
    assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);
    return world;
  }
}
