package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** I2: an id is in at most one link, and a link names two items that existed when it was made. */
final class I2LinkBijection extends Checker {

  I2LinkBijection(SimulatedWorld world) {
    super(world, Invariant.I2_LINK_BIJECTION);
  }

  @Override
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    boolean links = false;
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink put) {
        links = true;
        existed(put.link());
      }
    }
    if (links) {
      bijective();
    }
  }

  private void existed(Link link) {
    for (Side side : Side.values()) {
      if (history().life(side, link.id(side)).events.isEmpty()) {
        fail("link " + link.number() + " names " + side + " " + link.id(side) + ", never there");
      }
    }
  }

  private void bijective() {
    for (Side side : Side.values()) {
      Set<String> ids = new HashSet<>();
      for (Link link : world.links()) {
        if (!ids.add(link.id(side))) {
          fail(side + " " + link.id(side) + " is in two links");
        }
      }
    }
  }
}
