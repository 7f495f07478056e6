package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * PostgreSQL behind a data source of the host. A connection is taken for each call and given back
 * after it; the server's own row locks keep the writers of a sync apart.
 */
final class PostgresDatabase implements Database {

  private static final long MIGRATION_LOCK = 0x70757261_73796e63L;

  private final DataSource source;
  private final Duration patience;
  private final LinkStatements links = new PostgresLinks();
  private volatile boolean closed;

  PostgresDatabase(DataSource source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  @Override
  public <T> T read(Work<T> work) {
    refuseIfClosed();
    try (Connection connection = source.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(true);
      T result = work.run(new Session(connection));
      connection.setAutoCommit(before);
      return result;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    refuseIfClosed();
    try (Connection connection = source.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(false);
      T result;
      try {
        Session session = new Session(connection);
        session.execute("SET LOCAL lock_timeout = " + patience.toMillis());
        result = work.run(session);
        connection.commit();
      } catch (Throwable e) {
        rollBack(connection, before, e);
        throw e;
      }
      connection.setAutoCommit(before);
      return result;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What failed first is what the caller must hear of. */
  private static void rollBack(Connection connection, boolean autoCommit, Throwable because) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new StateException("The state store on PostgreSQL was closed. Open it again.");
    }
  }

  @Override
  public String forUpdate() {
    return " FOR UPDATE";
  }

  @Override
  public boolean isDuplicate(SQLException failure) {
    return "23505".equals(failure.getSQLState());
  }

  @Override
  public LinkStatements links() {
    return links;
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public void lockMigrations(Session session) throws SQLException {
    session.execute("SELECT pg_advisory_xact_lock(" + MIGRATION_LOCK + ")");
  }

  /** The data source is the host's, and stays open. */
  @Override
  public void close() {
    closed = true;
  }

  private StateException failure(SQLException e) {
    return new StateException(advice(e), e);
  }

  private String advice(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("08") || state.startsWith("57P")) {
      return "PostgreSQL with the state cannot be reached, or went away in the middle of a call."
          + " Check that it runs and that the data source names it, then run again: "
          + e.getMessage();
    }
    if (state.equals("55P03") || state.equals("40P01")) {
      return "A row of the state in PostgreSQL is locked by somebody else for longer than "
          + patience
          + ". Look for a long transaction in pg_stat_activity, end it and run again.";
    }
    if (state.startsWith("28")) {
      return "PostgreSQL refused the login of the state store. Check the data source's user and"
          + " password.";
    }
    if (state.equals("42501") || state.equals("3F000") || state.equals("25006")) {
      return "PostgreSQL refuses the state store a right that it needs: create tables in its"
          + " schema, read and write them. Grant it: "
          + e.getMessage();
    }
    if (state.startsWith("53")) {
      return "PostgreSQL with the state is out of disk, memory or connections. Make room and run"
          + " again: "
          + e.getMessage();
    }
    return "PostgreSQL could not do what the state store asked (SQLSTATE "
        + state
        + "): "
        + e.getMessage();
  }
}
