package com.puraify.sync.testkit.behaviour;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.testkit.behaviour.Stage.Told;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What makes other engines lose or double data, each as a story of a few runs. */
final class HardScenarios {

  private final Page page;
  private final List<List<String>> rows = new ArrayList<>();

  private HardScenarios(Page page) {
    this.page = page;
  }

  static void write(Page page) {
    HardScenarios scenarios = new HardScenarios(page);
    page.heading(2, "Hard cases")
        .say("Each is a story of a few runs. Every row is one run, and what the world holds then.");
    scenarios.uniqueValue();
    scenarios.poison();
    scenarios.emptied();
    scenarios.skewedClock();
    scenarios.lostAnswers();
    scenarios.olderStore();
    scenarios.renamedField();
    scenarios.removedField();
    scenarios.retypedField();
    scenarios.lostPermission();
  }

  private void uniqueValue() {
    Schema local =
        Schema.of(
            "tasks", Field.of("title", FieldType.text()), Field.of("notes", FieldType.text()));
    Schema remote =
        Schema.of(
            "Tasks",
            Field.of("f1", "Title", FieldType.text()),
            Field.of("f2", "Notes", FieldType.text()).asUnique());
    try (Stage stage = new Stage(local, remote, builder -> builder, Duration.ZERO)) {
      SyncConfig config = stage.config().build();
      stage.remote.put(Stage.page("b", "7"));
      stage.local.put(Stage.task("a", "7"));
      run(stage, config, "the local `a` and the remote `b` both hold 7");
      run(stage, config, "nothing");
      stage.local.edit("l1", Fields.of("notes", Value.text("8")));
      run(stage, config, "the local `a` is given 8");
    }
    tell(
        "A value that must be unique",
        "No two remote items may have the same notes. The two items have different titles, so they"
            + " are not the same thing. The one that the platform refuses waits in quarantine; all"
            + " others go on.");
  }

  private void poison() {
    try (Stage stage =
        new Stage(
            Stage.LOCAL,
            Stage.REMOTE,
            remote -> remote.refusing(fields -> Value.text("poison").equals(fields.get("f2"))),
            Duration.ZERO)) {
      SyncConfig config = stage.config().build();
      stage.local.put(Stage.task("a", "1"));
      stage.local.put(Stage.task("b", "poison"));
      stage.local.put(Stage.task("c", "3"));
      run(stage, config, "three new items, one of which the platform refuses");
      run(stage, config, "nothing; the refused item is not sent again");
      stage.local.edit("l2", Fields.of("notes", Value.text("cured")));
      run(stage, config, "the refused item is mended");
    }
    tell("A poison row", "One item that the platform does not take holds up no other.");
  }

  private void emptied() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().guards(Guards.DEFAULT).build();
      for (int i = 0; i < 8; i++) {
        stage.local.put(Stage.task("t" + i, null));
      }
      stage.run(config);
      for (int i = 1; i <= 8; i++) {
        stage.local.remove("l" + i);
      }
      count(stage, config, "all eight local items are deleted");
      count(stage, config, "nothing");
      for (Case each : stage.engine().cases(config)) {
        stage.engine().resolve(each, Resolution.approve());
      }
      count(stage, config, "a person approves");
    }
    tell(
        "Everything deleted on one side",
        "A dropped table looks just like eight deletions. The run stops before it writes, and asks."
            + " The columns tell how many items there are.");
  }

  private void skewedClock() {
    for (Duration tolerance : List.of(Duration.ofMinutes(1), Duration.ofMinutes(15))) {
      try (Stage stage =
          new Stage(Stage.LOCAL, Stage.REMOTE, builder -> builder, Duration.ofMinutes(-10))) {
        SyncConfig config =
            stage.config().conflicts(ConflictStrategy.latestWins(tolerance)).build();
        stage.agreed(config);
        stage.editLocal("mine");
        stage.time.advance(Duration.ofMinutes(2));
        stage.editRemote("theirs, later");
        run(
            stage,
            config,
            "both change; `latest_wins` with a tolerance of " + tolerance.toMinutes() + " min");
      }
    }
    try (Stage stage =
        new Stage(Stage.LOCAL, Stage.REMOTE, builder -> builder, Duration.ofMinutes(-10))) {
      SyncConfig config = stage.config().build();
      stage.agreed(config);
      stage.editRemote("theirs");
      run(stage, config, "the remote one changes");
      stage.editLocal("mine");
      run(stage, config, "the local one changes");
    }
    tell(
        "A clock ten minutes slow",
        "The platform's clock is ten minutes behind. That decides nothing but `latest_wins`, whose"
            + " tolerance must cover it: with too small a one, the earlier edit wins.");
  }

  private void lostAnswers() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().build();
      stage.local.put(Stage.task("a", "x"));
      stage.remote.interfere(losing(SpiCall.Kind.CREATE));
      run(stage, config, "the answer to the create is lost");
      run(stage, config, "nothing");
      stage.editLocal("y");
      stage.remote.interfere(losing(SpiCall.Kind.UPDATE));
      run(stage, config, "an edit; the answer to the update is lost");
      run(stage, config, "nothing");
    }
    tell(
        "Answers that never came",
        "The platform did what it was asked, and the answer got lost. A create is found again by"
            + " its match key and linked; it is never sent twice blindly. An update is settled by"
            + " looking.");
  }

  private void olderStore() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().build();
      stage.agreed(config);
      int copy = stage.store.copy();
      stage.local.put(Stage.task("b", "new"));
      stage.editLocal("y");
      run(stage, config, "an edit and a new item");
      stage.local.remove("l1");
      run(stage, config, "`a` is deleted");
      stage.store.restore(copy);
      stage.restart();
      run(stage, config, "a copy of the state store from before all that is put back");
      run(stage, config, "nothing");
    }
    tell(
        "An older copy of the state store",
        "What the copy does not know is found again by looking: nothing is deleted for it, and"
            + " nothing is created twice.");
  }

  private void renamedField() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().build();
      stage.agreed(config);
      stage.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Title", new FieldType.Text(2_000, true)),
              Field.of("f2", "Remarks", new FieldType.Text(2_000, true))));
      stage.editLocal("y");
      run(stage, config, "the remote field Notes is called Remarks now; an edit");
    }
    tell("A field that was renamed", "It is the same field by its id, and goes on working.");
  }

  private void removedField() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().build();
      stage.agreed(config);
      stage.remote.schema(
          Schema.of("Tasks", Field.of("f1", "Title", new FieldType.Text(2_000, true))));
      stage.editLocal("y");
      run(stage, config, "the remote field Notes is removed; an edit");
      stage.remote.schema(Stage.REMOTE);
      run(stage, config, "the field is brought back");
    }
    tell(
        "A field that was removed",
        "The run stops before it reads. Null is never written for what is gone, and the edit is"
            + " not forgotten. See [decision"
            + " 0011](decisions/0011-a-mapped-field-that-vanished-stops-the-run.md).");
  }

  private void retypedField() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().build();
      stage.local.put(Stage.task("a", "7"));
      stage.local.put(Stage.task("b", "many"));
      stage.run(config);
      stage.remote.schema(
          Schema.of(
              "Tasks",
              Field.of("f1", "Title", new FieldType.Text(2_000, true)),
              Field.of("f2", "Notes", FieldType.number())));
      stage.remote.edit("r1", Fields.of("f2", Value.number(7)));
      stage.remote.edit("r2", Fields.of("f2", Value.NULL));
      run(stage, config, "the remote Notes become numbers: 7, and nothing for what was no number");
      stage.local.edit("l1", Fields.of("notes", Value.text("8")));
      stage.local.edit("l2", Fields.of("notes", Value.text("lots")));
      run(stage, config, "both are edited: 8 is a number, `lots` is none");
    }
    tell(
        "A field that was retyped",
        "Values are converted where they can be. What has no counterpart waits in quarantine, with"
            + " the reason. Where the two types are not compatible at all, the run stops as if the"
            + " field were gone.");
  }

  private void lostPermission() {
    try (Stage stage = new Stage()) {
      SyncConfig config = stage.config().build();
      for (int i = 0; i < 5; i++) {
        stage.local.put(Stage.task("t" + i, null));
      }
      AtomicInteger creates = new AtomicInteger();
      stage.remote.interfere(
          new Interference() {
            @Override
            public void before(SpiCall call) {
              if (call.kind() == SpiCall.Kind.CREATE && creates.incrementAndGet() > 2) {
                throw new ConnectorException(
                    ConnectorException.Kind.PERMISSION, "the token was revoked");
              }
            }
          });
      count(stage, config, "the right to write is revoked after two creates");
      stage.remote.interfere(Interference.NONE);
      count(stage, config, "it is granted again");
      count(stage, config, "nothing");
    }
    tell(
        "Permission lost in mid-run",
        "What was written is remembered; the rest follows, and nothing is written twice. The columns"
            + " tell how many items there are.");
  }

  /** The platform does what it is asked, and the first answer to such a call is lost. */
  private static Interference losing(SpiCall.Kind kind) {
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

  private void run(Stage stage, SyncConfig config, String what) {
    Told told = stage.run(config);
    row(what, told, stage.locals(), stage.remotes());
  }

  private void count(Stage stage, SyncConfig config, String what) {
    Told told = stage.run(config);
    row(what, told, "" + stage.local.size(), "" + stage.remote.size());
  }

  private void row(String what, Told told, String local, String remote) {
    rows.add(
        List.of(
            what,
            told.written(),
            "`"
                + told.status()
                + "`"
                + (told.conflicts() == 0 ? "" : ", `" + told.resolution() + "`"),
            told.refused(),
            told.asked(),
            local,
            remote));
  }

  private void tell(String title, String words) {
    page.heading(3, title).say(words);
    page.table(
        List.of(
            "what happens", "written", "report says", "refused", "open cases", "local", "remote"),
        rows);
    rows.clear();
  }
}
