package com.puraify.sync.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class ReadmeExampleTest {

  private static final Path SOURCE =
      Path.of("src/main/java/com/puraify/sync/examples/ReadmeExample.java");
  private static final Path README = Path.of("..", "README.md");
  private static final int LINES = 15;

  @TempDir Path directory;

  @Test
  void example_syncsTheTableWithNotion() throws Exception {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + directory.resolve("app.db"));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE TasksTable (id INTEGER PRIMARY KEY, title TEXT, status TEXT,"
              + " updated_at TIMESTAMP)");
      statement.executeUpdate(
          "INSERT INTO TasksTable (title, status) VALUES ('a', 'open'), ('b', 'done')");
    }
    try (NotionSimulator notion = NotionSimulator.start()) {
      SimulatedDataSource tasks =
          notion.addDatabase("Tasks", schema -> schema.status("Status", "To do", "Done"));
      tasks.add("c", Map.of("Status", "Done"));

      SyncReport report =
          ReadmeExample.sync(
              database,
              Notion.connect(Secret.of(notion.token())).baseUri(notion.baseUri()),
              directory.resolve("sync.db"));

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.syncedItems()).isEqualTo(3);
      assertThat(tasks.page("b").value("Status")).isEqualTo("Done");
    }
  }

  @Test
  void example_isShort() throws IOException {
    assertThat(example()).hasSizeLessThanOrEqualTo(LINES);
  }

  @Test
  void readme_showsTheExampleWordByWord() throws IOException {
    assumeTrue(Files.exists(README), "there is no README yet");

    assertThat(Files.readString(README)).contains(String.join("\n", example()));
  }

  private static List<String> example() throws IOException {
    List<String> lines = Files.readAllLines(SOURCE);
    int start = lines.indexOf("    // readme:start");
    int end = lines.indexOf("    // readme:end");
    assertThat(start).isNotNegative().isLessThan(end);
    return lines.subList(start + 1, end).stream()
        .map(line -> line.replaceFirst("^ {4}", ""))
        .toList();
  }
}
