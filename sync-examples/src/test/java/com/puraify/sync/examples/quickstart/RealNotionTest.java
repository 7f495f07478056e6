package com.puraify.sync.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./quickstart --notion}, with the simulator in the place of the real Notion. */
class RealNotionTest {

  private final NotionSimulator notion = NotionSimulator.start();
  private final SimulatedDataSource projects = notion.addDatabase("Projects", schema -> {});
  private final SimulatedDataSource plans =
      notion.addDatabase(
          "Plans",
          schema ->
              schema
                  .title("Plan")
                  .status("Status", "Open", "Done")
                  .number("Days left")
                  .checkbox("Id")
                  .multiSelect("Tags", "a", "b")
                  .date("When?")
                  .relationToSelf("After")
                  .relation("Project", projects)
                  .createdTime("Created"));

  @TempDir Path directory;

  @AfterEach
  void stop() {
    notion.close();
  }

  private String run(int expected, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Screen.DEFAULT_WIDTH);
    Map<String, String> environment = new HashMap<>();
    environment.put("NOTION_TOKEN", notion.token());
    environment.put("NOTION_DATA_SOURCE", "Plans");
    environment.put("NOTION_BASE_URL", notion.baseUri().toString());
    List<String> all = new ArrayList<>(List.of("--notion", "--data", directory.toString()));
    all.addAll(List.of(args));
    int code = Quickstart.run(screen, environment, all.toArray(String[]::new));
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = TasksTable.sqlite(directory.resolve("notion.db")).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private void edit(String sql) throws SQLException {
    try (Connection connection = TasksTable.sqlite(directory.resolve("notion.db")).getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void plan_makesTheTableAndWritesNothing() throws SQLException {
    plans.add("One");

    String said = run(0);

    assertThat(said)
        .contains("local   1 to create")
        .contains("not paired: 'Project' refers to items of another entity")
        .contains("Nothing was written");
    assertThat(query("SELECT name FROM pragma_table_info('notion_items')"))
        .containsExactly(
            "row_id",
            "Plan",
            "Status",
            "Days left",
            "Id",
            "Tags",
            "When?",
            "After",
            "Project",
            "Created");
    assertThat(query("SELECT \"Plan\" FROM notion_items")).isEmpty();
    assertThat(said).doesNotContain(notion.token());
  }

  @Test
  void apply_carriesThePlanOutBothWays() throws SQLException {
    var first = plans.add("One", Map.of("Tags", List.of("b", "a"), "Days left", 2.5));
    plans.add("Two", Map.of("After", List.of(first), "When?", "2026-03-01/2026-03-04"));
    run(0, "--apply");
    assertThat(query("SELECT \"Days left\" FROM notion_items WHERE \"Plan\" = 'One'"))
        .containsExactly("2.5");
    assertThat(query("SELECT \"After\" FROM notion_items WHERE \"Plan\" = 'Two'"))
        .containsExactly(
            "[\"" + query("SELECT row_id FROM notion_items WHERE \"Plan\" = 'One'").get(0) + "\"]");

    edit("UPDATE notion_items SET \"Status\" = 'Done' WHERE \"Plan\" = 'One'");
    edit("INSERT INTO notion_items (\"Plan\") VALUES ('Three')");
    run(0, "--apply");

    assertThat(first.value("Status")).isEqualTo("Done");
    assertThat(plans.page("Three").inTrash()).isFalse();
  }

  @Test
  void unknownDataSource_isOneClearLine() {
    plans.rename("Something else");

    assertThat(run(1)).startsWith("quickstart: ").contains("Plans").hasLineCount(1);
  }
}
