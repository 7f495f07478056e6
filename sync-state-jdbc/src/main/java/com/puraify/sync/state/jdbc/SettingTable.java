package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.StateChange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings: small texts by name. */
final class SettingTable {

  private SettingTable() {}

  static Map<String, String> all(Session session, int sync) throws SQLException {
    PreparedStatement query = session.prepare("SELECT body FROM sync_settings WHERE sync = ?");
    query.setInt(1, sync);
    Map<String, String> settings = new HashMap<>();
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        BinaryReader in = new BinaryReader(found.getBytes(1));
        String name = in.text();
        settings.put(name, in.text());
      }
    }
    return settings;
  }

  static @Nullable String one(Session session, int sync, String name) throws SQLException {
    PreparedStatement query =
        session.prepare("SELECT body FROM sync_settings WHERE sync = ? AND name = ?");
    query.setInt(1, sync);
    query.setBytes(2, ItemKey.of(name));
    try (ResultSet found = query.executeQuery()) {
      return found.next() ? value(found.getBytes(1)) : null;
    }
  }

  /** Returns one setting of every sync whose id can be told from its key. */
  static Map<String, String> everywhere(Session session, String name) throws SQLException {
    PreparedStatement query =
        session.prepare(
            "SELECT s.id, t.body FROM sync_settings t JOIN sync_syncs s ON s.number = t.sync"
                + " WHERE t.name = ?");
    query.setBytes(1, ItemKey.of(name));
    Map<String, String> values = new HashMap<>();
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        byte[] sync = found.getBytes(1);
        if (!ItemKey.isDigest(sync, 0)) {
          values.put(ItemKey.id(sync, 0), value(found.getBytes(2)));
        }
      }
    }
    return values;
  }

  private static String value(byte[] body) {
    BinaryReader in = new BinaryReader(body);
    in.text(); // the name
    return in.text();
  }

  static void apply(Session session, int sync, StateChange.PutSetting change) throws SQLException {
    String value = change.value();
    byte[] name = ItemKey.of(change.name());
    if (value == null) {
      PreparedStatement delete =
          session.prepare("DELETE FROM sync_settings WHERE sync = ? AND name = ?");
      delete.setInt(1, sync);
      delete.setBytes(2, name);
      delete.executeUpdate();
      return;
    }
    PreparedStatement put =
        session.prepare(
            "INSERT INTO sync_settings (sync, name, body) VALUES (?, ?, ?)"
                + " ON CONFLICT (sync, name) DO UPDATE SET body = excluded.body");
    put.setInt(1, sync);
    put.setBytes(2, name);
    put.setBytes(
        3, new BinaryWriter(value.length() + 64).text(change.name()).text(value).toBytes());
    put.executeUpdate();
  }
}
