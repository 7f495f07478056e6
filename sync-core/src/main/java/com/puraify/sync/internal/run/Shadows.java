package com.puraify.sync.internal.run;

import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run leaves alone because of creates in doubt. */
final class Shadows {

  private final BoundMapping mapping;
  private final Set<String> sources = new HashSet<>();
  private final Set<Long> links = new HashSet<>();
  private final Map<Side, List<Base>> contents = new EnumMap<>(Side.class);

  Shadows(BoundMapping mapping) {
    this.mapping = mapping;
  }

  void clear() {
    sources.clear();
    links.clear();
    contents.clear();
  }

  /** Leaves a create's source alone, the link it is to mend, and all that is like what was sent. */
  void cast(Side target, Intent.Entry entry, List<Base> sent) {
    if (entry.link() != 0) {
      links.add(entry.link());
    }
    sources.add(target.other() + "|" + entry.sourceId());
    standBack(target, sent);
  }

  /** Leaves alone what is like what was sent. */
  void standBack(Side target, List<Base> sent) {
    contents.computeIfAbsent(target, side -> new ArrayList<>()).addAll(sent);
  }

  boolean isEmpty() {
    return sources.isEmpty() && contents.isEmpty();
  }

  boolean covers(Link link) {
    return links.contains(link.number());
  }

  boolean covers(Side side, Item item) {
    if (sources.contains(side + "|" + item.id())) {
      return true;
    }
    List<Base> sent = contents.getOrDefault(side, List.of());
    if (sent.isEmpty()) {
      return false;
    }
    Likeness likeness = new Likeness(side, mapping);
    return sent.stream().anyMatch(content -> likeness.isAlike(content, item));
  }
}
