package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The marks of items without a link. */
final class MarkTable {

  private static final String SELECT =
      "SELECT side, item, kind, match_key, content, revisit, at, long_id FROM sync_marks"
          + " WHERE sync = ? AND ";
  private static final String PUT =
      "INSERT INTO sync_marks"
          + " (sync, side, item, kind, match_key, content, revisit, at, long_id)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (sync, side, item) DO UPDATE SET kind = excluded.kind,"
          + " match_key = excluded.match_key, content = excluded.content,"
          + " revisit = excluded.revisit, at = excluded.at, long_id = excluded.long_id";
  private static final String REMOVE =
      "DELETE FROM sync_marks WHERE sync = ? AND side = ? AND item IN ";

  private MarkTable() {}

  static List<Mark> byIds(Session session, int sync, Side side, Collection<String> ids)
      throws SQLException {
    List<byte[]> items = new LinkedHashSet<>(ids).stream().map(ItemKey::of).toList();
    List<Mark> marks = new ArrayList<>();
    for (InList<byte[]> list : InList.split(items)) {
      PreparedStatement query =
          session.prepare(SELECT + "side = ? AND item IN " + list.placeholders());
      query.setInt(1, sync);
      query.setInt(2, Codes.SIDES.indexOf(side));
      list.bind(3, query::setBytes);
      collect(query, marks);
    }
    return marks;
  }

  static List<Mark> byKeys(Session session, int sync, Side side, Collection<Long> keys)
      throws SQLException {
    List<Mark> marks = new ArrayList<>();
    for (InList<Long> list : InList.split(List.copyOf(new LinkedHashSet<>(keys)))) {
      PreparedStatement query =
          session.prepare(
              SELECT + "side = ? AND match_key <> 0 AND match_key IN " + list.placeholders());
      query.setInt(1, sync);
      query.setInt(2, Codes.SIDES.indexOf(side));
      list.bind(3, query::setLong);
      collect(query, marks);
    }
    return marks;
  }

  static List<Mark> toRevisit(Session session, int sync) throws SQLException {
    PreparedStatement query = session.prepare(SELECT + "revisit = 1 ORDER BY side, item");
    query.setInt(1, sync);
    List<Mark> marks = new ArrayList<>();
    collect(query, marks);
    return marks;
  }

  /** Makes puts and removals in their order, in as few calls as that allows. */
  static void apply(Session session, int sync, List<StateChange> changes) throws SQLException {
    PreparedStatement put = session.prepare(PUT);
    boolean anyPut = false;
    Map<Side, List<byte[]>> removals = new EnumMap<>(Side.class);
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutMark it) {
        remove(session, sync, removals);
        bind(put, sync, it.mark());
        put.addBatch();
        anyPut = true;
      } else if (change instanceof StateChange.RemoveMark it) {
        if (anyPut) {
          put.executeBatch();
          anyPut = false;
        }
        removals.computeIfAbsent(it.side(), side -> new ArrayList<>()).add(ItemKey.of(it.id()));
      }
    }
    if (anyPut) {
      put.executeBatch();
    }
    remove(session, sync, removals);
  }

  private static void remove(Session session, int sync, Map<Side, List<byte[]>> removals)
      throws SQLException {
    if (removals.isEmpty() || isEmpty(session, sync)) {
      removals.clear();
      return;
    }
    for (Map.Entry<Side, List<byte[]>> entry : removals.entrySet()) {
      for (InList<byte[]> list : InList.split(entry.getValue())) {
        PreparedStatement remove = session.prepare(REMOVE + list.placeholders());
        remove.setInt(1, sync);
        remove.setInt(2, Codes.SIDES.indexOf(entry.getKey()));
        list.bind(3, remove::setBytes);
        remove.executeUpdate();
      }
    }
    removals.clear();
  }

  /** A first sync links very many items, of which none has a mark. */
  private static boolean isEmpty(Session session, int sync) throws SQLException {
    PreparedStatement query = session.prepare("SELECT 1 FROM sync_marks WHERE sync = ? LIMIT 1");
    query.setInt(1, sync);
    try (ResultSet found = query.executeQuery()) {
      return !found.next();
    }
  }

  static void prune(Session session, int sync, StateChange.PruneMarks change) throws SQLException {
    PreparedStatement delete =
        session.prepare("DELETE FROM sync_marks WHERE sync = ? AND kind = ? AND at < ?");
    delete.setInt(1, sync);
    delete.setInt(2, Codes.MARKS.indexOf(change.kind()));
    delete.setLong(3, Codes.micros(change.before()));
    delete.executeUpdate();
  }

  private static void bind(PreparedStatement put, int sync, Mark mark) throws SQLException {
    byte[] item = ItemKey.of(mark.id());
    put.setInt(1, sync);
    put.setInt(2, Codes.SIDES.indexOf(mark.side()));
    put.setBytes(3, item);
    put.setInt(4, Codes.MARKS.indexOf(mark.kind()));
    put.setLong(5, mark.key());
    put.setLong(6, mark.content());
    put.setInt(7, mark.revisit() ? 1 : 0);
    put.setLong(8, Codes.micros(mark.at()));
    if (ItemKey.isDigest(item, 0)) {
      put.setBytes(9, Texts.encode(mark.id()));
    } else {
      put.setNull(9, Types.BINARY);
    }
  }

  private static void collect(PreparedStatement query, List<Mark> marks) throws SQLException {
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        byte[] longId = found.getBytes(8);
        marks.add(
            new Mark(
                Codes.decode(Codes.SIDES, found.getInt(1)),
                longId == null ? ItemKey.id(found.getBytes(2), 0) : Texts.decode(longId),
                Codes.decode(Codes.MARKS, found.getInt(3)),
                found.getLong(4),
                found.getLong(5),
                found.getInt(6) != 0,
                Codes.instant(found.getLong(7))));
      }
    }
  }
}
