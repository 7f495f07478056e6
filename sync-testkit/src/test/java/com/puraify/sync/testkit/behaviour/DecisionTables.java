package com.puraify.sync.testkit.behaviour;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.testkit.behaviour.Stage.Told;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The decision tables: one run for each row and strategy. */
final class DecisionTables {

  private static final List<String> OUTCOME =
      List.of("then local", "then remote", "written", "report says", "case", "journal");

  private static final Map<String, ConflictStrategy> STRATEGIES = strategies();

  private DecisionTables() {}

  private static Map<String, ConflictStrategy> strategies() {
    Map<String, ConflictStrategy> all = new LinkedHashMap<>();
    all.put("`prefer_local`", ConflictStrategy.preferLocal());
    all.put("`prefer_remote`", ConflictStrategy.preferRemote());
    all.put("`manual_review`", ConflictStrategy.manualReview());
    all.put("`latest_wins`", ConflictStrategy.latestWins(Duration.ofMinutes(1)));
    all.put("`fail`", ConflictStrategy.fail());
    return all;
  }

  /** What happened to an item between two runs. */
  private enum Change {
    UNCHANGED("unchanged"),
    CHANGED("changed"),
    SAME("changed to the same"),
    REMOVED("removed");

    private final String words;

    Change(String words) {
      this.words = words;
    }

    void make(Stage stage, Side side) {
      boolean local = side == Side.LOCAL;
      switch (this) {
        case UNCHANGED -> {}
        case CHANGED -> edit(stage, side, local ? "mine" : "theirs");
        case SAME -> edit(stage, side, "same");
        case REMOVED -> (local ? stage.local : stage.remote).remove(local ? "l1" : "r1");
      }
    }

    private static void edit(Stage stage, Side side, String notes) {
      if (side == Side.LOCAL) {
        stage.editLocal(notes);
      } else {
        stage.editRemote(notes);
      }
    }
  }

  static void write(Page page) {
    linked(page);
    unlinked(page);
    deletes(page);
    leaving(page);
    oneWay(page);
  }

  private static void linked(Page page) {
    page.heading(2, "Two items that are linked")
        .say(
            "Both held `a: x` when they last agreed. Then people changed one or both: the local"
                + " notes to `mine`, the remote ones to `theirs`, or both to `same`. The local"
                + " edit is made first, and the remote one an hour later.");
    List<List<String>> rows = new ArrayList<>();
    for (Change local : Change.values()) {
      for (Change remote : Change.values()) {
        if ((local == Change.SAME) == (remote == Change.SAME)) {
          rows.addAll(
              byStrategy(
                  List.of(local.words, remote.words),
                  config -> config,
                  stage -> {
                    local.make(stage, Side.LOCAL);
                    stage.time.advance(Duration.ofHours(1));
                    remote.make(stage, Side.REMOTE);
                  }));
        }
      }
    }
    page.table(head("local", "remote", "strategy"), rows);
    page.say(
        "A dash in the table means nothing: no item, no case, no entry in the journal. `latest_wins`"
            + " asks about deletions because nothing says when an item was deleted. `fail` stops"
            + " before anything is written, also for all other items.");
  }

  private static void unlinked(Page page) {
    page.heading(2, "Items that are not linked yet")
        .say(
            "The first run of a sync, or new items later. Items with the same match key (here: the"
                + " title) are the same thing.");
    List<List<String>> rows = new ArrayList<>();
    rows.addAll(first("there", "never there", "x", null));
    rows.addAll(first("never there", "there", null, "x"));
    rows.addAll(first("there", "there, equal", "x", "x"));
    rows.addAll(first("there, no notes", "there", "", "x"));
    rows.addAll(first("there", "there, no notes", "x", ""));
    rows.addAll(first("there", "there, different", "mine", "theirs"));
    rows.addAll(
        rows(
            List.of("there twice", "there"),
            config -> config,
            stage -> {
              stage.local.put(Stage.task("a", "one"));
              stage.local.put(Stage.task("a", "two"));
              stage.remote.put(Stage.page("a", "three"));
            },
            false));
    page.table(head("local", "remote", "strategy"), rows);
  }

  private static List<List<String>> first(String left, String right, String local, String remote) {
    return rows(
        List.of(left, right),
        config -> config,
        stage -> {
          if (local != null) {
            stage.local.put(Stage.task("a", local.isEmpty() ? null : local));
          }
          if (remote != null) {
            stage.time.advance(Duration.ofHours(1));
            stage.remote.put(Stage.page("a", remote.isEmpty() ? null : remote));
          }
        },
        false);
  }

  private static void deletes(Page page) {
    page.heading(2, "Deletions that are not carried over: `deletes(KEEP)`")
        .say("The other item stays as it is, no longer linked, and is not created again.");
    List<List<String>> rows = new ArrayList<>();
    for (Side gone : Side.values()) {
      for (Change other : List.of(Change.UNCHANGED, Change.CHANGED)) {
        String[] words = {other.words, other.words};
        words[gone == Side.LOCAL ? 0 : 1] = Change.REMOVED.words;
        rows.addAll(
            byStrategy(
                List.of(words),
                config -> config.deletes(DeletePolicy.KEEP),
                stage -> {
                  Change.REMOVED.make(stage, gone);
                  other.make(stage, gone.other());
                }));
      }
    }
    page.table(head("local", "remote", "strategy"), rows);
  }

  private static void leaving(Page page) {
    page.heading(2, "Items that leave the filter")
        .say(
            "The mapping takes local items whose notes are not `closed`. Somebody closes the local"
                + " item. That is no deletion; `onLeave` says what becomes of the remote item.");
    List<List<String>> rows = new ArrayList<>();
    for (LeavePolicy policy : LeavePolicy.values()) {
      for (Change remote : List.of(Change.UNCHANGED, Change.CHANGED)) {
        rows.addAll(
            byStrategy(
                List.of("`" + policy + "`", remote.words),
                config ->
                    config
                        .onLeave(policy)
                        .mapping(
                            Stage.mapping()
                                .where(
                                    Side.LOCAL,
                                    Filter.not(Filter.equal("notes", Value.text("closed"))))
                                .build()),
                stage -> {
                  stage.editLocal("closed");
                  stage.time.advance(Duration.ofHours(1));
                  remote.make(stage, Side.REMOTE);
                }));
      }
    }
    page.table(head("onLeave", "remote", "strategy"), rows);
  }

  private static void oneWay(Page page) {
    page.heading(2, "One way: pull")
        .say(
            "Only the local side is written. What people do there is drift; `drift` says what"
                + " becomes of it. A push is the same with the sides swapped. No conflict arises:"
                + " the source counts.");
    List<List<String>> rows = new ArrayList<>();
    for (Drift drift : Drift.values()) {
      for (Change local : List.of(Change.UNCHANGED, Change.CHANGED, Change.REMOVED)) {
        for (Change remote : List.of(Change.UNCHANGED, Change.CHANGED, Change.REMOVED)) {
          rows.addAll(
              byStrategy(
                  List.of("`" + drift + "`", local.words, remote.words),
                  config -> config.type(SyncType.PULL).drift(drift),
                  stage -> {
                    local.make(stage, Side.LOCAL);
                    stage.time.advance(Duration.ofHours(1));
                    remote.make(stage, Side.REMOTE);
                  }));
        }
      }
    }
    List<String> head = new ArrayList<>(List.of("drift", "local", "remote", "strategy"));
    head.addAll(OUTCOME);
    page.table(head, rows);
  }

  private static List<String> head(String... first) {
    List<String> head = new ArrayList<>(List.of(first));
    head.addAll(OUTCOME);
    return head;
  }

  private static List<List<String>> byStrategy(
      List<String> label, UnaryOperator<SyncConfig.Builder> special, Consumer<Stage> edits) {
    return rows(label, special, edits, true);
  }

  /** Runs a case under each strategy; strategies that make no difference share a row. */
  private static List<List<String>> rows(
      List<String> label,
      UnaryOperator<SyncConfig.Builder> special,
      Consumer<Stage> edits,
      boolean agreed) {
    Map<List<String>, List<String>> strategiesByOutcome = new LinkedHashMap<>();
    STRATEGIES.forEach(
        (name, strategy) ->
            strategiesByOutcome
                .computeIfAbsent(
                    outcome(strategy, special, edits, agreed), key -> new ArrayList<>())
                .add(name));
    List<List<String>> rows = new ArrayList<>();
    strategiesByOutcome.forEach(
        (outcome, names) -> {
          List<String> row = new ArrayList<>(label);
          row.add(names.size() == STRATEGIES.size() ? "any" : String.join(", ", names));
          row.addAll(outcome);
          rows.add(row);
        });
    return rows;
  }

  private static List<String> outcome(
      ConflictStrategy strategy,
      UnaryOperator<SyncConfig.Builder> special,
      Consumer<Stage> edits,
      boolean agreed) {
    try (Stage stage = new Stage()) {
      SyncConfig config = special.apply(stage.config().conflicts(strategy)).build();
      if (agreed) {
        SyncConfig first = config.type() == SyncType.PULL ? stage.config().build() : config;
        stage.agreed(first);
      }
      edits.accept(stage);
      Told told = stage.run(config);
      return List.of(
          stage.locals(),
          stage.remotes(),
          told.written(),
          report(told),
          told.asked(),
          told.journalled());
    }
  }

  private static String report(Told told) {
    return "`"
        + told.status()
        + "`"
        + (told.conflicts() == 0 ? "" : ", `" + told.resolution() + "`");
  }
}
