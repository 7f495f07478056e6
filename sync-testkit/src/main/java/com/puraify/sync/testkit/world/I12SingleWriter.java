package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Lease;
import com.puraify.sync.value.Side;

/**
 * I12: a runner that lost its lease writes nothing more. A call whose intent was committed before
 * the lease was lost may still be on its way: that one is counted, and excused.
 */
final class I12SingleWriter extends Checker {

  I12SingleWriter(SimulatedWorld world) {
    super(world, Invariant.I12_SINGLE_WRITER);
  }

  @Override
  void writing(RunRecord run, Side side) {
    Lease lease = run.lease();
    if (lease == null) {
      fail("a run without a lease writes");
    } else if (world.processes().writesLate()) {
      world.coverage().count("I12 calls on their way when the lease was lost");
      if (run.staleWrite() > 1) {
        fail("a run went on writing after another had taken over its lease");
      }
    }
  }
}
