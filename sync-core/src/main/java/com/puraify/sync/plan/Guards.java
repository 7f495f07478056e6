package com.puraify.sync.plan;

import com.puraify.sync.error.ConfigurationException;

/**
 * The limits beyond which a run asks before it writes anything. Immutable.
 *
 * <p>Defaults: more than {@value #DEFAULT_MAX_DELETES} deletes, or more than {@link
 * #DEFAULT_MAX_DELETE_SHARE} of the linked items (but at least {@value #SHARE_FLOOR}); a side that
 * held items and is empty; a side whose items all changed at once (at least {@value
 * #ALL_CHANGED_FLOOR} of them).
 *
 * @param maxDeletes how many items one run may delete on a side
 * @param maxDeleteShare which share of the linked items one run may delete on a side, 0 to 1
 * @param emptySide whether a side that was not empty and now is stops the run
 * @param allChanged whether a side whose linked items all changed at once stops the run
 */
public record Guards(int maxDeletes, double maxDeleteShare, boolean emptySide, boolean allChanged) {

  /** How many deletes are let through. */
  public static final int DEFAULT_MAX_DELETES = 50;

  /** Which share of the linked items may be deleted. */
  public static final double DEFAULT_MAX_DELETE_SHARE = 0.10;

  /** The share counts only when more items than this are deleted. */
  public static final int SHARE_FLOOR = 5;

  /** "All changed" counts only from this many linked items. */
  public static final int ALL_CHANGED_FLOOR = 20;

  /** The defaults. */
  public static final Guards DEFAULT =
      new Guards(DEFAULT_MAX_DELETES, DEFAULT_MAX_DELETE_SHARE, true, true);

  /** No limits at all. */
  public static final Guards OFF = new Guards(Integer.MAX_VALUE, 1, false, false);

  /** Checks the numbers. */
  public Guards {
    if (maxDeletes < 0) {
      throw new ConfigurationException("guards.maxDeletes", "must not be negative");
    }
    if (!(maxDeleteShare >= 0 && maxDeleteShare <= 1)) {
      throw new ConfigurationException("guards.maxDeleteShare", "must be from 0 to 1");
    }
  }

  /** Returns these limits with another number of deletes. */
  public Guards withMaxDeletes(int count) {
    return new Guards(count, maxDeleteShare, emptySide, allChanged);
  }

  /** Returns these limits with another share of deletes. */
  public Guards withMaxDeleteShare(double share) {
    return new Guards(maxDeletes, share, emptySide, allChanged);
  }

  /** What can trip. */
  public enum Guard {
    /** Too many deletes on the local side. */
    LOCAL_DELETES,
    /** Too many deletes on the remote side. */
    REMOTE_DELETES,
    /** The local side held items and is empty. */
    LOCAL_EMPTY,
    /** The remote side held items and is empty. */
    REMOTE_EMPTY,
    /** Every linked local item changed. */
    LOCAL_ALL_CHANGED,
    /** Every linked remote item changed. */
    REMOTE_ALL_CHANGED
  }

  /**
   * A limit that was reached.
   *
   * @param guard which
   * @param count how many items it is about
   * @param total out of how many
   * @param message what happened and what to do, for people
   */
  public record Tripped(Guard guard, long count, long total, String message) {}
}
