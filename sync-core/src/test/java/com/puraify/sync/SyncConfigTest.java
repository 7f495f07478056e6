package com.puraify.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncConfigTest {

  @Test
  void defaultId_isReadable() {
    assertThat(sync("pf-456", "TasksTable", "Notion").build().id())
        .isEqualTo("pf-456:TasksTable:notion");
  }

  @Test
  void defaultIds_ofDifferentNames_differ() {
    assertThat(
            new String[] {
              id("pf", "משימות", "Notion"),
              id("pf", "לקוחות", "Notion"),
              id("pf", "a b", "Notion"),
              id("pf", "a-b", "Notion"),
              id("pf:a", "b", "Notion"),
              id("pf", "a:b", "Notion"),
              id("pf", "x".repeat(300), "Notion"),
              id("pf", "x".repeat(301), "Notion"),
              id("א", "ב", "ג"),
            })
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[A-Za-z0-9][A-Za-z0-9._:\\-]{0,199}"));
  }

  @Test
  void defaultId_staysTheSame() {
    assertThat(id("pf", "a b", "Notion")).isEqualTo(id("pf", "a b", "NOTION"));
    assertThat(id("pf", "a b", "Notion")).startsWith("pf-a-b-notion-");
  }

  @Test
  void build_namesEveryProblem() {
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                sync(" ", "a", "Notion")
                    .id("-")
                    .sweepEvery(Duration.ofSeconds(-1))
                    .keepJournal(Duration.ofSeconds(-1))
                    .build());

    assertThat(e.problems())
        .extracting(Problem::where)
        .containsExactly("id", "project", "sweepEvery", "keepJournal");
  }

  private static String id(String project, String local, String platform) {
    return sync(project, local, platform).build().id();
  }

  private static SyncConfig.Builder sync(String project, String local, String platform) {
    return SyncConfig.between(
            new EntityReference.Local(local),
            new EntityReference.OnPlatform(platform, null, null, Map.of()))
        .project(project);
  }
}
