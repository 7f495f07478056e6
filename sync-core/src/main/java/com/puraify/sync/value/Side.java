package com.puraify.sync.value;

/** One of the two sides of every sync. */
public enum Side {
  /** The host's own entity: a SQL table, the host's objects. */
  LOCAL,
  /** The outside platform's entity. */
  REMOTE;

  /** Returns the other side. */
  public Side other() {
    return this == LOCAL ? REMOTE : LOCAL;
  }
}
