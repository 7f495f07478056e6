package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Link;
import com.puraify.sync.value.Side;

/**
 * I7: an edit causes at most one write on each side, but for what is tried again.
 *
 * <p>A pair of items may be written twice for each change by people, twice for being new, and once
 * more for every run that did not end well.
 */
final class I7BoundedWork extends Checker {

  private int troubled;

  I7BoundedWork(SimulatedWorld world) {
    super(world, Invariant.I7_BOUNDED_WORK);
  }

  @Override
  void ran(RunRecord run) {
    if (run.isDisturbed() || run.report() == null || run.unknown() > 0) {
      troubled++;
    }
  }

  @Override
  void quiet() {
    for (Link link : world.links()) {
      int writes = 0;
      int edits = 0;
      for (Side side : Side.values()) {
        for (Life.Event event : history().life(side, link.id(side)).events) {
          writes += event.byEngine() ? 1 : 0;
          edits += event.byEngine() ? 0 : 1;
        }
      }
      int referred = world.shape().references() ? 2 : 0; // once the other item is linked
      int most = 2 * edits + 2 + referred + troubled + 3 * history().answers().size();
      if (writes > most) {
        fail(
            link.localId()
                + " and "
                + link.remoteId()
                + " were written "
                + writes
                + " times for "
                + edits
                + " edits");
      }
    }
  }
}
