package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.state.Intent;
import com.puraify.sync.value.Side;
import java.util.List;

/**
 * I15: whatever was cut off, in the end nothing is left half done: no write is in doubt unless a
 * person is asked about it. That the outcome is the same as without the crash, the naive oracle
 * checks.
 *
 * <p>A create under a key of its own may be refused when it is repeated. That says nothing of what
 * the first attempt made of other content, so that its key is kept until the item is linked: the
 * question about what is refused is the question about it.
 */
final class I15CrashAtomicity extends Checker {

  I15CrashAtomicity(SimulatedWorld world) {
    super(world, Invariant.I15_CRASH_ATOMICITY);
  }

  @Override
  void quiet() {
    List<Case> open = world.processes().openCases();
    boolean asked = open.stream().anyMatch(each -> each.kind() == Case.Kind.DOUBTFUL_CREATE);
    for (Intent intent : world.vault().store().intents(SyncShape.ID)) {
      boolean refused =
          intent.entries().stream().allMatch(entry -> isRefused(open, intent.side(), entry));
      if (!asked && !refused) {
        fail("an intent is left over: " + intent);
      }
    }
  }

  private static boolean isRefused(List<Case> open, Side target, Intent.Entry entry) {
    return open.stream()
        .filter(each -> each.kind() == Case.Kind.QUARANTINE)
        .map(each -> target == Side.LOCAL ? each.remoteIds() : each.localIds())
        .anyMatch(sources -> sources.contains(entry.sourceId()));
  }
}
