package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The database's own clock, which is the only one that times of change are compared with. */
final class SourceClock {

  private SourceClock() {}

  /** Returns the database's time now. */
  static Instant now(Connection connection, Dialect dialect) throws SQLException {
    return ask(connection, dialect.clockQuery());
  }

  /** Returns the time before which no change is still to come, as far as the database tells. */
  static Instant horizon(Connection connection, Dialect dialect) throws SQLException {
    return ask(connection, dialect.horizonQuery());
  }

  private static Instant ask(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      String text = rows.next() ? rows.getString(1) : null;
      if (text == null) {
        throw new ConnectorException(Kind.PROTOCOL, "the database does not tell its time");
      }
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }
}
