package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Codecs of columns with days and points in time, but for SQLite, which has no such types. */
final class TimeCodecs {

  private TimeCodecs() {}

  /** Calendar days. */
  record Days() implements ColumnCodec {

    @Override
    public FieldType type() {
      return FieldType.day();
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      return Value.day(row.getObject(index, LocalDate.class));
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
      statement.setObject(index, ((Value.Day) value).value());
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /** Points in time with a zone. */
  record Zoned(Duration precision) implements ColumnCodec {

    @Override
    public FieldType type() {
      return FieldType.moment(precision);
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
      return time == null ? Value.NULL : new Value.Moment(time.toInstant());
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      return momentIn(value, precision);
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      statement.setObject(index, ((Value.Moment) value).value().atOffset(ZoneOffset.UTC));
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /** Points in time that are stored without a zone. */
  record Naive(Duration precision, ZoneId zone) implements ColumnCodec {

    @Override
    public FieldType type() {
      return FieldType.moment(precision);
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      LocalDateTime time = row.getObject(index, LocalDateTime.class);
      return time == null ? Value.NULL : new Value.Moment(time.atZone(zone).toInstant());
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      Value moment = momentIn(value, precision);
      requireUnambiguous(moment, zone);
      return moment;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      Instant moment = ((Value.Moment) value).value();
      statement.setObject(index, LocalDateTime.ofInstant(moment, zone));
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /** Returns a value that is a moment cut to a precision, or nothing. */
  static Value momentIn(Value value, Duration precision) throws UnfitValueException {
    if (!value.isNull() && !(value instanceof Value.Moment)) {
      throw Texts.wrongKind("a point in time", value);
    }
    return FieldType.moment(precision).canonical(value);
  }

  /**
   * Refuses the second of the two moments that a zone's clocks show alike when they are put back:
   * it would read back as the first.
   */
  static void requireUnambiguous(Value value, ZoneId zone) throws UnfitValueException {
    if (value instanceof Value.Moment moment) {
      Instant readBack = LocalDateTime.ofInstant(moment.value(), zone).atZone(zone).toInstant();
      if (!readBack.equals(moment.value())) {
        throw new UnfitValueException(
            "clocks in "
                + zone
                + " show "
                + LocalDateTime.ofInstant(moment.value(), zone)
                + " twice, and the column has no zone to tell which; give it one, or store UTC");
      }
    }
  }
}
