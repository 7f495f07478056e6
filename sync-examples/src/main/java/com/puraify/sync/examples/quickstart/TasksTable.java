package com.puraify.sync.examples.quickstart;

import com.puraify.sync.connector.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The application that owns the table: it knows SQL, and nothing of the engine. */
final class TasksTable {

  static final String NAME = "TasksTable";

  private static final String CREATE =
      """
      CREATE TABLE TasksTable (
        id          INTEGER PRIMARY KEY,
        title       TEXT NOT NULL,
        status      TEXT,
        priority    TEXT,
        tags        JSON,
        estimate    REAL,
        reviewed    BOOLEAN,
        due         TEXT,
        assignees   JSON,
        notes       TEXT,
        link        TEXT,
        contact     TEXT,
        phone       TEXT,
        attachments JSON,
        blocked_by  JSON,
        number      INTEGER,
        label       TEXT,
        hours_ahead REAL,
        venue       JSON,
        verified    JSON,
        created_at  TIMESTAMP,
        created_by  TEXT,
        updated_at  TIMESTAMP DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
      )
      """;

  private final DataSource dataSource;

  private TasksTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Returns a data source for a SQLite file, with a log, so that readers and writers do not wait.
   */
  static DataSource sqlite(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(10_000);
    SQLiteDataSource dataSource = new SQLiteDataSource(config);
    dataSource.setUrl("jdbc:sqlite:" + file);
    return dataSource;
  }

  static TasksTable create(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(CREATE);
    }
    return new TasksTable(dataSource);
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** Inserts tasks, and then what they are blocked by, as soon as every task has its id. */
  void insert(List<Task> tasks, List<String> people) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      for (Task task : tasks) {
        insert(connection, task, people);
      }
      for (Task task : tasks) {
        if (!task.blockedBy().isEmpty()) {
          blockBy(connection, task);
        }
      }
      connection.commit();
    }
  }

  private static void insert(Connection connection, Task task, List<String> people)
      throws SQLException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("title", task.title());
    row.put("status", task.status());
    row.put("priority", task.priority());
    row.put("tags", texts(task.tags()));
    row.put("estimate", task.estimate() == null ? null : task.estimate().doubleValue());
    row.put("reviewed", task.reviewed() ? 1 : 0);
    row.put("due", task.due());
    row.put("assignees", texts(task.assignees().stream().map(people::get).toList()));
    row.put("notes", task.notes());
    row.put("link", task.link());
    row.put("contact", task.contact());
    row.put("phone", task.phone());
    row.put("attachments", files(task.attachments()));
    String columns = String.join(", ", row.keySet());
    String marks = "?" + ", ?".repeat(row.size() - 1);
    execute(
        connection,
        "INSERT INTO TasksTable (" + columns + ") VALUES (" + marks + ")",
        row.values().toArray());
  }

  private static void blockBy(Connection connection, Task task) throws SQLException {
    List<String> ids = new ArrayList<>();
    for (String title : task.blockedBy()) {
      try (PreparedStatement query =
          connection.prepareStatement("SELECT id FROM TasksTable WHERE title = ?")) {
        query.setString(1, title);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            ids.add(rows.getString(1));
          }
        }
      }
    }
    execute(
        connection,
        "UPDATE TasksTable SET blocked_by = ? WHERE title = ?",
        texts(ids),
        task.title());
  }

  /** Edits one column of a task, as the application would. */
  void edit(String title, String column, @Nullable Object value) throws SQLException {
    change(
        "UPDATE TasksTable SET "
            + column
            + " = ?, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE title = ?",
        value,
        title);
  }

  void delete(String title) throws SQLException {
    change("DELETE FROM TasksTable WHERE title = ?", title);
  }

  private void change(String sql, @Nullable Object... values) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      int rows = execute(connection, sql, values);
      if (rows != 1) {
        throw new SQLException("one row was to be changed, not " + rows + ": " + sql);
      }
    }
  }

  private static int execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Returns all rows, each as its column's values by name. */
  List<Map<String, @Nullable Object>> rows() throws SQLException {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM TasksTable ORDER BY id")) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnName(i), rows.getObject(i));
        }
        all.add(row);
      }
    }
    return all;
  }

  private static @Nullable String texts(List<String> texts) {
    return texts.isEmpty() ? null : Json.array(texts.stream().map(Json::of).toList()).toString();
  }

  private static @Nullable String files(List<String> addresses) {
    return addresses.isEmpty()
        ? null
        : Json.array(
                addresses.stream()
                    .map(
                        url ->
                            Json.object(
                                file ->
                                    file.put("name", url.substring(url.lastIndexOf('/') + 1))
                                        .put("type", "external")
                                        .put("url", url)))
                    .toList())
            .toString();
  }
}
