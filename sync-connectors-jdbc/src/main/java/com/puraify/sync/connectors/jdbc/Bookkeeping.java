package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that a write keeps up besides those that it is asked to write. */
final class Bookkeeping {

  private final Table table;
  private final @Nullable Column touched;
  private final @Nullable Column raised;

  Bookkeeping(Table table, TableSettings settings) {
    this.table = table;
    this.touched = settings.touchModifiedAt() ? given(table.modifiedAt()) : null;
    Column version = settings.raiseVersion() ? given(table.version()) : null;
    boolean whole =
        version != null
            && (version.codec() instanceof NumberCodecs.Whole
                || version.codec() instanceof SqliteCodecs.Numbers);
    this.raised = whole ? version : null;
  }

  private static @Nullable Column given(@Nullable Column column) {
    return column == null || column.generated() ? null : column;
  }

  /** A column with the value that is bound to it. */
  record Extra(Column column, Value value) {}

  /** Returns whether writes set the time of change. */
  boolean touches() {
    return touched != null;
  }

  /** Returns the database's time if writes need it, else null. */
  @Nullable Instant clock(Connection connection) throws SQLException {
    return touched == null && table.tombstone() == null
        ? null
        : SourceClock.now(connection, table.dialect());
  }

  /** Returns what is bound when a row is written at some time. */
  List<Extra> onWrite(@Nullable Instant now) {
    return touched == null || now == null
        ? List.of()
        : List.of(new Extra(touched, touched.codec().type().canonical(new Value.Moment(now))));
  }

  /** Returns what is bound when a row is inserted at some time. */
  List<Extra> onInsert(@Nullable Instant now) {
    List<Extra> extras = new ArrayList<>(onWrite(now));
    if (raised != null && !raised.nullable() && !raised.hasDefault()) {
      extras.add(new Extra(raised, Value.number(1)));
    }
    return extras;
  }

  /** Returns the assignment that raises the version, or null. */
  @Nullable String raise() {
    return raised == null ? null : raised.quoted() + " = COALESCE(" + raised.quoted() + ", 0) + 1";
  }

  /**
   * Returns the time of change that a row has after it was written, or null if that is not known.
   */
  @Nullable Instant modifiedAt(@Nullable Instant now) {
    return touches() ? now : null;
  }
}
