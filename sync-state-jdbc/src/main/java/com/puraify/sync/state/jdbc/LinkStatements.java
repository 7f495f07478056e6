package com.puraify.sync.state.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The statements on links that each database runs fastest in its own way. Thread-safe. */
interface LinkStatements {

  String COLUMNS = "key, local, remote, bases, revisit, condition, long_ids";

  /** What is read: the flag is in the condition too. */
  String READ = "key, local, remote, bases, condition, long_ids";

  /** Inserts rows whose keys are new. */
  void insert(Session session, List<LinkRow> rows) throws SQLException;

  /**
   * Updates what is not an id, in rows that hold the same ids already.
   *
   * @return the keys of the rows that do not: not there, or with other ids
   */
  Set<Long> update(Session session, List<LinkRow> rows) throws SQLException;

  /** Inserts or replaces rows of different keys, one after the other. */
  void upsert(Session session, List<LinkRow> rows) throws SQLException;

  /** Deletes rows and returns how many there were. */
  int delete(Session session, Collection<Long> keys) throws SQLException;

  /** Returns the rows with one of some keys. */
  List<LinkRow> byKeys(Session session, Collection<Long> keys) throws SQLException;

  /** Returns the rows with one of some values in a column, {@code local} or {@code remote}. */
  List<LinkRow> byItems(Session session, String column, Collection<byte[]> items)
      throws SQLException;

  /** Adds what a query finds to a list. */
  static void collect(PreparedStatement query, List<LinkRow> rows) throws SQLException {
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        rows.add(
            new LinkRow(
                found.getLong(1),
                found.getBytes(2),
                found.getBytes(3),
                found.getBytes(4),
                false,
                found.getBytes(5),
                found.getBytes(6)));
      }
    }
  }

  /** Returns what a query finds. */
  static List<LinkRow> all(PreparedStatement query) throws SQLException {
    List<LinkRow> rows = new ArrayList<>();
    collect(query, rows);
    return rows;
  }
}
