package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I10: in the end linked items are equal in every mapped field, in its direction; and every item
 * that takes part is linked, or there is a reason that a person can see.
 *
 * <p>Not compared: items of which one is gone or out of sight, or outside the filter; items that a
 * side refuses, for which a question is open; fields that refer to an item without a counterpart;
 * the drift that is to be kept on the target of a one-way sync; what a person said is to stay as it
 * is.
 */
final class I10Convergence extends Checker {

  I10Convergence(SimulatedWorld world) {
    super(world, Invariant.I10_CONVERGENCE);
  }

  @Override
  void quiet() {
    List<Case> open = world.processes().openCases();
    for (Link link : world.links()) {
      Fields local = history().life(Side.LOCAL, link.localId()).now();
      Fields remote = history().life(Side.REMOTE, link.remoteId()).now();
      boolean excused =
          local == null
              || remote == null
              || !world.shape().accepts(Side.LOCAL, local)
              || !world.shape().accepts(Side.REMOTE, remote)
              || asked(open, link.localId(), link.remoteId())
              || ignored(link);
      if (local == null || remote == null || excused) {
        world.coverage().count("I10 links not compared");
      } else {
        compare(link, local, remote);
      }
    }
    for (Side side : Side.values()) {
      if (world.shape().type().direction().flowsTo(side.other())) {
        history().lives(side).forEach(life -> linked(open, life));
      }
    }
  }

  private void compare(Link link, Fields local, Fields remote) {
    for (Column column : Column.MAPPED) {
      Direction way = world.shape().direction(column);
      Value own = local.get(column.id(Side.LOCAL));
      Value other = remote.get(column.id(Side.REMOTE));
      if (way == Direction.NONE
          || column.agree(own, other)
          || drifted(column, link, way)
          || wasRewritten(column)) {
        continue;
      }
      fail(
          column
              + " of "
              + link.localId()
              + " is "
              + own
              + ", and of "
              + link.remoteId()
              + " "
              + other
              + ", "
              + link.condition());
    }
  }

  /** What a one-way target made of a value stays there when the sync runs both ways later. */
  private boolean wasRewritten(Column column) {
    return column == Column.NOTES
        && world.reconfigured()
        && (world.platforms().shape(Side.LOCAL).rewrites()
            || world.platforms().shape(Side.REMOTE).rewrites());
  }

  /** On the target of a one-way rule, a value of a person's own may stand. */
  private boolean drifted(Column column, Link link, Direction way) {
    if (way == Direction.BOTH) {
      return false;
    }
    Side target = way == Direction.TO_LOCAL ? Side.LOCAL : Side.REMOTE;
    if (column == Column.NOTES && world.platforms().shape(target).rewrites()) {
      return true; // what a platform makes of a value without saying so is drift, too
    }
    Life life = history().life(target, link.id(target));
    Life source = history().life(target.other(), link.id(target.other()));
    Fields said = source.now();
    boolean undone =
        world.shape().drift() == Drift.REVERT && world.shape().type() != SyncType.BIDIRECTIONAL;
    if (world.restored() && !undone) {
      return true; // what the engine wrote since the copy is somebody's drift to it
    }
    boolean agreed = link.base(source.side).has(column.id(source.side));
    if (!agreed && said != null && saysNothing(said.get(column.id(source.side)))) {
      return true; // of what it said before they were linked nobody knows
    }
    return life.events.stream().anyMatch(event -> !event.byEngine() && life.changes(event, column))
        || source.events.stream().noneMatch(event -> source.changes(event, column))
        || world.history().pairings().of(target, life.id).size()
            > 1 // it took in the one that was linked
        || wentOver(source)
        || world.reconfigured();
  }

  /** A person merged the target into another item, which the link went over to. */
  private boolean wentOver(Life source) {
    Side target = source.side.other();
    return history().pairings().of(source.side, source.id).stream()
        .map(pairing -> history().life(target, pairing.id(target)))
        .anyMatch(former -> former.lost == Step.Doing.MERGE);
  }

  private static boolean saysNothing(@Nullable Value value) {
    return value == null || I3NoCreationWithoutDecision.blank(value);
  }

  private void linked(List<Case> open, Life life) {
    Fields now = life.now();
    if (now == null
        || !world.shape().accepts(life.side, now)
        || history().pairings().now(life.side, life.id) != null) {
      return;
    }
    List<Mark> marks = world.vault().store().marks(SyncShape.ID, life.side, List.of(life.id));
    boolean kept =
        marks.stream().anyMatch(mark -> mark.kind() == Mark.Kind.UNLINKED && !mark.revisit());
    boolean asked = open.stream().anyMatch(each -> ids(life.side, each).contains(life.id));
    if (!kept && !asked) {
      fail(
          life.side
              + " "
              + life.id
              + " has no counterpart and nobody is asked: "
              + now
              + " "
              + marks);
    }
  }

  private static List<String> ids(Side side, Case question) {
    return side == Side.LOCAL ? question.localIds() : question.remoteIds();
  }

  private static boolean asked(List<Case> open, String local, String remote) {
    return open.stream()
        .anyMatch(each -> each.localIds().contains(local) || each.remoteIds().contains(remote));
  }

  private boolean ignored(Link link) {
    return history().answers().stream()
        .anyMatch(
            answer ->
                answer.getValue() instanceof Resolution.Ignore
                    && answer.getKey().localIds().contains(link.localId()));
  }
}
