package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Truth values.
 *
 * @param loose whether the database stores whatever it is given (SQLite)
 */
record BoolCodec(boolean loose) implements ColumnCodec {

  @Override
  public FieldType type() {
    return FieldType.bool();
  }

  @Override
  public Value read(ResultSet row, int index) throws SQLException {
    if (loose) {
      Object read = row.getObject(index);
      if (read instanceof String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "t", "yes", "y", "on", "1" -> Value.TRUE;
          case "false", "f", "no", "n", "off", "0" -> Value.FALSE;
          default -> Value.text(text);
        };
      }
      return read == null
          ? Value.NULL
          : Value.bool(read instanceof Number number && number.doubleValue() != 0);
    }
    boolean yes = row.getBoolean(index);
    return !yes && row.wasNull() ? Value.NULL : Value.bool(yes);
  }

  @Override
  public Value stored(Value value) throws UnfitValueException {
    if (!value.isNull() && !(value instanceof Value.Bool)) {
      throw Texts.wrongKind("a truth value", value);
    }
    return value;
  }

  @Override
  public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
    statement.setBoolean(index, ((Value.Bool) value).value());
  }

  @Override
  public boolean comparable() {
    return !loose;
  }
}
