package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Link;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which items were ever linked, and from when to when. Confined to one thread. */
final class Pairings {

  private final Map<Long, Pairing> open = new HashMap<>();
  private final Map<String, List<Pairing>> byLocal = new HashMap<>();
  private final Map<String, List<Pairing>> byRemote = new HashMap<>();
  private long latest;

  /** A link while it held. */
  static final class Pairing {
    final String local;
    final String remote;
    final long from;
    long until = Long.MAX_VALUE;

    Pairing(String local, String remote, long from) {
      this.local = local;
      this.remote = remote;
      this.from = from;
    }

    String id(Side side) {
      return side == Side.LOCAL ? local : remote;
    }

    private boolean is(Link link) {
      return link.localId().equals(local) && link.remoteId().equals(remote);
    }
  }

  /** Takes notice of the links that there are at a moment. */
  void update(long moment, List<Link> links) {
    Map<Long, Link> now = new HashMap<>();
    links.forEach(link -> now.put(link.number(), link));
    for (Iterator<Map.Entry<Long, Pairing>> each = open.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Long, Pairing> entry = each.next();
      Link link = now.get(entry.getKey());
      if (link == null || !entry.getValue().is(link)) {
        entry.getValue().until = moment;
        latest = moment;
        each.remove();
      }
    }
    for (Link link : links) {
      if (!open.containsKey(link.number())) {
        begin(moment, link);
      }
    }
  }

  private void begin(long moment, Link link) {
    Pairing pairing = new Pairing(link.localId(), link.remoteId(), moment);
    open.put(link.number(), pairing);
    byLocal.computeIfAbsent(pairing.local, id -> new ArrayList<>(2)).add(pairing);
    byRemote.computeIfAbsent(pairing.remote, id -> new ArrayList<>(2)).add(pairing);
    latest = moment;
  }

  /** Returns all that an item was ever linked with, the latest last. */
  List<Pairing> of(Side side, String id) {
    return (side == Side.LOCAL ? byLocal : byRemote).getOrDefault(id, List.of());
  }

  /** Returns the link that an item is in, or null. */
  @Nullable Pairing now(Side side, String id) {
    for (Pairing pairing : of(side, id)) {
      if (pairing.until == Long.MAX_VALUE) {
        return pairing;
      }
    }
    return null;
  }

  /** Returns whether an item is in a link, or was at some time after a moment. */
  boolean heldSince(long moment, Side side, String id) {
    return of(side, id).stream().anyMatch(pairing -> pairing.until > moment);
  }

  /** Returns whether a link was made or dropped after a moment. */
  boolean changedSince(long moment) {
    return latest > moment;
  }
}
