package com.puraify.sync.testkit.hubspot;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All associations, each kept on both of its sides. Guarded by the lock of the portal. */
final class Edges {
  private static final Comparator<CrmRecord> ORDER =
      Comparator.comparing((CrmRecord record) -> record.type.typeId)
          .thenComparingLong(record -> record.id);

  /** An association that a record is to be made with. */
  record Wish(CrmRecord to, AssociationType type) {}

  private final Map<CrmRecord, NavigableMap<CrmRecord, SortedSet<Integer>>> all = new HashMap<>();

  void add(CrmRecord from, CrmRecord to, int typeId) {
    all.computeIfAbsent(from, record -> new TreeMap<>(ORDER))
        .computeIfAbsent(to, record -> new TreeSet<>())
        .add(typeId);
  }

  void remove(CrmRecord from, CrmRecord to, int typeId) {
    SortedSet<Integer> types = of(from).get(to);
    if (types != null) {
      types.remove(typeId);
      if (types.isEmpty()) {
        remove(from, to);
      }
    }
  }

  void remove(CrmRecord from, CrmRecord to) {
    NavigableMap<CrmRecord, SortedSet<Integer>> mine = all.get(from);
    if (mine != null) {
      mine.remove(to);
    }
  }

  void forget(CrmRecord record) {
    NavigableMap<CrmRecord, SortedSet<Integer>> mine = all.remove(record);
    if (mine != null) {
      mine.keySet().forEach(other -> remove(other, record));
    }
  }

  /** Returns the type ids between two records as seen from the first; none when not associated. */
  SortedSet<Integer> types(CrmRecord from, CrmRecord to) {
    SortedSet<Integer> types = of(from).get(to);
    return types == null ? new TreeSet<>() : new TreeSet<>(types);
  }

  /** Returns the live records of a type that a record is associated with, by id. */
  List<CrmRecord> ends(CrmRecord from, ObjectType to) {
    return of(from).keySet().stream().filter(end -> end.type.equals(to) && end.isLive()).toList();
  }

  /** Returns all records that a record is associated with. */
  List<CrmRecord> ends(CrmRecord from) {
    return List.copyOf(of(from).keySet());
  }

  private NavigableMap<CrmRecord, SortedSet<Integer>> of(CrmRecord from) {
    return all.getOrDefault(from, new TreeMap<>(ORDER));
  }
}
