package com.puraify.sync.testkit.world;

import com.puraify.sync.state.StateChange;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.value.Side;

/** A fingerprint of everything that happened in a world, in its order. Confined to one thread. */
final class Digest {

  private static final long PRIME = 0x100000001B3L;

  /** Whether everything that happens is told, for people who look into a failure. */
  static final String TRACE = "sync.trace";

  private final boolean traced = Boolean.getBoolean(TRACE);

  private long hash = 0xCBF29CE484222325L;

  void add(String text) {
    if (traced) {
      System.out.println("    " + text);
    }
    hash = (hash ^ text.hashCode()) * PRIME;
  }

  void add(Side side, MemoryChange change) {
    add(
        (change.byEngine() ? "engine " : "person ")
            + side
            + ' '
            + change.id()
            + ' '
            + change.at()
            + ' '
            + change.after());
  }

  void add(StateChange change) {
    if (change instanceof StateChange.PutDocument put) {
      add(put.document().id());
      add(put.document().text());
    } else if (change instanceof StateChange.PutLink put) {
      add(put.link().localId() + "=" + put.link().remoteId() + " " + put.link().condition());
      hash = (hash ^ put.link().hashCode()) * PRIME;
    } else {
      add(change.toString());
    }
  }

  long value() {
    return hash;
  }
}
