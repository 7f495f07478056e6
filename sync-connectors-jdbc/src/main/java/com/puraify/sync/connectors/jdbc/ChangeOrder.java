package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Watermark;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The column by which reads of changes go. Its values are kept between pages exactly as they are
 * stored, as texts called positions, so that nothing is rounded on the way. Immutable.
 */
interface ChangeOrder {

  /** A condition, and the positions that it binds. */
  record Bound(String sql, List<String> positions) {}

  /** Returns the column. */
  Column column();

  /** Returns how coarse its values are. */
  Duration granularity();

  /** Returns the checkpoint for a read that is about to begin. */
  String checkpoint(Connection connection, Table table) throws SQLException;

  /** Returns the condition for rows that may have changed since a checkpoint. */
  Bound since(Connection connection, Table table, String checkpoint) throws SQLException;

  /** Reads a position, or null for a row without one. */
  @Nullable String read(ResultSet row, int index) throws SQLException;

  /** Binds a position. */
  void bind(PreparedStatement statement, int index, String position) throws SQLException;

  /** Returns what to subtract from the database's time for a watermark of some granularity. */
  static Capabilities coarse(Duration granularity) {
    return Capabilities.builder().granularity(granularity).build();
  }

  /**
   * Returns the least local time that clocks show from an instant on: they may be put back soon
   * after it, and then show earlier times again.
   */
  static LocalDateTime leastLocalTime(Instant from, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(from, zone);
    ZoneOffsetTransition next = zone.getRules().nextTransition(from);
    return next != null && next.isOverlap() && next.getDateTimeAfter().isBefore(local)
        ? next.getDateTimeAfter()
        : local;
  }

  /** Times of change in a column of a timestamp type. */
  record Times(Column column, Duration granularity, @Nullable ZoneId zone, Duration overlap)
      implements ChangeOrder {

    @Override
    public String checkpoint(Connection connection, Table table) throws SQLException {
      Instant horizon = SourceClock.horizon(connection, table.dialect());
      return Watermark.at(horizon, coarse(granularity)).toString();
    }

    @Override
    public Bound since(Connection connection, Table table, String checkpoint) {
      Instant from = Watermark.parse(checkpoint).readFrom(coarse(granularity), overlap);
      String position = zone == null ? from.toString() : leastLocalTime(from, zone).toString();
      return new Bound(column.quoted() + " >= ?", List.of(position));
    }

    @Override
    public @Nullable String read(ResultSet row, int index) throws SQLException {
      if (zone == null) {
        OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
        return time == null ? null : time.toInstant().toString();
      }
      LocalDateTime time = row.getObject(index, LocalDateTime.class);
      return time == null ? null : time.toString();
    }

    @Override
    public void bind(PreparedStatement statement, int index, String position) throws SQLException {
      if (zone == null) {
        statement.setObject(index, Instant.parse(position).atOffset(ZoneOffset.UTC));
      } else {
        statement.setObject(index, LocalDateTime.parse(position));
      }
    }
  }

  /** Numbers that grow over the whole table. */
  record Numbers(Column column, long overlap) implements ChangeOrder {

    private static final String MARK = "#";

    @Override
    public Duration granularity() {
      return Duration.ofNanos(1);
    }

    @Override
    public String checkpoint(Connection connection, Table table) throws SQLException {
      String sql = "SELECT max(" + column.quoted() + ") FROM " + table.from();
      try (PreparedStatement statement = connection.prepareStatement(sql);
          ResultSet row = statement.executeQuery()) {
        long max = row.next() ? row.getLong(1) : 0;
        return row.wasNull() ? MARK : MARK + max;
      }
    }

    @Override
    public Bound since(Connection connection, Table table, String checkpoint) {
      if (checkpoint.equals(MARK)) {
        return new Bound(column.quoted() + " IS NOT NULL", List.of());
      }
      try {
        long max = Long.parseLong(checkpoint.substring(MARK.length()));
        long from = max < Long.MIN_VALUE + overlap ? Long.MIN_VALUE : max - overlap;
        return new Bound(column.quoted() + " >= ?", List.of(Long.toString(from)));
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new ConnectorException(
            Kind.PROTOCOL, "not a checkpoint by change number: " + checkpoint, e);
      }
    }

    @Override
    public @Nullable String read(ResultSet row, int index) throws SQLException {
      long number = row.getLong(index);
      return row.wasNull() ? null : Long.toString(number);
    }

    @Override
    public void bind(PreparedStatement statement, int index, String position) throws SQLException {
      statement.setLong(index, Long.parseLong(position));
    }
  }
}
