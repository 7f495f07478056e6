package com.puraify.sync.testkit.world;

import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I11: a run says success only if every listing came to its end and nothing was refused or left in
 * doubt; and a run that nothing disturbs does not fail, whatever single items are like.
 *
 * <p>What a side refuses on account of another item (a value that must be unique, an item that is
 * referred to) is tried again in the same run once the other has given way. What is taken then was
 * not refused; nor what nothing is to be done about any more, since its source or the other item is
 * gone, or the platform says so of what it hides. That it did not just drop out, I10 tells.
 */
final class I11Isolation extends Checker {

  I11Isolation(SimulatedWorld world) {
    super(world, Invariant.I11_ISOLATION);
  }

  @Override
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    for (StateChange change : changes) {
      if (run != null && change instanceof StateChange.PutIntent put) {
        for (Intent.Entry entry : put.intent().entries()) {
          String source = entry.sourceId();
          if (source != null) {
            run.creating(entry.key(), source);
          }
        }
      }
    }
  }

  /** What was to be created for an item that is gone since is nobody's concern any more. */
  private boolean isDue(RunRecord run, String refused) {
    int at = refused.indexOf(RunRecord.COUNTERPART);
    if (at < 0) {
      return true;
    }
    Side source = Side.valueOf(refused.substring(0, at)).other();
    Life life = history().life(source, refused.substring(at + RunRecord.COUNTERPART.length()));
    Life.Sight last = life.sights.isEmpty() ? null : life.sights.get(life.sights.size() - 1);
    boolean saidGone = last != null && last.run() == run.number && last.fields() == null;
    return life.now() != null && !saidGone;
  }

  @Override
  void ran(RunRecord run) {
    SyncReport report = run.report();
    if (report == null) {
      Throwable thrown = run.thrown();
      if (!run.isDisturbed()
          && !(thrown instanceof StateException)
          && !(thrown instanceof MappingException && world.platforms().remodelled())) {
        fail(
            "an undisturbed run ended by "
                + (thrown == null ? "nothing" : SimulatedWorld.trace(thrown)));
      }
      return;
    }
    if (report.status() == SyncStatus.SUCCESS) {
      for (Side side : Side.values()) {
        if (run.cutOff(side) || (run.scope(side) != null && !run.complete(side))) {
          fail("success, though the " + side + " side was not read to its end");
        }
      }
      List<String> refused = run.refused().stream().filter(each -> isDue(run, each)).toList();
      if (!refused.isEmpty() || report.rejected() > 0) {
        fail("success, though " + report.rejected() + " items were refused: " + refused);
      }
      boolean doubt =
          world.vault().store().intents(SyncShape.ID).stream()
              .anyMatch(intent -> !intent.entries().isEmpty());
      if (doubt && !run.isDisturbed()) {
        fail("success, though an outcome is unknown");
      }
    } else if (report.status() == SyncStatus.FAILED && !run.isDisturbed()) {
      fail("an undisturbed run failed: " + report.toJson());
    }
  }
}
