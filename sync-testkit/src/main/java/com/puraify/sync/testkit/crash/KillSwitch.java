package com.puraify.sync.testkit.crash;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the points at which an engine's process could die, and lets it die at one of them.
 *
 * <p>Such a point lies before and after each call to the state store and to an entity, and between
 * the writes of a batch where a {@link com.puraify.sync.testkit.MemoryEntity} takes them one by
 * one. At the chosen point the call throws {@link Killed}; from then on so does every other call
 * through this switch, so that nothing a dying engine does on its way out (a {@code finally}, a
 * {@code close}) reaches the store or a platform, just as nothing does once a process is gone.
 *
 * <p>Give the engine its store and entities through {@link #guard(StateStore)} and {@link
 * #guard(Entity)}; or, for entities in memory, hand the switch to {@code interfere}. After a death
 * build another engine with another switch, and let the lease run out, as it would.
 *
 * <p>Thread-safe. The points are numbered the same way in every run only if the engine is told to
 * use a single thread.
 */
public final class KillSwitch implements Interference {

  /** Which points count. */
  public enum Points {
    /** Every one. */
    ALL,
    /**
     * Those just after a call that may have changed something. A death at any other point leaves
     * the world and the store as one of these does, or as they were in the beginning.
     */
    CHANGES
  }

  private static final long NEVER = 0;

  private final long point;
  private final Points points;
  private final AtomicLong seen = new AtomicLong();
  private volatile @Nullable String deadAt;

  private KillSwitch(long point, Points points) {
    this.point = point;
    this.points = points;
  }

  /** Returns a switch that counts and never kills. */
  public static KillSwitch counting(Points points) {
    return new KillSwitch(NEVER, points);
  }

  /**
   * Returns a switch that kills at a point.
   *
   * @param point the number of the point, counted from 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public static KillSwitch at(long point, Points points) {
    if (point < 1) {
      throw new IllegalArgumentException("points are counted from 1, not " + point);
    }
    return new KillSwitch(point, points);
  }

  /** Returns a view of a store that dies with this switch. Closing it does not close the store. */
  public StateStore guard(StateStore store) {
    return new KillableStore(store, this);
  }

  /** Returns a view of an entity that dies with this switch. */
  public Entity guard(Entity entity) {
    return new KillableEntity(entity, this);
  }

  /** Returns how many points were passed, or reached. */
  public long seen() {
    return seen.get();
  }

  /**
   * Kills at once, whatever the engine is doing: its next call throws, and each one after.
   *
   * @param where what it is doing
   */
  public void kill(String where) {
    if (deadAt == null) {
      deadAt = where;
    }
  }

  /** Returns whether it has killed. */
  public boolean isDead() {
    return deadAt != null;
  }

  /** Returns where it killed, or an empty text if it did not. */
  public String where() {
    String where = deadAt;
    return where == null ? "" : where;
  }

  @Override
  public void before(SpiCall call) {
    before(call.toString());
  }

  @Override
  public void beforeItem(SpiCall call, int index) {
    if (index > 0) {
      pass("between " + (index - 1) + " and " + index + " of " + call, true);
    }
  }

  @Override
  public void after(SpiCall call) {
    after(call.toString(), call.kind().isWrite());
  }

  /** Passes the point before a call, and dies there if it is the one. */
  void before(String call) {
    pass("before " + call, false);
  }

  /** Passes the point after a call, and dies there if it is the one. */
  void after(String call, boolean changes) {
    pass("after " + call, changes);
  }

  private void pass(String where, boolean changes) {
    String dead = deadAt;
    if (dead != null) {
      throw new Killed("dead since " + dead);
    }
    if ((changes || points == Points.ALL) && seen.incrementAndGet() == point) {
      deadAt = where;
      throw new Killed(where);
    }
  }
}
