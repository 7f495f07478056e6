package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Link;
import com.puraify.sync.value.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * I7: an edit causes at most one write on each side, but for what is tried again.
 *
 * <p>A pair of items may be written twice for each change by people, also to what either of them
 * was paired with before, twice for being new, and once more for every run that did not end well.
 */
final class I7BoundedWork extends Checker {

  private int troubled;

  I7BoundedWork(SimulatedWorld world) {
    super(world, Invariant.I7_BOUNDED_WORK);
  }

  @Override
  void ran(RunRecord run) {
    if (run.isDisturbed() || run.report() == null || run.unknown() > 0) {
      troubled++;
    }
  }

  @Override
  void quiet() {
    for (Link link : world.links()) {
      int writes = 0;
      int edits = 0;
      for (Side side : Side.values()) {
        List<Life.Event> events = history().life(side, link.id(side)).events;
        writes += (int) events.stream().filter(Life.Event::byEngine).count();
        edits += (int) partners(side, link).stream().mapToLong(each -> edits(side, each)).sum();
      }
      int referred = world.shape().references() ? 2 : 0; // once the other item is linked
      int times = world.restored() ? 2 : 1; // an older copy does not know of what was written since
      int most = times * (2 * edits + 2) + referred + troubled + 3 * history().answers().size();
      if (writes > most) {
        fail(
            link.localId()
                + " and "
                + link.remoteId()
                + " were written "
                + writes
                + " times for "
                + edits
                + " edits");
      }
    }
  }

  /**
   * Returns an item, and those that its counterpart had before it: their edits were written, too.
   */
  private Set<String> partners(Side side, Link link) {
    Set<String> ids = new HashSet<>(Set.of(link.id(side)));
    history().pairings().of(side.other(), link.id(side.other())).stream()
        .map(pairing -> pairing.id(side))
        .forEach(ids::add);
    return ids;
  }

  private long edits(Side side, String id) {
    return history().life(side, id).events.stream().filter(each -> !each.byEngine()).count();
  }
}
