package com.puraify.sync.testkit.world;

import com.puraify.sync.value.Side;

/** I13: the number of calls of a run is linear in what there is. */
final class I13Termination extends Checker {

  I13Termination(SimulatedWorld world) {
    super(world, Invariant.I13_TERMINATION);
  }

  @Override
  void ran(RunRecord run) {
    int items = 0;
    for (Side side : Side.values()) {
      items += history().lives(side).size();
    }
    world.coverage().most("max calls of a run", run.calls());
    int most = 60 + 16 * items;
    if (run.calls() > most) {
      fail(run.calls() + " calls in a run over " + items + " items");
    }
  }
}
