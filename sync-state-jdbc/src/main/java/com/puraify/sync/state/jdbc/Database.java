package com.puraify.sync.state.jdbc;

import java.sql.SQLException;

/**
 * What SQLite and PostgreSQL do differently. Thread-safe.
 *
 * <p>Failures leave as {@link com.puraify.sync.error.StateException} with advice for the kind of
 * database; the state exceptions of the work itself pass as they are.
 */
interface Database extends AutoCloseable {

  /** Something done on a connection. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** Runs queries; each sees every commit that returned. */
  <T> T read(Work<T> work);

  /** Runs a transaction that excludes the sync's other writers; durable when this returns. */
  <T> T write(Work<T> work);

  /** Returns what to append to a query whose row the transaction is about to change. */
  String forUpdate();

  /** Returns whether a statement was refused because of a unique index. */
  boolean isDuplicate(SQLException failure);

  /** Returns the statements on the table that is large. */
  LinkStatements links();

  /** Returns the folder of the migrations, beside this class. */
  String migrations();

  /** Keeps other processes from migrating until the transaction ends. */
  void lockMigrations(Session session) throws SQLException;

  @Override
  void close();
}
