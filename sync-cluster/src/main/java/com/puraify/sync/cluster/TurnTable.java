package com.puraify.sync.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The rows of the turns, which db-scheduler hands out, and what is put beside them. Thread-safe.
 */
final class TurnTable {

  static final String TABLE = "sync_turns";
  static final String TASK = "sync";

  /** A row that is in an engine's hands is locked by this, and stays as it is. */
  private static final String PUT =
      "INSERT INTO sync_turns AS own (task_name, task_instance, execution_time, picked, version)"
          + " VALUES (?, ?, ?, FALSE, 1) ON CONFLICT (task_name, task_instance) DO UPDATE"
          + " SET execution_time = EXCLUDED.execution_time, version = own.version + 1"
          + " WHERE NOT own.picked";

  private static final String SOONER =
      PUT.replace(
          "= EXCLUDED.execution_time", "= LEAST(own.execution_time, EXCLUDED.execution_time)");

  private static final String PUT_MEANWHILE =
      "INSERT INTO sync_turns_meanwhile AS own (sync, due) VALUES (?, ?)"
          + " ON CONFLICT (sync) DO UPDATE SET due = LEAST(own.due, EXCLUDED.due)";

  private static final String TAKE_MEANWHILE =
      "DELETE FROM sync_turns_meanwhile WHERE sync = ? RETURNING due";

  private static final String REMOVE =
      "DELETE FROM sync_turns WHERE task_name = ? AND task_instance = ? AND NOT picked";

  private final Database database;

  TurnTable(Database database) {
    this.database = database;
  }

  /** Sets when a sync is due; beside its row, if that is in an engine's hands. */
  void put(String sync, Instant due) {
    database.write(connection -> put(connection, PUT, sync, due));
  }

  /** Sets when a sync is due, unless it is due sooner. */
  void sooner(String sync, Instant due) {
    database.write(connection -> put(connection, SOONER, sync, due));
  }

  private static int put(Connection connection, String how, String sync, Instant due)
      throws SQLException {
    try (PreparedStatement put = connection.prepareStatement(how)) {
      put.setString(1, TASK);
      put.setString(2, sync);
      put.setObject(3, time(due));
      if (put.executeUpdate() > 0) {
        return 1;
      }
    }
    try (PreparedStatement meanwhile = connection.prepareStatement(PUT_MEANWHILE)) {
      meanwhile.setString(1, sync);
      meanwhile.setObject(2, time(due));
      return meanwhile.executeUpdate();
    }
  }

  /** Takes what was put while the sync was in an engine's hands. */
  Optional<Instant> takeMeanwhile(String sync) {
    return database.write(
        connection -> {
          try (PreparedStatement take = connection.prepareStatement(TAKE_MEANWHILE)) {
            take.setString(1, sync);
            try (ResultSet due = take.executeQuery()) {
              return due.next()
                  ? Optional.of(due.getObject(1, OffsetDateTime.class).toInstant())
                  : Optional.empty();
            }
          }
        });
  }

  /** Removes a sync's row, unless it is in an engine's hands, and what was put beside it. */
  void remove(String sync) {
    database.write(
        connection -> {
          try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setString(1, TASK);
            remove.setString(2, sync);
            remove.executeUpdate();
          }
          try (PreparedStatement take = connection.prepareStatement(TAKE_MEANWHILE)) {
            take.setString(1, sync);
            return take.execute();
          }
        });
  }

  private static OffsetDateTime time(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
