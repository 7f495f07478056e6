package com.puraify.sync.cluster;

import com.puraify.sync.error.StateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Short transactions on PostgreSQL behind a data source of the host. Thread-safe. */
final class Database {

  private final DataSource source;
  private final Duration patience;

  /** Something to do in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  Database(DataSource source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  /**
   * Does something in one transaction at the isolation level {@code READ COMMITTED}, in which each
   * statement sees what was committed before it began.
   *
   * @throws StateException if PostgreSQL cannot be reached, or a lock is not to be had in time
   */
  <T> T write(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      int isolation = connection.getTransactionIsolation();
      connection.setAutoCommit(false);
      if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      T result;
      try {
        execute(connection, "SET LOCAL lock_timeout = " + patience.toMillis());
        result = work.run(connection);
        connection.commit();
      } catch (Throwable e) {
        rollBack(connection, autoCommit, isolation, e);
        throw e;
      }
      restore(connection, autoCommit, isolation);
      return result;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  static void execute(Connection connection, String statement) throws SQLException {
    try (Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  /** What failed first is what the caller must hear of. */
  private static void rollBack(
      Connection connection, boolean autoCommit, int isolation, Throwable because) {
    try {
      connection.rollback();
      restore(connection, autoCommit, isolation);
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private static void restore(Connection connection, boolean autoCommit, int isolation)
      throws SQLException {
    connection.setAutoCommit(autoCommit);
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      connection.setTransactionIsolation(isolation);
    }
  }

  private StateException failure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals("55P03") || state.equals("40P01")) {
      return new StateException(
          "A row that the engines of the cluster share is locked for longer than "
              + patience
              + ". Look for a long transaction in pg_stat_activity, and end it.",
          e);
    }
    if (state.startsWith("08") || state.startsWith("57P")) {
      return new StateException(
          "PostgreSQL, which the engines of the cluster share, cannot be reached. Check that it"
              + " runs and that the data source names it: "
              + e.getMessage(),
          e);
    }
    return new StateException(
        "PostgreSQL could not do what the cluster asked (SQLSTATE "
            + state
            + "): "
            + e.getMessage(),
        e);
  }
}
