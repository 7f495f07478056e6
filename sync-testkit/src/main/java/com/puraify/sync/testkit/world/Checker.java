package com.puraify.sync.testkit.world;

import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches one invariant. Confined to one thread. */
abstract class Checker {

  final SimulatedWorld world;
  private final Invariant invariant;

  Checker(SimulatedWorld world, Invariant invariant) {
    this.world = world;
    this.invariant = invariant;
  }

  /** An item changed, by a person's doing or by the engine's. */
  void changed(Life life, Life.Event event) {}

  /** A batch is about to be sent. */
  void writing(RunRecord run, Side side) {}

  /** A call to a platform that has limits is about to be made. */
  void letThrough(Node node, Side side) {}

  /** A commit was made. */
  void committed(@Nullable RunRecord run, List<StateChange> changes) {}

  /** A run is over, one way or another. */
  void ran(RunRecord run) {}

  /** Nothing is left to be done: all that was to happen has happened. */
  void quiet() {}

  /** Returns what happened so far. */
  final History history() {
    return world.history();
  }

  final void fail(String message) {
    world.violated(new Violation(invariant, message));
  }

  /**
   * Returns whether a value that the engine overwrites is a person's, had been seen, and had not
   * reached the other side. Who brings a value back before the engine looks has changed nothing
   * that could be told.
   */
  final boolean isUndecided(Life life, Life.Event event, Column column, Value value) {
    RunRecord run = world.processes().running();
    if (run == null || isUnread(run, life) || world.processes().writesLate()) {
      return false; // or the call of a process that slept
    }
    Life.Event author = life.authorOf(event, column);
    if (author == null || author.byEngine()) {
      return false;
    }
    Life.Sight sight = life.lastSight(column);
    Fields seen = sight == null ? null : sight.fields();
    if (seen == null || !column.equal(life.side, seen.get(column.id(life.side)), value)) {
      return false;
    }
    if (life.restores(author, column)) {
      return false;
    }
    Side far = life.side.other();
    for (Pairings.Pairing pairing : history().pairings().of(life.side, life.id)) {
      Life other = history().life(far, pairing.id(far));
      boolean tookOver = history().pairings().of(far, other.id).size() > 1; // from a merged one
      if (tookOver
          || life.held(column, value, life.lastWritten(author)) // brought back to what was agreed
          || life.held(column, value, other.lastWritten(author))
          || wasWritten(life, other, author, column, value)
          || other.wasSent(author, column, life.side, value)
          || life.seenUnmoved(column, value, author, event, other)
          || saysNoMore(life, other, author, column, value)
          || agreedWhenLinked(life, other, pairing, author, column, value)
          || agreedOnce(life, other, author, column, value)) {
        return false;
      }
      if (other.heldSince(author.moment(), column, life.side, value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The target of a one-way sync whose drift stays is not read, but for what creates in doubt made.
   */
  private boolean isUnread(RunRecord run, Life life) {
    SyncShape shape = world.shape();
    boolean target =
        shape.type().direction() == Direction.to(life.side) && shape.drift() == Drift.KEEP;
    return run.scope(life.side) == null
        || (target
            && !world.reconfigured()
            && history().pairings().of(life.side, life.id).stream()
                .anyMatch(pairing -> pairing.from < run.begun));
  }

  /**
   * What the other side held when it was last written was agreed on then: it was sent from here.
   */
  private static boolean wasWritten(
      Life life, Life other, Life.Event author, Column column, Value value) {
    Fields then = other.at(other.lastWritten(author));
    Value there = then == null ? null : then.get(column.id(other.side));
    return there != null
        && (life.side == Side.LOCAL ? column.agree(value, there) : column.agree(there, value));
  }

  /**
   * An edit that says no more than what the other side was last seen to hold, in its own terms, is
   * nothing to carry over: 6.46 where the other side rounds to 6.5.
   */
  private static boolean saysNoMore(
      Life life, Life other, Life.Event author, Column column, Value value) {
    Life.Sight before = null;
    for (Life.Sight sight : other.sights) {
      if (sight.fields() == null || sight.fields().get(column.id(other.side)) == null) {
        continue;
      }
      if (sight.moment() < author.moment()) {
        before = sight;
      } else if (agrees(life, other, sight, column, value)) {
        return true;
      }
    }
    long since = before == null ? 0 : before.moment();
    return before != null
        && agrees(life, other, before, column, value)
        && other.events.stream()
            .noneMatch(
                event ->
                    event.moment() > since && event.byEngine() && other.changes(event, column));
  }

  private static boolean agrees(
      Life life, Life other, Life.Sight sight, Column column, Value value) {
    Fields fields = sight.fields();
    Value there = fields == null ? null : fields.get(column.id(other.side));
    return there != null
        && (life.side == Side.LOCAL ? column.agree(value, there) : column.agree(there, value));
  }

  /**
   * An older copy of the store tells what was agreed on then: who brings it back changes nothing.
   */
  private boolean agreedOnce(Life life, Life other, Life.Event author, Column column, Value value) {
    return world.restored()
        && life.heldBefore(author.moment(), column, value)
        && (other.everHeld(column, value) || other.everSent(column, value));
  }

  /**
   * What the other side was last seen to hold when the two were linked was agreed on then; and what
   * it was seen to hold before, if that was sent in a create of which nobody knows what came.
   */
  private boolean agreedWhenLinked(
      Life life,
      Life other,
      Pairings.Pairing pairing,
      Life.Event author,
      Column column,
      Value value) {
    return author.moment() < pairing.from
        && other.seenBefore(
            pairing.from, column, life.side, value, history().wasIntended(life.side, other.id));
  }

  static List<Checker> all(SimulatedWorld world) {
    return List.of(
        new I1NoLostUpdate(world),
        new I2LinkBijection(world),
        new I3NoCreationWithoutDecision(world),
        new I4ExactlyOnceCreation(world),
        new I6MappingRoundTrip(world),
        new I7BoundedWork(world),
        new I8DeleteSafety(world),
        new I9CursorSoundness(world),
        new I10Convergence(world),
        new I11Isolation(world),
        new I12SingleWriter(world),
        new I13Termination(world),
        new I14NothingSilent(world),
        new I15CrashAtomicity(world),
        new I21PolicyFidelity(world),
        new I22FilterSoundness(world),
        new I23RateSafety(world),
        new I25ReviewSoundness(world));
  }
}
