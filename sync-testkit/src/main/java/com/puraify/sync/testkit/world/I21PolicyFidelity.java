package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncType;
import com.puraify.sync.connector.Write;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;

/**
 * I21: a person's value that the other side had not got yet is overwritten only on the side that
 * the strategy lets lose; under manual review only after a person's answer.
 *
 * <p>This watches every write of every world. The complete table is the naive oracle's.
 */
final class I21PolicyFidelity extends Checker {

  I21PolicyFidelity(SimulatedWorld world) {
    super(world, Invariant.I21_POLICY_FIDELITY);
  }

  @Override
  void changed(Life life, Life.Event event) {
    Fields before = event.before();
    if (!event.byEngine()
        || before == null
        || event.write() instanceof Write.Create
        || world.shape().type() != SyncType.BIDIRECTIONAL) {
      return;
    }
    boolean gone = event.after() == null;
    for (Column column : Column.MAPPED) {
      Value value = before.get(column.id(life.side));
      if (value != null
          && !I3NoCreationWithoutDecision.blank(value)
          && world.shape().direction(column) == Direction.BOTH
          && (gone ? !hasLeft(life) : life.changes(event, column))
          && isUndecided(life, event, column, value)) {
        decided(life, gone ? Column.TITLE : column, column, value);
      }
    }
  }

  private boolean hasLeft(Life life) {
    Pairings.Pairing pairing = history().pairings().now(life.side, life.id);
    return pairing == null
        || history().life(life.side.other(), pairing.id(life.side.other())).everLeft(world.shape());
  }

  private void decided(Life life, Column rule, Column column, Value value) {
    boolean loses =
        switch (world.shape().strategy(rule)) {
          case PREFER_LOCAL, CUSTOM -> life.side == Side.REMOTE;
          case PREFER_REMOTE -> life.side == Side.LOCAL;
          case LATEST -> true;
          case MANUAL -> false;
        };
    boolean answered =
        history().answers().stream()
            .anyMatch(
                answer ->
                    answer.getKey().localIds().contains(life.id)
                        || answer.getKey().remoteIds().contains(life.id));
    if (!loses && !answered && !world.reconfigured()) {
      fail(
          column
              + " of "
              + life.side
              + " "
              + life.id
              + " held "
              + value
              + ", and lost against the policy "
              + world.shape().strategy(rule));
    }
  }
}
