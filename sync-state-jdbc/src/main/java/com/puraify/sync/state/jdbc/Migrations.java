package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings the tables up to what this version knows: forward only, numbered, one transaction each.
 *
 * <p>A process that dies in between leaves the step before, and the next start goes on from there.
 * Two processes that start together take turns.
 */
final class Migrations {

  /** The steps, in order: the first brings a database to version 1. They never change. */
  static final List<String> STEPS = List.of("V1__state.sql");

  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  private final Database database;

  Migrations(Database database) {
    this.database = database;
  }

  void run() {
    run(STEPS.stream().map(this::script).toList());
  }

  /** Runs the steps that are still to be run. */
  void run(List<String> scripts) {
    while (database.write(session -> step(session, scripts)) < scripts.size()) {
      // Each round commits one step.
    }
  }

  private int step(Session session, List<String> scripts) throws SQLException {
    database.lockMigrations(session);
    session.execute("CREATE TABLE IF NOT EXISTS sync_schema (version INTEGER NOT NULL)");
    int version = version(session);
    if (version > scripts.size()) {
      throw new StateException(
          "The state was written by a newer version of Sync Engine: its tables have version "
              + version
              + ", this one knows up to "
              + scripts.size()
              + ". Start at least that version again, or name another store.");
    }
    if (version == scripts.size()) {
      return version;
    }
    for (String statement : COMMENT.matcher(scripts.get(version)).replaceAll("").split(";", -1)) {
      if (!statement.isBlank()) {
        session.execute(statement);
      }
    }
    session.execute(
        version == 0
            ? "INSERT INTO sync_schema (version) VALUES (1)"
            : "UPDATE sync_schema SET version = " + (version + 1));
    return version + 1;
  }

  private static int version(Session session) throws SQLException {
    try (ResultSet found = session.prepare("SELECT MAX(version) FROM sync_schema").executeQuery()) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  private String script(String step) {
    String name = database.migrations() + "/" + step;
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar of sync-state-jdbc lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
