package com.puraify.sync;

import com.puraify.sync.mapping.Direction;

/** Which way a sync runs. */
public enum SyncType {
  /** From the remote side to the local side. */
  PULL,
  /** From the local side to the remote side. */
  PUSH,
  /** Both ways. */
  BIDIRECTIONAL;

  /** Returns which way values flow. */
  public Direction direction() {
    return switch (this) {
      case PULL -> Direction.TO_LOCAL;
      case PUSH -> Direction.TO_REMOTE;
      case BIDIRECTIONAL -> Direction.BOTH;
    };
  }
}
