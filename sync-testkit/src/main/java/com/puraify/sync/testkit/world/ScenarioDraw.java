package com.puraify.sync.testkit.world;

import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.testkit.world.Step.Edit;
import com.puraify.sync.testkit.world.Trouble.Kind;
import com.puraify.sync.testkit.world.Trouble.Point;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes up a scenario from a seed. */
final class ScenarioDraw {

  /**
   * Worlds of seeds below this one are as they were first drawn: all of some size, and without
   * limits on calls. What failed in one of them can still be played.
   */
  static final long FIRST_MIXED = 1_000_000;

  /** From here on, for as many more, worlds are hard: see {@link Odds#HARD}. */
  static final long FIRST_HARD = 9_000_000_000_000L;

  private final long seed;
  private final Draw draw;
  private final Odds odds;
  private int texts;

  ScenarioDraw(long seed) {
    this.seed = seed;
    this.draw = new Draw(seed);
    this.odds = seed / FIRST_HARD == 1 ? Odds.HARD : Odds.USUAL;
  }

  /**
   * How likely what is.
   *
   * @param calm in how many worlds of a hundred nobody edits during a run
   * @param faults in how many of a hundred there are faults
   * @param faultsOfRun the number of faults of one run, each as likely as the next
   * @param picks among how many items people choose which to edit
   * @param titles how many titles there are to give
   * @param same in how many of twenty texts people write what others write too
   * @param edits in how many of a hundred things that people do they edit or add an item
   */
  private record Odds(
      int calm,
      int faults,
      List<Integer> faultsOfRun,
      int fewestItems,
      int mostItems,
      int picks,
      int titles,
      int same,
      int edits) {

    static final Odds USUAL = new Odds(50, 75, List.of(0, 1, 1, 1, 2, 3), 0, 4, 5, 10, 2, 72);

    /**
     * Few items that are like one another, edited again and again, and most runs disturbed more
     * than once: what takes several accidents at once comes about more often.
     */
    static final Odds HARD = new Odds(25, 97, List.of(1, 2, 2, 3, 3, 4), 1, 3, 3, 3, 7, 60);
  }

  Scenario draw() {
    SyncShape sync = SyncShape.draw(draw);
    PlatformShape local = PlatformShape.draw(draw, sync.matched());
    PlatformShape remote = PlatformShape.draw(draw, sync.matched());
    boolean calm = draw.chance(odds.calm);
    boolean faults = draw.chance(odds.faults);
    boolean neighbour = draw.chance(10);
    List<Step> steps = new ArrayList<>();
    Side first = draw.of(Side.values());
    for (int items = draw.from(odds.fewestItems, odds.mostItems); items > 0; items--) {
      steps.add(put(draw.chance(70) ? first : first.other()));
    }
    for (int rounds = rounds(); rounds > 0; rounds--) {
      if (calm) {
        calmRound(steps, sync, faults);
      } else {
        stormyRound(steps, sync, faults);
      }
    }
    return new Scenario(seed, limited(local), limited(remote), sync, calm, neighbour, steps);
  }

  private boolean isMixed() {
    return seed < 0 || seed >= FIRST_MIXED;
  }

  /** Small worlds and large ones find about as much in the same time, but not the same. */
  private int rounds() {
    return isMixed() && draw.chance(75) ? draw.from(1, 3) : draw.from(2, 6);
  }

  private PlatformShape limited(PlatformShape shape) {
    return isMixed() ? shape.limited(draw) : shape;
  }

  private void calmRound(List<Step> steps, SyncShape sync, boolean faults) {
    for (int runs = faults ? draw.from(0, 2) : 0; runs > 0; runs--) {
      steps.add(new Step.Run(troubles(false)));
      if (draw.chance(15)) {
        steps.add(new Step.Restart());
      }
      if (draw.chance(40)) {
        steps.add(new Step.Wait(pause()));
      }
    }
    steps.add(new Step.Settle());
    for (int edits = draw.from(0, 4); edits > 0; edits--) {
      steps.add(edit());
    }
    if (faults && draw.chance(5) && sync.matched()) {
      steps.add(new Step.Skew(draw.of(Side.values()), skew()));
    }
  }

  private void stormyRound(List<Step> steps, SyncShape sync, boolean faults) {
    for (int edits = draw.from(0, 4); edits > 0; edits--) {
      steps.add(edit());
    }
    steps.add(new Step.Run(faults || draw.chance(50) ? troubles(true) : List.of()));
    if (draw.chance(30)) {
      steps.add(new Step.Wait(pause()));
    }
    if (draw.chance(20)) {
      steps.add(new Step.Answer(draw.below(4), draw.below(6), draw.chance(40)));
    }
    if (!faults) {
      return;
    }
    switch (draw.below(24)) {
      case 0 -> steps.add(new Step.Jump(skew()));
      case 1 -> steps.add(new Step.Skew(draw.of(Side.values()), skew()));
      case 2, 3 -> steps.add(new Step.Reconfigure(sync.changed(draw)));
      case 4 -> {
        if (sync.matched()) {
          steps.add(new Step.Restore(draw.from(1, 12)));
        }
      }
      case 5, 6 -> steps.add(new Step.Restart());
      case 7 ->
          steps.add(new Step.Remodel(draw.of(Side.values()), draw.chance(70), draw.chance(40)));
      default -> {}
    }
  }

  private Duration pause() {
    return draw.of(
        Duration.ofSeconds(1),
        Duration.ofSeconds(50),
        Duration.ofMinutes(11),
        Duration.ofMinutes(30),
        Duration.ofHours(2),
        Duration.ofHours(7));
  }

  private Duration skew() {
    return Duration.ofSeconds(draw.from(-600, 600));
  }

  private Edit put(Side side) {
    return new Edit(side, Doing.PUT, draw.below(Math.min(8, odds.titles)), Column.NOTES, text());
  }

  private Edit edit() {
    Side side = draw.of(Side.values());
    int sort = draw.below(100);
    if (sort < 15) {
      return put(side);
    }
    if (sort < odds.edits) {
      return change(side);
    }
    Doing doing =
        sort < 85
            ? Doing.REMOVE
            : draw.of(
                Doing.ARCHIVE,
                Doing.HIDE,
                Doing.MOVE,
                Doing.RESTORE,
                Doing.RESTORE,
                Doing.REUSE,
                Doing.MERGE);
    return new Edit(side, doing, draw.below(odds.picks), Column.NOTES, text());
  }

  private Edit change(Side side) {
    Column column =
        draw.of(
            Column.TITLE,
            Column.STATUS,
            Column.NOTES,
            Column.NOTES,
            Column.NOTES,
            Column.ESTIMATE,
            Column.PARENT,
            Column.PRIVATE);
    return new Edit(side, Doing.EDIT, draw.below(odds.picks), column, text(column));
  }

  private @Nullable String text(Column column) {
    return switch (column) {
      case TITLE ->
          draw.chance(70) ? "t" + draw.below(odds.titles) : draw.chance(90) ? text() : null;
      case STATUS -> draw.chance(93) ? status() : "odd";
      case ESTIMATE -> draw.chance(15) ? null : draw.below(40) + "." + draw.from(1, 99);
      case PARENT -> draw.chance(20) ? null : String.valueOf(draw.below(5));
      default -> text();
    };
  }

  private @Nullable String status() {
    return draw.chance(25) ? null : draw.of("open", "done", "done");
  }

  private @Nullable String text() {
    int sort = draw.below(20);
    return switch (sort) {
      case 0 -> null;
      case 1 -> "";
      case 2 -> PlatformShape.POISON;
      case 3 -> " padded ";
      case 4 -> "caf\u00e9";
      case 5 -> "cafe\u0301";
      default -> sort < 6 + odds.same ? "same" : "v" + ++texts;
    };
  }

  private List<Trouble> troubles(boolean edits) {
    List<Trouble> troubles = new ArrayList<>();
    for (int count = draw.of(odds.faultsOfRun); count > 0; count--) {
      troubles.add(edits && draw.chance(45) ? disturbance() : fault());
    }
    return troubles;
  }

  /** Somebody does something at a moment that is no better than any other. */
  private Trouble disturbance() {
    Point at = draw.of(Point.CALL, Point.CALLED, Point.WRITE, Point.WRITTEN, Point.STORED);
    Step step =
        switch (draw.below(12)) {
          case 0 -> new Step.Answer(draw.below(4), draw.below(6), draw.chance(40));
          case 1 -> new Step.Jump(skew());
          case 2 -> new Step.Skew(draw.of(Side.values()), skew());
          case 3 ->
              draw.chance(30)
                  ? new Step.Remodel(draw.of(Side.values()), draw.chance(70), draw.chance(40))
                  : edit();
          default -> edit();
        };
    return new Trouble(at, nth(at), Kind.STEP, 0, step);
  }

  private Trouble fault() {
    return switch (draw.below(20)) {
      case 0, 1, 2, 3 -> at(Kind.KILL, Point.values());
      case 4, 5 -> at(Kind.FAIL, Point.CALL, Point.CALLED);
      case 6, 7, 8, 9, 10 -> at(Kind.FAIL, Point.WRITE, Point.WRITE_ITEM, Point.WRITTEN);
      case 11 -> at(Kind.CLOSE, Point.CALL, Point.CALLED, Point.STORED);
      case 12 -> at(Kind.INTERRUPT, Point.CALL, Point.WRITTEN, Point.STORED);
      case 13, 14 ->
          at(Kind.PAUSE, Point.CALL, Point.WRITE, Point.WRITTEN, Point.STORED, Point.COMMITTED);
      case 15, 16 -> at(Kind.STORE_FAILS, Point.COMMIT);
      case 17 -> at(Kind.REVOKE, Point.CALL, Point.WRITE);
      case 18 -> at(draw.of(Kind.CUT_OFF, Kind.REPEAT), Point.PAGE);
      default -> at(Kind.SHIFT, Point.PAGE);
    };
  }

  private Trouble at(Kind kind, Point... points) {
    Point at = draw.of(points);
    return new Trouble(at, nth(at), kind, draw.below(1_000), null);
  }

  /** Boundaries of the rarer kinds are aimed at among the first few. */
  private int nth(Point at) {
    int bound =
        switch (at) {
          case WRITE, WRITTEN -> 4;
          case WRITE_ITEM, PAGE -> 5;
          case COMMIT, COMMITTED -> 8;
          case CALL, CALLED -> 14;
          case STORE, STORED -> 30;
        };
    return draw.below(bound);
  }
}
