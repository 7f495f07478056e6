package com.puraify.sync.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/behaviour.md} against what the engine does. */
class BehaviourTest {

  private static final String AGAIN =
      "mvn -pl sync-testkit -am test -Dtest=BehaviourTest -Dsync.behaviour.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void documentSaysWhatTheEngineDoes() throws IOException {
    Path document = document();
    String now = written();
    if (Boolean.getBoolean("sync.behaviour.write")) {
      Files.writeString(document, now, StandardCharsets.UTF_8);
    }
    String said = Files.exists(document) ? Files.readString(document, StandardCharsets.UTF_8) : "";

    assertThat(said)
        .as("docs/behaviour.md is not what the engine does; if that is meant, run: %s", AGAIN)
        .isEqualTo(now);
  }

  private static String written() {
    Page page = new Page();
    page.heading(1, "What the engine does")
        .say(
            "Every row of these tables is a run of the real engine between two platforms in memory;"
                + " nothing here was typed by hand. A test fails when the engine does something"
                + " else. To write this page anew: `"
                + AGAIN
                + "`.");
    DecisionTables.write(page);
    HardScenarios.write(page);
    return page.toString();
  }

  private static Path document() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("docs"))) {
      root = root.getParent();
    }
    return root.resolve("docs").resolve("behaviour.md");
  }
}
