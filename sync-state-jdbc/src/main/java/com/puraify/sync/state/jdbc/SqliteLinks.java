package com.puraify.sync.state.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements for a database in the same process. What costs is each step from Java into it: inserts
 * bind no column that is null, and lookups ask for many rows at a time.
 */
final class SqliteLinks implements LinkStatements {

  private static final String INSERT_PLAIN =
      "INSERT INTO sync_links (key, local, remote, bases) VALUES (?, ?, ?, ?)";
  private static final String INSERT =
      "INSERT INTO sync_links (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String UPSERT =
      INSERT
          + " ON CONFLICT (key) DO UPDATE SET local = excluded.local, remote = excluded.remote,"
          + " bases = excluded.bases, revisit = excluded.revisit, condition = excluded.condition,"
          + " long_ids = excluded.long_ids";
  private static final String UPDATE =
      "UPDATE sync_links SET bases = ?, revisit = ?, condition = ?"
          + " WHERE key = ? AND local = ? AND remote = ?";
  private static final String SELECT = "SELECT " + READ + " FROM sync_links WHERE ";

  @Override
  public void insert(Session session, List<LinkRow> rows) throws SQLException {
    PreparedStatement plain = session.prepare(INSERT_PLAIN);
    PreparedStatement full = session.prepare(INSERT);
    boolean anyPlain = false;
    boolean anyFull = false;
    for (LinkRow row : rows) {
      if (row.isPlain()) {
        bindIds(plain, row);
        plain.addBatch();
        anyPlain = true;
      } else {
        bindAll(full, row);
        full.addBatch();
        anyFull = true;
      }
    }
    if (anyPlain) {
      plain.executeBatch();
    }
    if (anyFull) {
      full.executeBatch();
    }
  }

  @Override
  public Set<Long> update(Session session, List<LinkRow> rows) throws SQLException {
    PreparedStatement update = session.prepare(UPDATE);
    for (LinkRow row : rows) {
      update.setBytes(1, row.bases);
      setFlag(update, 2, row.revisit);
      setBlob(update, 3, row.condition);
      update.setLong(4, row.key);
      update.setBytes(5, row.local);
      update.setBytes(6, row.remote);
      update.addBatch();
    }
    int[] counts = update.executeBatch();
    Set<Long> others = new HashSet<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        others.add(rows.get(i).key);
      }
    }
    return others;
  }

  @Override
  public void upsert(Session session, List<LinkRow> rows) throws SQLException {
    PreparedStatement upsert = session.prepare(UPSERT);
    for (LinkRow row : rows) {
      bindAll(upsert, row);
      upsert.addBatch();
    }
    upsert.executeBatch();
  }

  @Override
  public int delete(Session session, Collection<Long> keys) throws SQLException {
    PreparedStatement delete = session.prepare("DELETE FROM sync_links WHERE key = ?");
    int deleted = 0;
    for (long key : keys) {
      delete.setLong(1, key);
      deleted += delete.executeUpdate();
    }
    return deleted;
  }

  @Override
  public List<LinkRow> byKeys(Session session, Collection<Long> keys) throws SQLException {
    List<LinkRow> rows = new ArrayList<>(keys.size());
    for (InList<Long> list : InList.split(List.copyOf(keys))) {
      PreparedStatement query = session.prepare(SELECT + "key IN " + list.placeholders());
      list.bind(1, query::setLong);
      LinkStatements.collect(query, rows);
    }
    return rows;
  }

  @Override
  public List<LinkRow> byItems(Session session, String column, Collection<byte[]> items)
      throws SQLException {
    List<LinkRow> rows = new ArrayList<>(items.size());
    for (InList<byte[]> list : InList.split(List.copyOf(items))) {
      PreparedStatement query = session.prepare(SELECT + column + " IN " + list.placeholders());
      list.bind(1, query::setBytes);
      LinkStatements.collect(query, rows);
    }
    return rows;
  }

  private static void bindAll(PreparedStatement statement, LinkRow row) throws SQLException {
    bindIds(statement, row);
    setFlag(statement, 5, row.revisit);
    setBlob(statement, 6, row.condition);
    setBlob(statement, 7, row.longIds);
  }

  private static void bindIds(PreparedStatement statement, LinkRow row) throws SQLException {
    statement.setLong(1, row.key);
    statement.setBytes(2, row.local);
    statement.setBytes(3, row.remote);
    statement.setBytes(4, row.bases);
  }

  /** The flag is 1 or null, so that its partial index holds the few rows that have it. */
  private static void setFlag(PreparedStatement statement, int at, boolean flag)
      throws SQLException {
    if (flag) {
      statement.setInt(at, 1);
    } else {
      statement.setNull(at, Types.INTEGER);
    }
  }

  private static void setBlob(PreparedStatement statement, int at, byte @Nullable [] value)
      throws SQLException {
    if (value == null) {
      statement.setNull(at, Types.BLOB);
    } else {
      statement.setBytes(at, value);
    }
  }
}
