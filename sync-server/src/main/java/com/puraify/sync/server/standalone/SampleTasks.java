package com.puraify.sync.server.standalone;

import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** A table and a simulated Notion data source of the same name, so that there is what to sync. */
final class SampleTasks {

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS TasksTable (
        id       INTEGER PRIMARY KEY,
        name     TEXT NOT NULL,
        status   TEXT,
        priority TEXT,
        estimate REAL,
        due      TEXT,
        notes    TEXT
      )
      """;

  private SampleTasks() {}

  /** Makes the local table, empty, unless it is there. */
  static void inTable(DataSource local) throws SQLException {
    try (Connection connection = local.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(TABLE);
    }
  }

  /** Starts a simulated Notion with three tasks in it. */
  static NotionSimulator inNotion() {
    NotionSimulator notion = NotionSimulator.builder().start();
    SimulatedDataSource tasks =
        notion.addDatabase(
            notion.addPage("Home"),
            "Tasks Table",
            schema ->
                schema
                    .status("Status", "Not started", "In progress", "Done")
                    .select("Priority", "Low", "Medium", "High")
                    .number("Estimate")
                    .date("Due")
                    .richText("Notes"));
    tasks.add("Draft the launch note", Map.of("Priority", "High", "Estimate", 2));
    tasks.add("Fix the import of dates", Map.of("Status", "In progress", "Estimate", 2.5));
    tasks.add("Send the invoice", Map.of("Status", "Done", "Due", "2026-09-15", "Notes", "Paid."));
    return notion;
  }
}
