package com.puraify.sync.state;

import com.puraify.sync.value.Side;
import java.time.Instant;

/**
 * What is remembered of an item that has no link. Immutable.
 *
 * @param side the side that it is on
 * @param id its id, marked at most once a side
 * @param kind why it is remembered
 * @param key a fingerprint of its match key, or 0 if it has none
 * @param content a fingerprint of what it held, or 0 if unknown
 * @param revisit whether the next run must look at it even if no change is reported
 * @param at when the mark was made
 */
public record Mark(
    Side side, String id, Kind kind, long key, long content, boolean revisit, Instant at) {

  /** Why an unlinked item is remembered. */
  public enum Kind {
    /** It is known to be dead: a listing that still shows it is not believed without a look. */
    TOMBSTONE,
    /** Nobody knows yet to which of several it belongs. */
    AMBIGUOUS,
    /** The other side refused to create it; tried again when it changes. */
    QUARANTINED,
    /** It has no counterpart and is to have none: one-way, filtered out, unlinked, or held. */
    UNLINKED
  }

  /** Returns this mark with another match key. */
  public Mark withKey(long other) {
    return new Mark(side, id, kind, other, content, revisit, at);
  }

  /** Returns this mark with another answer to whether the next run must look. */
  public Mark withRevisit(boolean yes) {
    return new Mark(side, id, kind, key, content, yes, at);
  }
}
