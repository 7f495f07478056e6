package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How the values of a column are read and written. Immutable. */
interface ColumnCodec {

  /** Returns what the column holds. */
  FieldType type();

  /** Reads a value. */
  Value read(ResultSet row, int index) throws SQLException;

  /**
   * Returns a value as it will read back once it is written.
   *
   * @throws UnfitValueException if the column cannot hold it
   */
  Value stored(Value value) throws UnfitValueException;

  /** Binds a value that {@link #stored} or {@link #read} returned, other than nothing. */
  void bindValue(PreparedStatement statement, int index, Value value) throws SQLException;

  /** Binds a value that {@link #stored} or {@link #read} returned. */
  default void bind(PreparedStatement statement, int index, Value value) throws SQLException {
    if (value.isNull()) {
      statement.setNull(index, java.sql.Types.NULL);
    } else {
      bindValue(statement, index, value);
    }
  }

  /** Returns whether two values are equal just if SQL finds what is stored for them equal. */
  boolean comparable();
}
