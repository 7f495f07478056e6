package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Lease;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rows of the syncs: their numbers, leases and counters. Thread-safe. */
final class Syncs {

  /** A sync's row. The owner is null while nobody has the lease. */
  record Row(
      int number, long lastLink, long links, long token, @Nullable String owner, long expires) {

    boolean isLatest(long held) {
      return owner != null && token == held;
    }

    Optional<String> holder(Instant now) {
      return Codes.micros(now) < expires ? Optional.ofNullable(owner) : Optional.empty();
    }
  }

  private final Database database;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

  Syncs(Database database) {
    this.database = database;
  }

  /** Returns a sync's number, or 0 if nothing was ever stored for it; for reads only. */
  int number(Session session, String sync) throws SQLException {
    Integer known = numbers.get(sync);
    if (known != null) {
      return known;
    }
    Row row = find(session, sync, "");
    if (row == null) {
      return 0;
    }
    numbers.put(sync, row.number());
    return row.number();
  }

  @Nullable Row find(Session session, String sync) throws SQLException {
    return find(session, sync, "");
  }

  /** Returns a sync's row, which is there from now on and nobody else's to write. */
  Row lock(Session session, String sync) throws SQLException {
    Row row = find(session, sync, database.forUpdate());
    if (row != null) {
      return row;
    }
    PreparedStatement insert =
        session.prepare("INSERT INTO sync_syncs (id) VALUES (?) ON CONFLICT (id) DO NOTHING");
    insert.setBytes(1, ItemKey.of(sync));
    insert.executeUpdate();
    row = find(session, sync, database.forUpdate());
    if (row == null) {
      throw new IllegalStateException("a row that was inserted is not there");
    }
    return row;
  }

  Optional<Lease> acquire(Session session, String sync, String owner, Duration length, Instant now)
      throws SQLException {
    Row row = lock(session, sync);
    if (row.holder(now).isPresent()) {
      return Optional.empty();
    }
    PreparedStatement update =
        session.prepare("UPDATE sync_syncs SET token = ?, owner = ?, expires = ? WHERE number = ?");
    update.setLong(1, row.token() + 1);
    update.setBytes(2, Texts.encode(owner));
    update.setLong(3, end(length, now));
    update.setInt(4, row.number());
    update.executeUpdate();
    return Optional.of(new Lease(sync, owner, row.token() + 1));
  }

  boolean renew(Session session, Lease lease, Duration length, Instant now) throws SQLException {
    PreparedStatement update =
        session.prepare(
            "UPDATE sync_syncs SET expires = ? WHERE id = ? AND token = ? AND owner IS NOT NULL");
    update.setLong(1, end(length, now));
    update.setBytes(2, ItemKey.of(lease.sync()));
    update.setLong(3, lease.token());
    return update.executeUpdate() == 1;
  }

  boolean release(Session session, Lease lease) throws SQLException {
    PreparedStatement update =
        session.prepare("UPDATE sync_syncs SET owner = NULL WHERE id = ? AND token = ?");
    update.setBytes(1, ItemKey.of(lease.sync()));
    update.setLong(2, lease.token());
    return update.executeUpdate() == 1;
  }

  void count(Session session, int sync, long lastLink, long links) throws SQLException {
    PreparedStatement update =
        session.prepare("UPDATE sync_syncs SET last_link = ?, links = ? WHERE number = ?");
    update.setLong(1, lastLink);
    update.setLong(2, links);
    update.setInt(3, sync);
    update.executeUpdate();
  }

  private static @Nullable Row find(Session session, String sync, String suffix)
      throws SQLException {
    PreparedStatement query =
        session.prepare(
            "SELECT number, last_link, links, token, owner, expires FROM sync_syncs WHERE id = ?"
                + suffix);
    query.setBytes(1, ItemKey.of(sync));
    try (ResultSet found = query.executeQuery()) {
      if (!found.next()) {
        return null;
      }
      byte[] owner = found.getBytes(5);
      return new Row(
          found.getInt(1),
          found.getLong(2),
          found.getLong(3),
          found.getLong(4),
          owner == null ? null : Texts.decode(owner),
          found.getLong(6));
    }
  }

  /** Both are far within a long, except for a length that means "for ever". */
  private static long end(Duration length, Instant now) {
    long start = Codes.micros(now);
    long micros = Codes.micros(Instant.EPOCH.plus(length));
    return Long.MAX_VALUE - micros < start ? Long.MAX_VALUE : start + micros;
  }
}
