package com.puraify.sync.state.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements for a database over the network: one call for all rows, each column one array. */
final class PostgresLinks implements LinkStatements {

  private static final String INSERT =
      "INSERT INTO sync_links (" + COLUMNS + ") SELECT * FROM " + unnest(7);
  private static final String UPSERT =
      INSERT
          + " ON CONFLICT (key) DO UPDATE SET local = excluded.local, remote = excluded.remote,"
          + " bases = excluded.bases, revisit = excluded.revisit, condition = excluded.condition,"
          + " long_ids = excluded.long_ids";
  private static final String UPDATE =
      "UPDATE sync_links AS held SET bases = put.bases, revisit = put.revisit,"
          + " condition = put.condition FROM "
          + unnest(6)
          + " AS put(key, local, remote, bases, revisit, condition)"
          + " WHERE held.key = put.key AND held.local = put.local AND held.remote = put.remote"
          + " RETURNING held.key";
  private static final String SELECT = "SELECT " + READ + " FROM sync_links WHERE ";

  @Override
  public void insert(Session session, List<LinkRow> rows) throws SQLException {
    PreparedStatement insert = session.prepare(INSERT);
    bind(session, insert, rows, 7);
    insert.executeUpdate();
  }

  @Override
  public Set<Long> update(Session session, List<LinkRow> rows) throws SQLException {
    Set<Long> others = new HashSet<>();
    rows.forEach(row -> others.add(row.key));
    PreparedStatement update = session.prepare(UPDATE);
    bind(session, update, rows, 6);
    try (ResultSet updated = update.executeQuery()) {
      while (updated.next()) {
        others.remove(updated.getLong(1));
      }
    }
    return others;
  }

  @Override
  public void upsert(Session session, List<LinkRow> rows) throws SQLException {
    PreparedStatement upsert = session.prepare(UPSERT);
    bind(session, upsert, rows, 7);
    upsert.executeUpdate();
  }

  @Override
  public int delete(Session session, Collection<Long> keys) throws SQLException {
    PreparedStatement delete = session.prepare("DELETE FROM sync_links WHERE key = ANY (?)");
    delete.setArray(1, numbers(session, keys));
    return delete.executeUpdate();
  }

  @Override
  public List<LinkRow> byKeys(Session session, Collection<Long> keys) throws SQLException {
    PreparedStatement query = session.prepare(SELECT + "key = ANY (?)");
    query.setArray(1, numbers(session, keys));
    return LinkStatements.all(query);
  }

  @Override
  public List<LinkRow> byItems(Session session, String column, Collection<byte[]> items)
      throws SQLException {
    PreparedStatement query = session.prepare(SELECT + column + " = ANY (?)");
    query.setArray(1, session.connection().createArrayOf("bytea", items.toArray(new byte[0][])));
    return LinkStatements.all(query);
  }

  private static String unnest(int columns) {
    String[] types = {"bigint", "bytea", "bytea", "bytea", "smallint", "bytea", "bytea"};
    StringBuilder sql = new StringBuilder("unnest(");
    for (int i = 0; i < columns; i++) {
      sql.append(i == 0 ? "" : ", ").append("CAST(? AS ").append(types[i]).append("[])");
    }
    return sql.append(')').toString();
  }

  private static void bind(
      Session session, PreparedStatement statement, List<LinkRow> rows, int columns)
      throws SQLException {
    statement.setArray(1, numbers(session, rows.stream().map(row -> row.key).toList()));
    statement.setArray(2, blobs(session, rows, row -> row.local));
    statement.setArray(3, blobs(session, rows, row -> row.remote));
    statement.setArray(4, blobs(session, rows, row -> row.bases));
    @Nullable Short[] flags = new Short[rows.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = rows.get(i).revisit ? (short) 1 : null;
    }
    statement.setArray(5, session.connection().createArrayOf("int2", flags));
    statement.setArray(6, blobs(session, rows, row -> row.condition));
    if (columns > 6) {
      statement.setArray(7, blobs(session, rows, row -> row.longIds));
    }
  }

  private static Array numbers(Session session, Collection<Long> numbers) throws SQLException {
    return session.connection().createArrayOf("int8", numbers.toArray(new Long[0]));
  }

  private static Array blobs(
      Session session, List<LinkRow> rows, Function<LinkRow, byte @Nullable []> column)
      throws SQLException {
    byte[][] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return session.connection().createArrayOf("bytea", values);
  }
}
