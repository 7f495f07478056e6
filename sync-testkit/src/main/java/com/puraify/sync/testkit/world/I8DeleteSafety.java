package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.value.Fields;

/**
 * I8: a delete follows from a deletion on the other side that is known beyond doubt, or from the
 * policy for items that leave the filter; never from an item that is archived, moved, hidden or not
 * listed; and no more items are deleted in a run than the limit allows, unless a person approved.
 *
 * <p>That the deleted item holds no edit that was not decided about is checked with I14 and I21.
 * Whoever restores the other item while the run is under way may find it too late.
 */
final class I8DeleteSafety extends Checker {

  I8DeleteSafety(SimulatedWorld world) {
    super(world, Invariant.I8_DELETE_SAFETY);
  }

  @Override
  void changed(Life life, Life.Event event) {
    RunRecord run = world.processes().running();
    if (!event.byEngine()
        || event.after() != null
        || run == null
        || world.processes().writesLate()) { // the call of a process that slept; see I12
      return;
    }
    Pairings.Pairing pairing = history().pairings().now(life.side, life.id);
    if (pairing == null) {
      fail(life.side + " " + life.id + " was deleted, and is not linked to anything");
      return;
    }
    SyncShape shape = world.shape();
    Life other = history().life(life.side.other(), pairing.id(life.side.other()));
    if (!shape.type().direction().flowsTo(life.side)) {
      fail(life.side + " " + life.id + " was deleted on the side that nothing flows to");
    }
    boolean left = shape.onLeave() == LeavePolicy.DELETE && hasLeft(run, other);
    boolean deleted = shape.deletes() == DeletePolicy.PROPAGATE && isDeleted(run, other);
    if (!left && !deleted) {
      fail(
          life.side
              + " "
              + life.id
              + " was deleted though "
              + other.id
              + (other.now() == null ? " is only out of sight: " + other.lost : " is there"));
    }
    if (run.deleted(life.side) > shape.guards().maxDeletes() && !approved()) {
      fail("more was deleted on the " + life.side + " side than the limit allows");
    }
  }

  private boolean isDeleted(RunRecord run, Life other) {
    Life.Event last = other.events.get(other.events.size() - 1);
    PlatformShape platform = world.platforms().shape(other.side);
    boolean hidden = // an id that is used again is not to be told from the one that was deleted
        (platform.laggingLookups() || platform.deletes() == DeleteVisibility.FEED)
            && other.everLost
            && last.passed().compareTo(run.begunAt.minus(world.platforms().hidesFor(other.side)))
                >= 0;
    return hidden
        || (last.after() == null && (other.lost == Doing.REMOVE || last.byEngine()))
        || (last.moment() > run.begun && other.everLost);
  }

  private boolean hasLeft(RunRecord run, Life other) {
    Fields now = other.now();
    Fields then = other.at(run.begun);
    return (now != null && !world.shape().accepts(other.side, now))
        || (then != null && !world.shape().accepts(other.side, then))
        || other.sights.stream()
            .anyMatch(
                sight ->
                    sight.run() == run.number
                        && sight.fields() != null
                        && !world.shape().accepts(other.side, sight.fields()));
  }

  private boolean approved() {
    return history().answers().stream()
        .anyMatch(answer -> answer.getValue() instanceof Resolution.Approve);
  }
}
