package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The column that marks deleted rows.
 *
 * @param column the column
 * @param zone in which a day of deletion falls
 */
record Tombstone(Column column, ZoneId zone) {

  /** Checks that the column's type can tell deleted rows from others. */
  Tombstone {
    FieldType type = column.codec().type();
    boolean fit =
        type instanceof FieldType.Bool
            || type instanceof FieldType.Num
            || ((type instanceof FieldType.Moment || type instanceof FieldType.Day)
                && column.nullable());
    if (!fit) {
      throw new ConnectorException(
          Kind.INVALID,
          "column "
              + column.name()
              + " cannot be a tombstone: expected a boolean, a number, or a date or time that may"
              + " be NULL");
    }
  }

  /** Returns a condition for rows that are not deleted. */
  String isAlive() {
    String name = column.quoted();
    if (column.codec().type() instanceof FieldType.Bool) {
      return "(" + name + " IS NULL OR " + name + " = FALSE)";
    }
    if (column.codec().type() instanceof FieldType.Num) {
      return "(" + name + " IS NULL OR " + name + " = 0)";
    }
    return name + " IS NULL";
  }

  /** Returns whether a row with a value in the column is deleted. */
  boolean marks(Value value) {
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    if (value instanceof Value.Num number) {
      return number.value().signum() != 0;
    }
    return !value.isNull();
  }

  /** Returns the value that marks a row as deleted at some time of the database's clock. */
  Value mark(Instant now) {
    FieldType type = column.codec().type();
    if (type instanceof FieldType.Bool) {
      return Value.TRUE;
    }
    if (type instanceof FieldType.Num) {
      return Value.number(1);
    }
    return type instanceof FieldType.Day
        ? new Value.Day(LocalDate.ofInstant(now, zone))
        : type.canonical(new Value.Moment(now));
  }
}
