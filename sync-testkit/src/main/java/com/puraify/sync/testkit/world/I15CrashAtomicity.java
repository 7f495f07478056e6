package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.state.Intent;

/**
 * I15: whatever was cut off, in the end nothing is left half done: no write is in doubt unless a
 * person is asked about it. That the outcome is the same as without the crash, the naive oracle
 * checks.
 */
final class I15CrashAtomicity extends Checker {

  I15CrashAtomicity(SimulatedWorld world) {
    super(world, Invariant.I15_CRASH_ATOMICITY);
  }

  @Override
  void quiet() {
    boolean asked =
        world.openCases().stream().anyMatch(each -> each.kind() == Case.Kind.DOUBTFUL_CREATE);
    for (Intent intent : world.vault().store().intents(SyncShape.ID)) {
      if (!asked) {
        fail("an intent is left over: " + intent);
      }
    }
  }
}
