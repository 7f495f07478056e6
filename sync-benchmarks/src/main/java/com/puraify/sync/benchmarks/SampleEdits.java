package com.puraify.sync.benchmarks;

import com.puraify.sync.value.Side;
import java.math.BigDecimal;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What people do on both sides between two syncs of a table: of each 1,000 rows, each side edits
 * 100, deletes 5 and adds 10, and 5 are edited on both sides in different fields.
 *
 * @param rows how many rows there are before
 * @param key what key they have
 */
record SampleEdits(long rows, SampleRow.Key key) {

  private static final int LOCAL_EDIT = 1;
  private static final int REMOTE_EDIT = 2;
  private static final int EVERY = 10;
  private static final int LOCAL_DELETE = 3;
  private static final int REMOTE_DELETE = 4;
  private static final int BOTH_EDIT = 5;
  private static final int SELDOM = 200;
  private static final int ADDED = 100;

  /** Returns the numbers of the rows that a side edits; the local one titles, the other amounts. */
  LongStream edited(Side side) {
    return LongStream.rangeClosed(1, rows).filter(number -> isEdited(side, number));
  }

  /** Returns the numbers of the rows that a side deletes. */
  LongStream deleted(Side side) {
    return LongStream.rangeClosed(1, rows).filter(number -> isDeleted(side, number));
  }

  /** Returns the numbers of the rows that a side adds. */
  LongStream added(Side side) {
    long from = rows + (side == Side.LOCAL ? 0 : rows / ADDED);
    return LongStream.rangeClosed(from + 1, from + rows / ADDED);
  }

  /** Returns how many rows there are on both sides once all is synced. */
  long rowsAfter() {
    return rows + 2 * (rows / ADDED) - deleted(Side.LOCAL).count() - deleted(Side.REMOTE).count();
  }

  /** Returns the highest number ever given to a row. */
  long lastNumber() {
    return rows + 2 * (rows / ADDED);
  }

  /** Returns the row that both sides must hold once all is synced, or null if none. */
  @Nullable SampleRow after(long number) {
    if (isDeleted(Side.LOCAL, number) || isDeleted(Side.REMOTE, number)) {
      return null;
    }
    SampleRow row = SampleRow.of(number, key);
    for (Side side : Side.values()) {
      if (isEdited(side, number)) {
        row = edit(side, row);
      }
    }
    return row;
  }

  /** Returns a row as a side edits it. */
  static SampleRow edit(Side side, SampleRow row) {
    return side == Side.LOCAL
        ? row.withTitle(row.title() + " (edited)")
        : row.withAmount(row.amount().add(BigDecimal.TEN));
  }

  private boolean isEdited(Side side, long number) {
    return number <= rows
        && (number % EVERY == (side == Side.LOCAL ? LOCAL_EDIT : REMOTE_EDIT)
            || number % SELDOM == BOTH_EDIT);
  }

  private boolean isDeleted(Side side, long number) {
    return number <= rows && number % SELDOM == (side == Side.LOCAL ? LOCAL_DELETE : REMOTE_DELETE);
  }
}
