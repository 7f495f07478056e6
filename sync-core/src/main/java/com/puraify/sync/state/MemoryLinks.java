package com.puraify.sync.state;

import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The links of one sync in memory, found by number, by either id, or by their revisit flag. */
final class MemoryLinks {

  private final TreeMap<Long, Link> byNumber = new TreeMap<>();
  private final TreeMap<Long, Link> toRevisit = new TreeMap<>();
  private final Map<String, Link> byLocal = new HashMap<>();
  private final Map<String, Link> byRemote = new HashMap<>();
  private long lastNumber;

  @Nullable Link get(long number) {
    return byNumber.get(number);
  }

  @Nullable Link holding(Side side, String id) {
    return byId(side).get(id);
  }

  /** Puts a link that is known to leave every id in one link. */
  void put(Link link) {
    remove(link.number());
    byNumber.put(link.number(), link);
    byLocal.put(link.localId(), link);
    byRemote.put(link.remoteId(), link);
    if (link.condition().revisit()) {
      toRevisit.put(link.number(), link);
    }
    lastNumber = Math.max(lastNumber, link.number());
  }

  void remove(long number) {
    Link old = byNumber.remove(number);
    if (old != null) {
      toRevisit.remove(number);
      byLocal.remove(old.localId());
      byRemote.remove(old.remoteId());
    }
  }

  List<Link> byIds(Side side, Collection<String> ids) {
    Map<String, Link> held = byId(side);
    return new LinkedHashSet<>(ids).stream().map(held::get).filter(Objects::nonNull).toList();
  }

  List<Link> byNumbers(Collection<Long> numbers) {
    return new LinkedHashSet<>(numbers)
        .stream().map(byNumber::get).filter(Objects::nonNull).toList();
  }

  List<Link> after(long number, int limit) {
    return byNumber.tailMap(number, false).values().stream().limit(limit).toList();
  }

  List<Link> toRevisit() {
    return new ArrayList<>(toRevisit.values());
  }

  long lastNumber() {
    return lastNumber;
  }

  long count() {
    return byNumber.size();
  }

  private Map<String, Link> byId(Side side) {
    return side == Side.LOCAL ? byLocal : byRemote;
  }
}
