package com.puraify.sync.testkit.world;

import com.puraify.sync.mapping.Direction;
import com.puraify.sync.state.Document;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * I14: a person's value that was overwritten or deleted before it had reached the other side is in
 * the journal, with its item.
 *
 * <p>Values that the engine had not seen are I1's. Values that the other side held too, or was
 * sent, are not lost. What was written in one run must be in the journal when that run is over, or,
 * if it was cut off, when all is quiet.
 */
final class I14NothingSilent extends Checker {

  private final List<Overwritten> overwritten = new ArrayList<>();

  /** A value of a person's that the engine decided against. */
  private record Overwritten(Life life, Column column, Value value, String by) {}

  I14NothingSilent(SimulatedWorld world) {
    super(world, Invariant.I14_NOTHING_SILENT);
  }

  @Override
  void changed(Life life, Life.Event event) {
    Fields before = event.before();
    if (!event.byEngine() || before == null) {
      return;
    }
    for (Column column : Column.MAPPED) {
      Value value = before.get(column.id(life.side));
      if (value == null || I3NoCreationWithoutDecision.blank(value) || isTakenAway(life, column)) {
        continue;
      }
      boolean gone = event.after() == null;
      if ((gone || life.changes(event, column))
          && world.shape().direction(column) != Direction.NONE
          && isUndecided(life, event, column, value)) {
        world.coverage().count("I14 decided against a person's value");
        overwritten.add(new Overwritten(life, column, value, String.valueOf(event.write())));
      }
    }
  }

  /** Nobody can read what was held in a field that the platform has no more. */
  private boolean isTakenAway(Life life, Column column) {
    return world.entity(life.side).schema().byId(column.id(life.side)).isEmpty();
  }

  @Override
  void ran(RunRecord run) {
    if (!run.isDisturbed()) {
      quiet();
    }
  }

  @Override
  void quiet() {
    for (Overwritten each : overwritten) {
      if (history().journal().stream().noneMatch(entry -> holds(entry, each))) {
        fail(
            each.column
                + " of "
                + each.life.side
                + " "
                + each.life.id
                + " held "
                + each.value
                + ", which is nowhere now; it was overwritten by "
                + each.by);
      }
    }
    overwritten.clear();
  }

  private static boolean holds(Document entry, Overwritten each) {
    String text = Normalizer.normalize(entry.text(), Normalizer.Form.NFC);
    return text.contains('"' + each.life.id + '"') && text.contains(Contents.plain(each.value));
  }
}
