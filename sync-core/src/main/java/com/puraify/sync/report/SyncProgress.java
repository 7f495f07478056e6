package com.puraify.sync.report;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is. Immutable.
 *
 * @param phase what it is doing
 * @param read how many items it has read, on both sides together
 * @param planned how many items it has to write, as far as is known
 * @param written how many items it has written
 * @param nextCall how long it has to wait until its next call is allowed, or null if it need not
 */
public record SyncProgress(
    Phase phase, long read, long planned, long written, @Nullable Duration nextCall) {

  /** What a run is doing. */
  public enum Phase {
    /** Asking for permission, taking the lease, opening both sides. */
    OPENING,
    /** Settling writes whose outcome an earlier run did not learn. */
    RECOVERING,
    /** Reading both sides. */
    READING,
    /** Matching and merging. */
    PLANNING,
    /** Writing both sides. */
    WRITING,
    /** Over. */
    DONE;

    /** Returns the word that logs use. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
