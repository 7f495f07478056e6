package com.puraify.sync.state;

import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The marks of one sync in memory, found by item, by match key, or by their revisit flag. */
final class MemoryMarks {

  private record Place(Side side, String id) {}

  private record Key(Side side, long key) {}

  private final Map<Place, Mark> byPlace = new LinkedHashMap<>();
  private final Map<Place, Mark> toRevisit = new LinkedHashMap<>();
  private final Map<Key, Map<Place, Mark>> byKey = new HashMap<>();

  void put(Mark mark) {
    remove(mark.side(), mark.id());
    Place place = new Place(mark.side(), mark.id());
    byPlace.put(place, mark);
    if (mark.revisit()) {
      toRevisit.put(place, mark);
    }
    if (mark.key() != 0) {
      byKey
          .computeIfAbsent(new Key(mark.side(), mark.key()), key -> new LinkedHashMap<>())
          .put(place, mark);
    }
  }

  void remove(Side side, String id) {
    Place place = new Place(side, id);
    Mark old = byPlace.remove(place);
    if (old != null) {
      toRevisit.remove(place);
      byKey.computeIfPresent(
          new Key(side, old.key()),
          (key, marks) -> {
            marks.remove(place);
            return marks.isEmpty() ? null : marks;
          });
    }
  }

  void prune(Mark.Kind kind, Instant before) {
    byPlace.values().stream()
        .filter(mark -> mark.kind() == kind && mark.at().isBefore(before))
        .toList()
        .forEach(mark -> remove(mark.side(), mark.id()));
  }

  List<Mark> byIds(Side side, Collection<String> ids) {
    return new LinkedHashSet<>(ids)
        .stream().map(id -> byPlace.get(new Place(side, id))).filter(Objects::nonNull).toList();
  }

  List<Mark> byKeys(Side side, Collection<Long> keys) {
    return new LinkedHashSet<>(keys)
        .stream()
            .map(key -> byKey.getOrDefault(new Key(side, key), Map.of()))
            .flatMap(marks -> marks.values().stream())
            .toList();
  }

  List<Mark> toRevisit() {
    return new ArrayList<>(toRevisit.values());
  }
}
