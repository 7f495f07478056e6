package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Codecs of columns with numbers. */
final class NumberCodecs {

  private NumberCodecs() {}

  /**
   * Whole numbers of at most 64 bits.
   *
   * @param min the least value that the column holds
   * @param max the greatest value that the column holds
   */
  record Whole(long min, long max) implements ColumnCodec {

    private static final FieldType.Num TYPE = new FieldType.Num(0, 0);

    /** Returns the codec of an integer type of {@link Types}. */
    static Whole of(int sqlType, boolean unsigned) {
      if (unsigned) {
        return new Whole(0, Long.MAX_VALUE);
      }
      return switch (sqlType) {
        case Types.TINYINT -> new Whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
        case Types.SMALLINT -> new Whole(Short.MIN_VALUE, Short.MAX_VALUE);
        case Types.INTEGER -> new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        default -> new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
      };
    }

    @Override
    public FieldType type() {
      return TYPE;
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      long number = row.getLong(index);
      return number == 0 && row.wasNull() ? Value.NULL : Value.number(number);
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      Value whole = numberIn(value, TYPE);
      if (whole instanceof Value.Num number) {
        BigDecimal decimal = number.value();
        if (decimal.compareTo(BigDecimal.valueOf(min)) < 0
            || decimal.compareTo(BigDecimal.valueOf(max)) > 0) {
          throw new UnfitValueException(
              "the column holds whole numbers from " + min + " to " + max);
        }
      }
      return whole;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      statement.setLong(index, ((Value.Num) value).value().longValueExact());
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /**
   * Decimal numbers.
   *
   * @param type with the column's scale
   * @param wholeDigits how many digits it holds before the point, 0 for any number
   */
  record Decimal(FieldType.Num type, int wholeDigits) implements ColumnCodec {

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      return fromObject(row.getObject(index));
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      Value decimal = numberIn(value, type);
      if (wholeDigits > 0
          && decimal instanceof Value.Num number
          && number.value().precision() - number.value().scale() > wholeDigits) {
        throw new UnfitValueException(
            "the column holds at most " + wholeDigits + " digits before the point");
      }
      return decimal;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      BigDecimal decimal = ((Value.Num) value).value();
      statement.setBigDecimal(index, decimal.scale() < 0 ? decimal.setScale(0) : decimal);
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /**
   * Binary floating-point numbers.
   *
   * @param digits how many decimal digits survive
   */
  record Floating(int digits) implements ColumnCodec {

    /** Digits that survive a round trip through an IEEE 754 single. */
    static final int SINGLE_DIGITS = 6;

    @Override
    public FieldType.Num type() {
      return new FieldType.Num(digits, Integer.MAX_VALUE);
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      return fromObject(row.getObject(index));
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      Value number = numberIn(value, type());
      if (number instanceof Value.Num num) {
        double nearest = num.value().doubleValue();
        double limit = digits == SINGLE_DIGITS ? Float.MAX_VALUE : Double.MAX_VALUE;
        if (Math.abs(nearest) > limit) {
          throw new UnfitValueException("the column holds numbers up to " + limit);
        }
        return nearest == 0 ? Value.number(0) : number;
      }
      return number;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      statement.setDouble(index, ((Value.Num) value).value().doubleValue());
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }

  /** Returns a value that is a number in canonical form, or nothing. */
  static Value numberIn(Value value, FieldType.Num type) throws UnfitValueException {
    if (value.isNull()) {
      return value;
    }
    if (!(value instanceof Value.Num)) {
      throw Texts.wrongKind("a number", value);
    }
    return type.canonical(value);
  }

  /**
   * Returns the number that a driver read. What is no number to us (not-a-number, infinity, a text
   * in a column of SQLite) is shown as the text that it is, rather than hidden.
   */
  static Value fromObject(@Nullable Object read) throws SQLException {
    if (read == null) {
      return Value.NULL;
    }
    if (read instanceof Integer || read instanceof Long || read instanceof Short) {
      return Value.number(((Number) read).longValue());
    }
    if (read instanceof BigDecimal decimal) {
      return new Value.Num(decimal);
    }
    if (read instanceof BigInteger integer) {
      return new Value.Num(new BigDecimal(integer));
    }
    if (read instanceof Double || read instanceof Float) {
      boolean finite = Double.isFinite(((Number) read).doubleValue());
      return finite ? new Value.Num(new BigDecimal(read.toString())) : Value.text(read.toString());
    }
    if (read instanceof Byte number) {
      return Value.number(number);
    }
    if (read instanceof Boolean yes) {
      return Value.number(yes ? 1 : 0);
    }
    if (read instanceof String text) {
      return Value.text(text);
    }
    throw new SQLException("a number column holds a " + read.getClass().getSimpleName());
  }
}
