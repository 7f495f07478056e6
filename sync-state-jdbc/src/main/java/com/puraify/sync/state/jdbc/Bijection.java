package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, after a database refused a commit, which id would have been in two links. Pure: it
 * replays the changes on the links that were there.
 */
final class Bijection {

  private final Map<Long, Link> links = new HashMap<>();
  private final Map<Side, Map<String, Long>> holders = new EnumMap<>(Side.class);

  /** Starts with every stored link whose number or one of whose ids is in the changes. */
  Bijection(List<Link> stored) {
    for (Side side : Side.values()) {
      holders.put(side, new HashMap<>());
    }
    stored.forEach(this::put);
  }

  /** Returns the first clash, in words, or null if there is none. */
  @Nullable String clash(List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.RemoveLink remove) {
        remove(remove.number());
      } else if (change instanceof StateChange.PutLink put) {
        for (Side side : Side.values()) {
          Long holder = holders(side).get(put.link().id(side));
          if (holder != null && holder != put.link().number()) {
            return describe(side, put.link(), holder);
          }
        }
        remove(put.link().number());
        put(put.link());
      }
    }
    return null;
  }

  private static String describe(Side side, Link link, long holder) {
    return "the "
        + LinkTable.column(side)
        + " id '"
        + link.id(side)
        + "' is in link "
        + holder
        + ", so link "
        + link.number()
        + " cannot have it too";
  }

  private void put(Link link) {
    links.put(link.number(), link);
    for (Side side : Side.values()) {
      holders(side).put(link.id(side), link.number());
    }
  }

  private void remove(long number) {
    Link link = links.remove(number);
    if (link != null) {
      for (Side side : Side.values()) {
        holders(side).remove(link.id(side));
      }
    }
  }

  private Map<String, Long> holders(Side side) {
    return holders.computeIfAbsent(side, key -> new HashMap<>());
  }
}
