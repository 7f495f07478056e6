package com.puraify.sync.internal.run;

import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;

/** Something that has to be merged. */
sealed interface Work {

  /** A linked pair of which at least one side shows something. */
  record Linked(Link link, Sighting local, Sighting remote) implements Work {
    Sighting sighting(Side side) {
      return side == Side.LOCAL ? local : remote;
    }

    /** Returns whether one of the items is gone. */
    boolean removal() {
      return local.delta() instanceof Delta.Removed || remote.delta() instanceof Delta.Removed;
    }

    Linked with(Side side, Sighting sighting) {
      return side == Side.LOCAL
          ? new Linked(link, sighting, remote)
          : new Linked(link, local, sighting);
    }
  }

  /** Two unlinked items that are the same thing. */
  record Pair(Item local, Item remote) implements Work {}

  /** An unlinked item without a counterpart. */
  record Single(Side source, Item item) implements Work {}
}
