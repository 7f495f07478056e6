package com.puraify.sync.state.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers that stand for lists of field ids, so that a base costs eight bytes a field.
 *
 * <p>A list keeps its number for ever, and 0 is the empty list. What was committed is remembered
 * here. Thread-safe; the two views of it are confined to one call each.
 */
final class Layouts {

  /** The lists of a sync: that with number 1 first. */
  private final Map<Integer, List<List<String>>> committed = new ConcurrentHashMap<>();

  Reading reading(Session session, int sync) {
    return new Reading(session, sync);
  }

  Writing writing(Session session, int sync) {
    return new Writing(session, sync);
  }

  private static List<List<String>> load(Session session, int sync) throws SQLException {
    PreparedStatement query =
        session.prepare("SELECT fields FROM sync_layouts WHERE sync = ? ORDER BY number");
    query.setInt(1, sync);
    List<List<String>> lists = new ArrayList<>();
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        BinaryReader in = new BinaryReader(found.getBytes(1));
        int count = in.count();
        List<String> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          fields.add(in.text());
        }
        lists.add(List.copyOf(fields));
      }
    }
    return List.copyOf(lists);
  }

  /** Numbers to lists, outside a transaction that adds any. */
  final class Reading {

    private final Session session;
    private final int sync;
    private List<List<String>> known;

    private Reading(Session session, int sync) {
      this.session = session;
      this.sync = sync;
      known = committed.getOrDefault(sync, List.of());
    }

    List<String> fields(int number) throws SQLException {
      if (number == 0) {
        return List.of();
      }
      if (number > known.size()) {
        known = load(session, sync);
        committed.put(sync, known);
      }
      return known.get(number - 1);
    }
  }

  /** Lists to numbers, in a transaction that holds the sync's row. */
  final class Writing {

    private final Session session;
    private final int sync;
    private final Map<List<String>, Integer> numbers = new HashMap<>();
    private List<List<String>> known;
    private boolean loaded;
    private boolean added;

    private Writing(Session session, int sync) {
      this.session = session;
      this.sync = sync;
      known = new ArrayList<>();
      know(committed.getOrDefault(sync, List.of()));
    }

    int number(List<String> fields) throws SQLException {
      if (fields.isEmpty()) {
        return 0;
      }
      Integer number = numbers.get(fields);
      if (number == null && !loaded) {
        know(load(session, sync));
        loaded = true;
        number = numbers.get(fields);
      }
      return number == null ? add(fields) : number;
    }

    /** Makes what was added known to everybody, after the commit. */
    void committed() {
      if (added) {
        committed.put(sync, List.copyOf(known));
      }
    }

    private void know(List<List<String>> lists) {
      known = new ArrayList<>(lists);
      for (int i = 0; i < lists.size(); i++) {
        numbers.put(lists.get(i), i + 1);
      }
    }

    private int add(List<String> fields) throws SQLException {
      int number = known.size() + 1;
      BinaryWriter body = new BinaryWriter(16 * fields.size()).number(fields.size());
      fields.forEach(body::text);
      PreparedStatement insert =
          session.prepare("INSERT INTO sync_layouts (sync, number, fields) VALUES (?, ?, ?)");
      insert.setInt(1, sync);
      insert.setInt(2, number);
      insert.setBytes(3, body.toBytes());
      insert.executeUpdate();
      known.add(fields);
      numbers.put(fields, number);
      added = true;
      return number;
    }
  }
}
