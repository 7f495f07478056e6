package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Codecs of columns of SQLite, where the declared type is a hint and each value has its own. */
final class SqliteCodecs {

  private SqliteCodecs() {}

  /**
   * Numbers. SQLite keeps 64 bits of a whole number and about 15 digits of any other, and does not
   * enforce a declared scale.
   *
   * @param whole whether the column is declared to hold whole numbers
   */
  record Numbers(boolean whole) implements ColumnCodec {

    private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    @Override
    public FieldType.Num type() {
      return whole
          ? new FieldType.Num(0, 0)
          : new FieldType.Num(FieldType.Num.DOUBLE_DIGITS, Integer.MAX_VALUE);
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      return NumberCodecs.fromObject(row.getObject(index));
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      Value number = NumberCodecs.numberIn(value, type());
      if (number instanceof Value.Num num) {
        if (whole && !isLong(num.value())) {
          throw new UnfitValueException("the column holds whole numbers of 64 bits");
        }
        if (Double.isInfinite(num.value().doubleValue())) {
          throw new UnfitValueException("the column holds numbers up to " + Double.MAX_VALUE);
        }
      }
      return number;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      if (value instanceof Value.Text text) {
        statement.setString(index, text.value());
        return;
      }
      BigDecimal number = ((Value.Num) value).value();
      if (number.scale() <= 0 && isLong(number)) {
        statement.setLong(index, number.longValueExact());
      } else {
        statement.setDouble(index, number.doubleValue());
      }
    }

    @Override
    public boolean comparable() {
      return whole;
    }

    private static boolean isLong(BigDecimal number) {
      return number.compareTo(MIN) >= 0 && number.compareTo(MAX) <= 0;
    }
  }

  /** Points in time, read in whichever form they are and written in the column's. */
  record Moments(SqliteTimeForm form, ZoneId zone) implements ColumnCodec {

    @Override
    public FieldType type() {
      return FieldType.moment(precision());
    }

    private Duration precision() {
      return switch (form) {
        case SECONDS -> Duration.ofSeconds(1);
        case MILLIS -> Duration.ofMillis(1);
        case BLANK, LETTER, LETTER_UTC -> Duration.ofNanos(1);
      };
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      Object read = row.getObject(index);
      if (read == null) {
        return Value.NULL;
      }
      Instant instant = SqliteTimeForm.parse(read, zone);
      return instant == null ? Value.text(read.toString()) : new Value.Moment(instant);
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      Value moment = TimeCodecs.momentIn(value, precision());
      if (form == SqliteTimeForm.BLANK || form == SqliteTimeForm.LETTER) {
        TimeCodecs.requireUnambiguous(moment, zone);
      }
      return moment;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      bindRaw(statement, index, form.print(((Value.Moment) value).value(), zone));
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }

  /** Calendar days, read in whichever form they are and written in the column's. */
  record Days(SqliteTimeForm form, ZoneId zone) implements ColumnCodec {

    @Override
    public FieldType type() {
      return FieldType.day();
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      Object read = row.getObject(index);
      if (read == null) {
        return Value.NULL;
      }
      Instant instant = SqliteTimeForm.parse(read, zone);
      return instant == null
          ? Value.text(read.toString())
          : new Value.Day(LocalDateTime.ofInstant(instant, zone).toLocalDate());
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      if (!value.isNull() && !(value instanceof Value.Day)) {
        throw Texts.wrongKind("a day", value);
      }
      return value;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      LocalDate day = ((Value.Day) value).value();
      bindRaw(
          statement,
          index,
          form.isNumber() ? form.print(day.atStartOfDay(zone).toInstant(), zone) : day.toString());
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }

  /** Binds a value of one of SQLite's own types. */
  static void bindRaw(PreparedStatement statement, int index, Object raw) throws SQLException {
    if (raw instanceof Long number) {
      statement.setLong(index, number);
    } else if (raw instanceof Double number) {
      statement.setDouble(index, number);
    } else {
      statement.setString(index, raw.toString());
    }
  }
}
