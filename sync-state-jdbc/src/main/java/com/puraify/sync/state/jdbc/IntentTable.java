package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Intent;
import com.puraify.sync.state.StateChange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The intents: one row a call, so that noting a call and forgetting it costs one row each. */
final class IntentTable {

  private IntentTable() {}

  static List<Intent> all(Session session, int sync) throws SQLException {
    PreparedStatement query =
        session.prepare("SELECT body FROM sync_intents WHERE sync = ? ORDER BY at, turn");
    query.setInt(1, sync);
    List<Intent> intents = new ArrayList<>();
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        intents.add(IntentCodec.decode(found.getBytes(1)));
      }
    }
    return intents;
  }

  static void put(Session session, int sync, Intent intent) throws SQLException {
    PreparedStatement put =
        session.prepare(
            "INSERT INTO sync_intents (sync, id, at, body) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (sync, id) DO UPDATE SET at = excluded.at, body = excluded.body");
    put.setInt(1, sync);
    put.setBytes(2, ItemKey.of(intent.id()));
    put.setLong(3, Codes.micros(intent.at()));
    put.setBytes(4, IntentCodec.encode(intent));
    put.executeUpdate();
  }

  static void remove(Session session, int sync, StateChange.RemoveIntent change)
      throws SQLException {
    PreparedStatement delete =
        session.prepare("DELETE FROM sync_intents WHERE sync = ? AND id = ?");
    delete.setInt(1, sync);
    delete.setBytes(2, ItemKey.of(change.id()));
    delete.executeUpdate();
  }
}
