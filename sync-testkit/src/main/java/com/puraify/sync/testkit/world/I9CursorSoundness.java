package com.puraify.sync.testkit.world;

import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I9: a checkpoint is never set past a change that the engine has not seen.
 *
 * <p>What the engine made of what it saw is checked with I10, before anything is swept.
 */
final class I9CursorSoundness extends Checker {

  I9CursorSoundness(SimulatedWorld world) {
    super(world, Invariant.I9_CURSOR_SOUNDNESS);
  }

  @Override
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutSetting put
          && put.value() != null
          && put.name().startsWith("cursor.")) {
        passes(Side.valueOf(put.name().substring("cursor.".length())), put.value());
      }
    }
  }

  private void passes(Side side, String checkpoint) {
    world.coverage().count("I9 checkpoints");
    for (Life life : history().lives(side)) {
      Life.Event last = life.events.get(life.events.size() - 1);
      boolean seen =
          !life.sights.isEmpty()
              && life.sights.get(life.sights.size() - 1).moment() > last.moment();
      if (last.after() != null
          && !last.byEngine()
          && !seen
          && world.platforms().steady()
          && last.change().at().isBefore(Instant.parse(checkpoint))) {
        fail(
            "the checkpoint of the "
                + side
                + " side went to "
                + checkpoint
                + ", past a change of "
                + life.id
                + " that was not seen");
      }
    }
  }
}
