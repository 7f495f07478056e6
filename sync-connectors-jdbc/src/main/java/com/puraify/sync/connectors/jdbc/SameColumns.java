package com.puraify.sync.connectors.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes that are of the same columns, so that they share a statement.
 *
 * @param <T> the kind of write
 */
record SameColumns<T>(List<Column> columns, List<T> writes) {

  /** Returns writes in groups; there are few, so that each is sought among them in turn. */
  static <T> List<SameColumns<T>> group(List<T> writes, Function<T, List<Column>> columnsOf) {
    List<SameColumns<T>> groups = new ArrayList<>();
    SameColumns<T> last = null;
    for (T write : writes) {
      List<Column> columns = columnsOf.apply(write);
      if (last == null || !last.isOf(columns)) {
        last = find(groups, columns);
      }
      last.writes().add(write);
    }
    return groups;
  }

  private static <T> SameColumns<T> find(List<SameColumns<T>> groups, List<Column> columns) {
    for (SameColumns<T> group : groups) {
      if (group.isOf(columns)) {
        return group;
      }
    }
    SameColumns<T> group = new SameColumns<>(columns, new ArrayList<>());
    groups.add(group);
    return group;
  }

  private boolean isOf(List<Column> others) {
    if (columns.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).name().equals(others.get(i).name())) {
        return false;
      }
    }
    return true;
  }
}
