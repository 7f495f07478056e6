package com.puraify.sync.state.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Values for the brackets of an {@code IN}. Lists come in three lengths, filled up by repeating the
 * last value, so that three prepared statements serve any number of values.
 */
final class InList<T> {

  /** Sets one value of a statement. */
  interface Binder<T> {
    void set(int at, T value) throws SQLException;
  }

  private static final int[] LENGTHS = {1, 16, 256};

  private final List<T> values;
  private final int length;

  private InList(List<T> values, int length) {
    this.values = values;
    this.length = length;
  }

  static <T> List<InList<T>> split(List<T> values) {
    int most = LENGTHS[LENGTHS.length - 1];
    List<InList<T>> lists = new ArrayList<>();
    for (int from = 0; from < values.size(); from += most) {
      List<T> part = values.subList(from, Math.min(values.size(), from + most));
      int fit = 0;
      while (LENGTHS[fit] < part.size()) {
        fit++;
      }
      lists.add(new InList<>(part, LENGTHS[fit]));
    }
    return lists;
  }

  String placeholders() {
    return "(?" + ", ?".repeat(length - 1) + ")";
  }

  void bind(int first, Binder<T> binder) throws SQLException {
    for (int i = 0; i < length; i++) {
      binder.set(first + i, values.get(Math.min(i, values.size() - 1)));
    }
  }
}
