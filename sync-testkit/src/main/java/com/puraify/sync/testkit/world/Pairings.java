package com.puraify.sync.testkit.world;

import com.puraify.sync.state.Link;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which items were ever linked, and from when to when. Confined to one thread. */
final class Pairings {

  private final List<Pairing> all = new ArrayList<>();
  private final Map<Long, Pairing> open = new HashMap<>();

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
  }

  /** Takes notice of the links that there are at a moment. */
  void update(long moment, List<Link> links) {
    Map<Long, Link> now = new HashMap<>();
    links.forEach(link -> now.put(link.number(), link));
    open.entrySet()
        .removeIf(
            entry -> {
              Link link = now.get(entry.getKey());
              Pairing pairing = entry.getValue();
              boolean over =
                  link == null
                      || !link.localId().equals(pairing.local)
                      || !link.remoteId().equals(pairing.remote);
              if (over) {
                pairing.until = moment;
              }
              return over;
            });
    for (Link link : links) {
      open.computeIfAbsent(
          link.number(),
          number -> {
            Pairing pairing = new Pairing(link.localId(), link.remoteId(), moment);
            all.add(pairing);
            return pairing;
          });
    }
  }

  /** Returns all that an item was ever linked with, the latest last. */
  List<Pairing> of(Side side, String id) {
    return all.stream().filter(pairing -> pairing.id(side).equals(id)).toList();
  }

  /** Returns the link that an item is in, or null. */
  @Nullable Pairing now(Side side, String id) {
    for (Pairing pairing : open.values()) {
      if (pairing.id(side).equals(id)) {
        return pairing;
      }
    }
    return null;
  }

  /** Returns whether an item is in a link, or was at some time after a moment. */
  boolean heldSince(long moment, Side side, String id) {
    return all.stream()
        .anyMatch(pairing -> pairing.id(side).equals(id) && pairing.until > moment);
  }

  /** Returns whether a link was made or dropped after a moment. */
  boolean changedSince(long moment) {
    return all.stream()
        .anyMatch(
            pairing ->
                pairing.from > moment
                    || (pairing.until > moment && pairing.until != Long.MAX_VALUE));
  }
}
