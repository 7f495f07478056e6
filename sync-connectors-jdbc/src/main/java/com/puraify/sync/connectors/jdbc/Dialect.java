package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one kind of database does differently from the others. */
enum Dialect {
  SQLITE("SQLite"),
  POSTGRESQL("PostgreSQL"),
  H2("H2"),
  MARIADB("MariaDB");

  /**
   * How many rows one INSERT statement holds. Measured with rows of eight columns: on PostgreSQL
   * 100 rows a statement take 0.57 of the time of a JDBC batch, on SQLite 0.7; 1000 rows are slower
   * again on PostgreSQL.
   */
  static final int INSERT_ROWS = 100;

  private final String product;

  Dialect(String product) {
    this.product = product;
  }

  /** Returns the dialect of a database. */
  static Dialect of(DatabaseMetaData metaData) throws SQLException {
    String product = metaData.getDatabaseProductName();
    for (Dialect dialect : values()) {
      if (dialect.product.equalsIgnoreCase(product)) {
        return dialect;
      }
    }
    throw new ConnectorException(
        Kind.UNSUPPORTED,
        "the database is " + product + "; known are SQLite, PostgreSQL, H2 and MariaDB");
  }

  /** Returns an identifier between quotes, whatever characters it has. */
  String quote(String identifier) {
    return this == MARIADB
        ? '`' + identifier.replace("`", "``") + '`'
        : '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /**
   * Returns the schema (or database) in which a connection looks for tables; null if all are in
   * one.
   */
  @Nullable String currentNamespace(Connection connection) throws SQLException {
    return switch (this) {
      case SQLITE -> null;
      case MARIADB -> connection.getCatalog();
      case POSTGRESQL, H2 -> connection.getSchema();
    };
  }

  /** Returns whether metadata calls the namespace a catalog rather than a schema. */
  boolean namespaceIsCatalog() {
    return this == MARIADB;
  }

  /** Returns what is added to a SELECT so that its rows stay as they are until the commit. */
  String lockClause() {
    return this == SQLITE ? "" : " FOR UPDATE";
  }

  /**
   * Returns a statement that makes a transaction the only writer from its start, or null if rows
   * are locked one by one. On SQLite a first statement that writes, if only nothing, takes the lock
   * as BEGIN IMMEDIATE would; a transaction that starts with a read could not always write later.
   */
  @Nullable String lockAll(String table) {
    return this == SQLITE ? "DELETE FROM " + table + " WHERE 0" : null;
  }

  /** Returns a query for the database's own time as a text that {@link SourceClock} reads. */
  String clockQuery() {
    return switch (this) {
      case SQLITE -> "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')";
      case POSTGRESQL -> "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', " + PG_FORMAT + ")";
      case H2 ->
          "SELECT FORMATDATETIME(CURRENT_TIMESTAMP, 'yyyy-MM-dd''T''HH:mm:ss.SSSSSS', 'en', 'UTC')";
      case MARIADB -> "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f')";
    };
  }

  /**
   * Returns a query for the time before which no change is still to come: the database's own time,
   * and on PostgreSQL the start of the oldest transaction that is still open as far as this user
   * may see, because it may commit times of change as old as that.
   */
  String horizonQuery() {
    return this == POSTGRESQL
        ? "SELECT to_char(LEAST(clock_timestamp(), (SELECT min(xact_start) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND backend_type = 'client backend'))"
            + " AT TIME ZONE 'UTC', "
            + PG_FORMAT
            + ")"
        : clockQuery();
  }

  private static final String PG_FORMAT = "'YYYY-MM-DD\"T\"HH24:MI:SS.US'";

  /** Returns how many values one statement can bind. */
  int maxParameters() {
    return this == SQLITE ? 32_766 : 65_535;
  }

  /**
   * Returns whether generated keys come back from an INSERT ... RETURNING of one row each, because
   * a JDBC batch does not tell them.
   *
   * @param identity whether the key is a single column with automatic numbers
   */
  boolean returnsKeysByRow(boolean identity) {
    return this == SQLITE || (this == MARIADB && !identity);
  }

  /** Returns a statement that inserts a row of which nothing is known. */
  String insertDefaults(String table) {
    return "INSERT INTO " + table + (this == MARIADB ? " () VALUES ()" : " DEFAULT VALUES");
  }

  /**
   * Returns a condition for rows that come after a row in the order of some columns. Row values
   * where the planner uses an index for them; elsewhere the same in steps.
   */
  String after(List<String> columns) {
    if (columns.size() == 1) {
      return columns.get(0) + " > ?";
    }
    if (this == SQLITE || this == POSTGRESQL) {
      return "("
          + String.join(", ", columns)
          + ") > ("
          + String.join(", ", columns.stream().map(column -> "?").toList())
          + ")";
    }
    String first = columns.get(0);
    return "("
        + first
        + " >= ? AND ("
        + first
        + " > ? OR "
        + after(columns.subList(1, columns.size()))
        + "))";
  }

  /** Returns how often {@link #after} binds the value of a column before the last. */
  int bindsOfLeadingColumn() {
    return this == SQLITE || this == POSTGRESQL ? 1 : 2;
  }
}
