package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Write;
import com.puraify.sync.value.Fields;

/**
 * I22: an item that was outside the filter when the run began, and stayed so, is not written, and
 * gets no counterpart.
 */
final class I22FilterSoundness extends Checker {

  I22FilterSoundness(SimulatedWorld world) {
    super(world, Invariant.I22_FILTER_SOUNDNESS);
  }

  @Override
  void changed(Life life, Life.Event event) {
    RunRecord run = world.processes().running();
    Fields before = event.before();
    if (run == null
        || !event.byEngine()
        || before == null
        || run.scope(life.side) == null) { // the target of a one-way sync is not looked at
      return;
    }
    if (isOut(run, life, before) && event.write() instanceof Write.Update) {
      fail(life.side + " " + life.id + " is outside the filter, and was written");
    }
    Pairings.Pairing pairing = history().pairings().now(life.side, life.id);
    if (pairing != null && event.write() instanceof Write.Update) {
      Life other = history().life(life.side.other(), pairing.id(life.side.other()));
      Fields now = other.now();
      if (now != null && isOut(run, other, now)) {
        fail(life.side + " " + life.id + " was written, though " + other.id + " is outside");
      }
    }
  }

  private boolean isOut(RunRecord run, Life life, Fields fields) {
    Fields then = life.at(run.begun);
    boolean settled =
        life.steadySince(run.begunAt.minus(world.platforms().hidesFor(life.side)), Column.STATUS);
    return then != null
        && settled
        && !world.shape().accepts(life.side, fields)
        && !world.shape().accepts(life.side, then);
  }
}
