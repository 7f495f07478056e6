package com.puraify.sync.mapping;

import com.puraify.sync.value.Side;

/** Which way values flow. */
public enum Direction {
  /** Both ways. */
  BOTH,
  /** From the remote side to the local side only. */
  TO_LOCAL,
  /** From the local side to the remote side only. */
  TO_REMOTE,
  /** Not at all. */
  NONE;

  /** Returns the direction that writes only a side. */
  public static Direction to(Side side) {
    return side == Side.LOCAL ? TO_LOCAL : TO_REMOTE;
  }

  /** Returns whether values flow to a side. */
  public boolean flowsTo(Side side) {
    return this == BOTH || this == to(side);
  }

  /** Returns what both this and another direction allow. */
  public Direction and(Direction other) {
    boolean local = flowsTo(Side.LOCAL) && other.flowsTo(Side.LOCAL);
    boolean remote = flowsTo(Side.REMOTE) && other.flowsTo(Side.REMOTE);
    if (local && remote) {
      return BOTH;
    }
    return local ? TO_LOCAL : remote ? TO_REMOTE : NONE;
  }
}
