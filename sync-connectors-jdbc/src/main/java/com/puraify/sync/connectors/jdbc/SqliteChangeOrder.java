package com.puraify.sync.connectors.jdbc;

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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times of change in SQLite: texts that sort by time, or numbers of seconds or milliseconds. A
 * column that mixes texts and numbers, or has texts that do not sort by time, is refused aloud
 * rather than read with gaps.
 */
record SqliteChangeOrder(Column column, ZoneId zone, Duration overlap) implements ChangeOrder {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /** SQLite's {@code CURRENT_TIMESTAMP} is cut to seconds. */
  @Override
  public Duration granularity() {
    return Duration.ofSeconds(1);
  }

  @Override
  public String checkpoint(Connection connection, Table table) throws SQLException {
    form(connection, table);
    Instant now = SourceClock.horizon(connection, Dialect.SQLITE);
    return Watermark.at(now, ChangeOrder.coarse(granularity())).toString();
  }

  @Override
  public Bound since(Connection connection, Table table, String checkpoint) throws SQLException {
    Instant from = Watermark.parse(checkpoint).readFrom(ChangeOrder.coarse(granularity()), overlap);
    SqliteTimeForm form = form(connection, table);
    String name = column.quoted();
    if (form.isNumber()) {
      return new Bound(name + " >= ?", List.of(position(form.print(from, zone))));
    }
    ZoneId local = form == SqliteTimeForm.LETTER_UTC ? ZoneOffset.UTC : zone;
    LocalDateTime least = ChangeOrder.leastLocalTime(from, local);
    String day = DAY.format(least);
    String minute = MINUTE.format(least);
    // A blank sorts before the letter: what has a blank counts on that day only, what has the
    // letter from that minute on, and later days in either form. The minute is a prefix of all
    // its texts, with seconds, a fraction, a zone or without.
    return new Bound(
        "((" + name + " >= ? AND " + name + " < ?) OR " + name + " >= ?)",
        List.of("t:" + day + " " + minute, "t:" + day + "T", "t:" + day + "T" + minute));
  }

  @Override
  public @Nullable String read(ResultSet row, int index) throws SQLException {
    Object raw = row.getObject(index);
    return raw == null ? null : position(raw);
  }

  @Override
  public void bind(PreparedStatement statement, int index, String position) throws SQLException {
    String raw = position.substring(2);
    switch (position.charAt(0)) {
      case 'i' -> statement.setLong(index, Long.parseLong(raw));
      case 'r' -> statement.setDouble(index, Double.parseDouble(raw));
      default -> statement.setString(index, raw);
    }
  }

  private static String position(Object raw) {
    if (raw instanceof Integer || raw instanceof Long) {
      return "i:" + raw;
    }
    return (raw instanceof Double ? "r:" : "t:") + raw;
  }

  /** Returns the form of the column's values, of which the least and the greatest tell enough. */
  private SqliteTimeForm form(Connection connection, Table table) throws SQLException {
    String name = column.quoted();
    String sql =
        "SELECT (SELECT min(%1$s) FROM %2$s), (SELECT max(%1$s) FROM %2$s)"
            .formatted(name, table.from());
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      Object least = row.next() ? row.getObject(1) : null;
      Object greatest = least == null ? null : row.getObject(2);
      requireSorted(least);
      requireSorted(greatest);
      if (least instanceof Number != greatest instanceof Number) {
        throw unsorted("both numbers and texts", String.valueOf(greatest));
      }
      return SqliteTimeForm.of(greatest);
    }
  }

  private void requireSorted(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return;
    }
    if (text.length() <= 10 || SqliteTimeForm.parse(text, zone) == null) {
      throw unsorted("texts that are no points in time", text);
    }
    int zoneAt = SqliteTimeForm.zoneAt(text);
    if (zoneAt >= 0 && text.charAt(zoneAt) != 'Z') {
      throw unsorted("times with different offsets", text);
    }
  }

  private ConnectorException unsorted(String what, String example) {
    return new ConnectorException(
        Kind.INVALID,
        "column "
            + column.name()
            + " holds "
            + what
            + ", such as "
            + example
            + ", which do not sort by time; store UTC as SQLite's CURRENT_TIMESTAMP does, or do not"
            + " declare modifiedAt");
  }
}
