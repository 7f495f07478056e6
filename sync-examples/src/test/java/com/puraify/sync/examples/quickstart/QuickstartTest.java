package com.puraify.sync.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as somebody who tries it sees it. */
class QuickstartTest {

  private static final String ESCAPE = "\u001b";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path directory;

  private int run(boolean terminal, Map<String, String> environment, String... args) {
    Screen screen =
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            Screen.DEFAULT_WIDTH);
    return Quickstart.run(screen, environment, args);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void piped_tellsTheStoryInPlainTextAndEndsWithTheReport() {
    int code = run(false, Map.of(), "--data", directory.toString());

    assertThat(errors()).isEmpty();
    assertThat(code).isZero();
    assertThat(lines())
        .anyMatch(line -> line.contains("✓ Equal: all"))
        .anyMatch(line -> line.contains("✓ Stable: the third sync wrote nothing"))
        .noneMatch(line -> line.contains(ESCAPE) || line.contains("\r"));
    Json report = Json.parse(lines().get(lines().size() - 1));
    assertThat(List.copyOf(report.members().keySet()).subList(0, 5))
        .containsExactly(
            "status", "synced_items", "conflicts_detected", "conflict_resolution", "last_sync");
    assertThat(report.at("status").text()).isEqualTo("partial");
    assertThat(report.at("conflicts_detected").number().intValueExact()).isEqualTo(1);
    assertThat(report.at("conflict_resolution").text()).isEqualTo("auto_override_from_remote");
    assertThat(report.at("local", "deleted").number().intValueExact()).isEqualTo(1);
    assertThat(report.at("remote", "deleted").number().intValueExact()).isEqualTo(1);
    assertThat(report.at("rejected").number().intValueExact()).isEqualTo(1);
    assertThat(directory.resolve("tasks.db")).exists();
  }

  @Test
  void piped_saysOfEachItemWhatWasDoneAndWhy() {
    run(false, Map.of(), "--data", directory.toString());

    String story = String.join("\n", lines()).replaceAll("\\s+", " ");
    assertThat(story)
        .contains("→ Notion write status changed only in the table")
        .contains("Draft the privacy notice → table write due changed only in Notion")
        .contains("Draft the privacy notice → Notion write notes changed only in the table")
        .contains("both sides made the same edit")
        .contains("prefer_remote")
        .contains("Cancel the old fax line → Notion delete deleted in the table")
        .contains("Water the office plants → table delete deleted in Notion")
        .contains("refused: priority")
        .contains("Weekly report both hold");
  }

  @Test
  void onATerminal_showsProgressAndColoursButNotInTheReport() {
    int code = run(true, Map.of(), "--data", directory.toString());

    assertThat(code).isZero();
    assertThat(errors()).contains("syncing");
    assertThat(lines()).anyMatch(line -> line.contains(ESCAPE));
    assertThat(Json.parse(lines().get(lines().size() - 1)).isObject()).isTrue();
  }

  @Test
  void usedDirectory_isNotTouched() throws IOException {
    Path used = Files.writeString(directory.resolve("tasks.db"), "mine");

    int code = run(false, Map.of(), "--data", directory.toString());

    assertThat(code).isEqualTo(1);
    assertThat(errors()).contains("exists");
    assertThat(used).hasContent("mine");
  }

  @Test
  void help_explainsEverythingAndDoesNothing() {
    int code = run(false, Map.of(), "--help");

    assertThat(code).isZero();
    assertThat(String.join("\n", lines()))
        .contains("--notion", "--apply", "NOTION_TOKEN", "NOTION_DATA_SOURCE", "Exit codes");
  }

  @Test
  void notionWithoutItsVariables_isOneClearLine() {
    int code = run(false, Map.of("NOTION_TOKEN", "secret"), "--notion");

    assertThat(code).isEqualTo(2);
    assertThat(errors().lines()).hasSize(1);
    assertThat(errors()).contains("NOTION_DATA_SOURCE is not set").doesNotContain("secret");
  }

  @Test
  void wrongOption_isUsage() {
    assertThat(run(false, Map.of(), "--nonsense")).isEqualTo(2);
    assertThat(run(false, Map.of(), "--apply")).isEqualTo(2);
  }
}
