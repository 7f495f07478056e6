package com.puraify.sync.examples;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcDatabase;
import com.puraify.sync.report.SyncReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** Syncs a table with a platform of one's own, by a JSON document and a {@link TodoConnector}. */
public final class CustomConnectorExample {

  private CustomConnectorExample() {}

  /** Returns the request: fields of the same name are paired, since it has none of its own. */
  static String request(URI address) {
    return """
        {
          "project_id": "pf-456",
          "sync_type": "bidirectional",
          "source_platform": "Todo",
          "source_entity": "groceries",
          "target_entity": "groceries",
          "base_url": "%s",
          "mapping": {"match_on": [{"local": "text", "remote": "text"}]}
        }
        """
        .formatted(address);
  }

  /** Runs the sync that a document describes. */
  static SyncReport sync(String document, DataSource database) {
    try (SyncEngine engine =
        SyncEngine.builder()
            .addConnector(new TodoConnector())
            .local(JdbcDatabase.of(database))
            .credentials((project, platform) -> Optional.of(Secret.of(TodoService.TOKEN)))
            .build()) {
      return engine.sync(SyncConfig.fromJson(document)).orThrow();
    }
  }

  /** Returns a SQLite database with a table of groceries. */
  static DataSource database(Path file) throws SQLException {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE groceries (id INTEGER PRIMARY KEY, text TEXT NOT NULL, done BOOLEAN)");
      statement.executeUpdate(
          "INSERT INTO groceries (text, done) VALUES ('bread', 1), ('milk', 0)");
    }
    return database;
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException, SQLException {
    Path directory = Files.createTempDirectory("sync-example-");
    try (TodoService service = TodoService.start("groceries")) {
      service.put("bread", false);
      service.put("eggs", false);
      SyncReport report =
          sync(request(service.address()), database(directory.resolve("groceries.db")));
      System.out.println(report.toJson());
      System.out.println(service.shown());
    }
  }
}
