package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Write;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * I1: a value that a person wrote is never overwritten unless the engine had seen it.
 *
 * <p>With conditional writes this holds absolutely; who brings a value back that the engine knew is
 * not told from one who never changed it. Without them, the time between the engine's look and its
 * write is excused, and measured: what a person wrote after the run began, or so shortly before
 * that the platform did not show it yet (where it hides the latest, and its clock was put back, for
 * as long as that). What was out of sight counts from when it came back. The target of a one-way
 * sync is not read at all unless drift is to be reverted, so there a person's edit may be
 * overwritten unseen. So it may by a create that the platform makes an upsert, of an item that was
 * not visible yet.
 */
final class I1NoLostUpdate extends Checker {

  I1NoLostUpdate(SimulatedWorld world) {
    super(world, Invariant.I1_NO_LOST_UPDATE);
  }

  @Override
  void changed(Life life, Life.Event event) {
    Fields before = event.before();
    if (!event.byEngine() || before == null) {
      return;
    }
    for (Column column : world.shape().columns()) {
      if (life.changes(event, column)) {
        overwritten(life, event, column, before.get(column.id(life.side)));
      }
    }
  }

  private void overwritten(Life life, Life.Event event, Column column, @Nullable Value value) {
    Life.Event author = life.authorOf(event, column);
    if (author == null || author.byEngine()) {
      return;
    }
    Life.Sight sight = life.lastSight(column);
    Fields seen = sight == null ? null : sight.fields();
    boolean known =
        (seen != null && column.equal(life.side, seen.get(column.id(life.side)), value))
            || life.seenSince(author.moment(), column, value) // and it went away, and came back
            || foreseen(life, event, column);
    if (!known && !excused(life, event, author)) {
      fail(
          column
              + " of "
              + life.side
              + " "
              + life.id
              + " held "
              + value
              + ", which the engine had not seen, and overwrote by "
              + event.write());
    }
    if (!known) {
      world.coverage().count("I1 overwritten within the window");
      world
          .coverage()
          .most("max I1 window in ms", event.passed().minus(author.passed()).toMillis());
    }
  }

  /** The platform made sure that the item held just what the engine knew of it. */
  private boolean foreseen(Life life, Life.Event event, Column column) {
    return world.platforms().shape(life.side).conditional()
        && event.write() instanceof Write.Update update
        && event.before() != null
        && update.expected().fields().contains(column.id(life.side))
        && update.expected().holds(event.before());
  }

  private boolean excused(Life life, Life.Event event, Life.Event wrote) {
    Life.Event author = life.cameBack(wrote, event);
    PlatformShape platform = world.platforms().shape(life.side);
    RunRecord run = world.processes().running();
    boolean upsert = event.write() instanceof Write.Create;
    if (run == null || (platform.conditional() && !upsert)) {
      return false;
    }
    if (life.side == target() && run.scope(life.side) == null) {
      return true;
    }
    Duration visible = run.begunAt.minus(world.platforms().hidesFor(life.side));
    Life.Sight look = life.lastDirectSight(run.number);
    boolean rechecked =
        world.shape().writeGuard() == WriteGuard.RECHECK
            && !platform.laggingLookups()
            && look != null
            && !upsert;
    if (rechecked && look != null) {
      return author.moment() > look.taken(); // what happens while the answer is on its way, too
    }
    return author.moment() > run.begun || author.passed().compareTo(visible) >= 0;
  }

  private @Nullable Side target() {
    return switch (world.shape().type()) {
      case PULL -> Side.LOCAL;
      case PUSH -> Side.REMOTE;
      case BIDIRECTIONAL -> null;
    };
  }
}
