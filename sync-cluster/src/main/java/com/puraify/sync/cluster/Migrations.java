package com.puraify.sync.cluster;

import com.puraify.sync.error.StateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings the cluster's tables up to what this version knows: forward only, numbered, one
 * transaction each. Engines that start together take turns.
 */
final class Migrations {

  /** The steps, in order: the first brings a database to version 1. They never change. */
  static final List<String> STEPS = List.of("V1__cluster.sql");

  private static final long LOCK = 0x70757261_636c7573L;
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  private Migrations() {}

  static void run(Database database) {
    while (database.write(Migrations::step) < STEPS.size()) {
      // Each round commits one step.
    }
  }

  private static int step(Connection connection) throws SQLException {
    Database.execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
    Database.execute(
        connection, "CREATE TABLE IF NOT EXISTS sync_cluster_schema (version INTEGER NOT NULL)");
    int version = version(connection);
    if (version > STEPS.size()) {
      throw new StateException(
          "The cluster's tables were written by a newer version of Sync Engine: they have version "
              + version
              + ", this one knows up to "
              + STEPS.size()
              + ". Start at least that version.");
    }
    if (version == STEPS.size()) {
      return version;
    }
    for (String statement : COMMENT.matcher(script(version)).replaceAll("").split(";", -1)) {
      if (!statement.isBlank()) {
        Database.execute(connection, statement);
      }
    }
    Database.execute(
        connection,
        version == 0
            ? "INSERT INTO sync_cluster_schema (version) VALUES (1)"
            : "UPDATE sync_cluster_schema SET version = " + (version + 1));
    return version + 1;
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT MAX(version) FROM sync_cluster_schema")) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  private static String script(int version) {
    String name = STEPS.get(version);
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar of sync-cluster lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
