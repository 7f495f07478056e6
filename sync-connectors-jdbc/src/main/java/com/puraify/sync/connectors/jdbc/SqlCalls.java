package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.SyncCancelledException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Calls to a database: each takes a connection, does its work and gives the connection back as it
 * was. Thread-safe.
 */
final class SqlCalls implements AutoCloseable {

  /**
   * How often a transaction that lost to another one is tried. The database has already waited for
   * the lock (its lock time-out), so that the next try comes at once.
   */
  static final int ATTEMPTS = 4;

  private final DataSource dataSource;
  private final ConnectorContext context;
  private final CancelWatch watch;

  SqlCalls(DataSource dataSource, ConnectorContext context) {
    this.dataSource = dataSource;
    this.context = context;
    this.watch = new CancelWatch(context);
  }

  /** Prepares a statement that is cancelled if the run is. */
  PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    watch.guard(statement);
    return statement;
  }

  /** Prepares an INSERT that tells generated keys, and is cancelled if the run is. */
  PreparedStatement prepare(Connection connection, String sql, String[] keys) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql, keys);
    watch.guard(statement);
    return statement;
  }

  /** Ends the caller if the run was cancelled or its thread interrupted. */
  void checkCancelled() {
    context.checkCancelled();
    if (Thread.currentThread().isInterrupted()) {
      throw new SyncCancelledException("interrupted");
    }
  }

  /**
   * Reads, each statement by itself.
   *
   * @param doing what is done, for messages
   */
  <T> T query(String doing, SqlWork<T> work) {
    for (int attempt = 1; ; attempt++) {
      checkCancelled();
      try (Connection connection = dataSource.getConnection()) {
        boolean before = connection.getAutoCommit();
        if (!before) {
          connection.setAutoCommit(true);
        }
        try {
          return work.on(connection);
        } finally {
          if (!before) {
            connection.setAutoCommit(false);
          }
        }
      } catch (SQLException e) {
        throwUnlessRepeatable(SqlFault.of(e), doing, attempt);
      } finally {
        watch.release();
      }
    }
  }

  /**
   * Does work in one transaction, and again from its start if it lost to another transaction.
   *
   * @param doing what is done, for messages
   * @throws RefusedException if the database refuses the content; nothing was written
   */
  <T> Outcome<T> transaction(String doing, SqlWork<T> work) throws RefusedException {
    for (int attempt = 1; ; attempt++) {
      checkCancelled();
      try (Attempt<T> transaction = new Attempt<>(dataSource.getConnection())) {
        return transaction.run(work);
      } catch (SQLException e) {
        SqlFault fault = SqlFault.of(e);
        checkCancelled();
        if (fault.isContent()) {
          throw new RefusedException(fault);
        }
        throwUnlessRepeatable(fault, doing, attempt);
      } finally {
        watch.release();
      }
    }
  }

  private void throwUnlessRepeatable(SqlFault fault, String doing, int attempt) {
    checkCancelled();
    if (fault.what() != SqlFault.What.CONTENDED || attempt >= ATTEMPTS) {
      throw fault.exception(doing);
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  /** One try of a transaction. */
  private final class Attempt<T> implements AutoCloseable {
    private final Connection connection;
    private boolean open;
    private boolean autoCommit = true;

    Attempt(Connection connection) {
      this.connection = connection;
    }

    Outcome<T> run(SqlWork<T> work) throws SQLException {
      autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      open = true;
      T result = work.on(connection);
      checkCancelled();
      try {
        connection.commit();
        open = false;
        return new Outcome<>(result, null);
      } catch (SQLException e) {
        SqlFault fault = SqlFault.of(e);
        if (fault.surelyRolledBack()) {
          throw e;
        }
        return new Outcome<>(result, "no answer to the commit: " + fault.message());
      }
    }

    /** What goes wrong here changes nothing about what was or was not committed. */
    @Override
    public void close() {
      try {
        if (open) {
          connection.rollback();
        }
        connection.setAutoCommit(autoCommit);
      } catch (SQLException e) {
        // The connection is broken: the database rolls back by itself, and the pool drops it.
        open = false;
      } finally {
        closeConnection();
      }
    }

    private void closeConnection() {
      try {
        connection.close();
      } catch (SQLException e) {
        // It is of no more use to anyone; the outcome stands.
        open = false;
      }
    }
  }

  /** Returns an exception for a fault of the data that a call was about to trust. */
  static ConnectorException broken(String message) {
    return new ConnectorException(ConnectorException.Kind.PROTOCOL, message);
  }
}
