package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Write;
import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.Map;

/**
 * What only the engine's luck decides, so that a naive model cannot foresee what comes of it: items
 * are merged, a match is ambiguous or not visible yet when the sync runs, a person was asked about
 * a create in doubt, a value has no counterpart, or a call came through when another process had
 * taken over already. Once met, it is met for the rest of the world.
 */
final class Unforeseeable {

  private final SimulatedWorld world;
  private final SyncShape shape;
  private boolean met;

  Unforeseeable(SimulatedWorld world) {
    this.world = world;
    this.shape = world.scenario().sync();
  }

  /** Returns whether anything of the kind has happened. */
  boolean isMet() {
    return met;
  }

  /** Something of the kind happens. */
  void meet() {
    met = true;
  }

  /** People have edited, and the sync has not run yet. */
  void peopleHaveEdited() {
    for (Side side : Side.values()) {
      met |= world.history().lives(side).stream().anyMatch(life -> life.lost == Doing.MERGE);
      met |= refersToNothing(side);
    }
  }

  /** All is quiet; what refers to an item that is gone is told by no edit that comes after. */
  void comesToRest() {
    for (Side side : Side.values()) {
      met |= refersToNothing(side);
    }
  }

  /** People may have been asked what became of a create. */
  void peopleWereAsked() {
    met |=
        world.history().answers().stream()
            .anyMatch(answer -> answer.getKey().kind() == Case.Kind.DOUBTFUL_CREATE);
  }

  /** An item is left alone from now on, as another like it may be. */
  void isLeftAlone(Side side, String id, Fields fields) {
    met |= shape.matched() && hasTwin(side, id, fields);
  }

  /** An item that was left alone is there: if it came back, whether as itself nobody can say. */
  void staysAlone(Side side, String id) {
    met |= world.history().life(side, id).everLost;
  }

  /**
   * An edit that is none in the other side's terms (6.46 where it rounds to 6.5) is agreed on by
   * whatever run comes first: then nothing was edited when a later one sees that the other is gone.
   */
  void wasEdited(Side side, Fields edited, Fields other) {
    met |=
        shape.columns().stream()
            .filter(column -> shape.direction(column).flowsTo(side.other()))
            .allMatch(column -> column.agree(side, edited, other));
  }

  /**
   * A run begins; what a side does not show yet can be matched by nobody, nor be spared by a write
   * without a condition.
   */
  void runBegins(RunRecord run) {
    for (Side side : Side.values()) {
      PlatformShape platform = world.platforms().shape(side);
      Duration visible = run.begunAt.minus(world.platforms().hidesFor(side));
      for (Life life : world.history().lives(side)) {
        Fields now = life.now();
        Life.Event last = life.last();
        boolean hidden =
            last != null
                && !last.byEngine()
                && !platform.lag().isZero()
                && last.passed().compareTo(visible) >= 0;
        boolean twin =
            now != null
                && ((shape.matched() && hasTwin(side, life.id, now))
                    || hadTwin(life, visible)
                    || isLikeAnother(life, now));
        boolean left = now == null; // what it held is still shown, and may be carried over
        met |= hidden && (twin || left || !platform.conditional());
        met |= isUnknown(life);
      }
    }
  }

  /** What refers to an item that is gone has something left that could not be carried over. */
  private boolean refersToNothing(Side side) {
    Map<String, Fields> items = world.entity(side).items();
    return items.values().stream()
        .map(fields -> fields.get(Column.PARENT.id(side)))
        .anyMatch(
            value ->
                value instanceof Value.Reference parent
                    && (!items.containsKey(parent.id()) || isGoneThere(side, parent.id())));
  }

  private boolean isGoneThere(Side side, String id) {
    Pairings.Pairing pairing = world.history().pairings().now(side, id);
    return pairing != null && world.entity(side.other()).item(pairing.id(side.other())).isEmpty();
  }

  private boolean hasTwin(Side side, String id, Fields fields) {
    String key = key(side, id, fields);
    return world.entity(side.other()).items().entrySet().stream()
        .anyMatch(item -> key(side.other(), item.getKey(), item.getValue()).equals(key));
  }

  /** What is not linked is matched by what is still shown of it. */
  private boolean hadTwin(Life life, Duration visible) {
    return shape.matched()
        && world.history().pairings().now(life.side, life.id) == null
        && life.events.stream()
            .filter(event -> event.passed().compareTo(visible) >= 0)
            .map(Life.Event::before)
            .anyMatch(shown -> shown != null && hasTwin(life.side, life.id, shown));
  }

  /**
   * Who does not get to see what became of a create may take another's item for its own, if that
   * holds what was sent; what holds nothing is not sent.
   */
  private boolean isLikeAnother(Life life, Fields fields) {
    Side side = life.side;
    return world.history().pairings().now(side, life.id) == null
        && world.entity(side.other()).items().values().stream()
            .anyMatch(
                other ->
                    Column.MAPPED.stream()
                        .filter(column -> shape.direction(column).flowsTo(side))
                        .filter(column -> !column.isEmpty(side.other(), other))
                        .allMatch(column -> column.agree(side, fields, other)));
  }

  /** What its platform made something else of is not known as what a create in doubt made. */
  private boolean isUnknown(Life life) {
    Life.Event first = life.events.get(0);
    return first.write() instanceof Write.Create
        && world.history().pairings().of(life.side, life.id).isEmpty()
        && life.isBeyondRecognition(first, shape.columns());
  }

  /** Returns what an item is matched by; of one that is not matched something of its own. */
  String key(Side side, String id, Fields fields) {
    String title = Contents.of(Column.TITLE, side, fields);
    return shape.matched() && !title.isBlank() && !title.equals("-") ? title : "\n" + side + id;
  }
}
