package com.puraify.sync.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process again and again, wherever it happens to be. */
class KillTest {

  @TempDir Path folder;

  @Test
  void processKilledWhileCommitting_losesNothingThatReturned_andLeavesNothingTorn()
      throws Exception {
    Path file = folder.resolve("state.db");
    for (int round = 1; round <= 5; round++) {
      long acknowledged = writeAndKill(file, round);
      try (StateStore store = JdbcStateStore.sqlite(file)) {
        SyncState state = store.load("s");
        List<Link> links = store.linksAfter("s", 0, Integer.MAX_VALUE);
        assertThat(state.lastLinkNumber()).isGreaterThanOrEqualTo(acknowledged);
        assertThat(state.lastLinkNumber() % KilledWriter.LINKS).isZero();
        assertThat(state.settings().get("last")).isEqualTo(state.lastLinkNumber() + "");
        assertThat(links)
            .isEqualTo(
                LongStream.rangeClosed(1, state.lastLinkNumber())
                    .mapToObj(SqliteFailuresTest::link)
                    .toList());
        assertThat(state.links()).isEqualTo(links.size());
      }
    }
  }

  /** Returns the last number that the process had said was committed. */
  private static long writeAndKill(Path file, int round) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                file.toString(),
                Long.toString(round * 60L))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    int heard = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        acknowledged = Long.parseLong(line);
        if (++heard == 3 * round) {
          // By its handle, which leaves the pipe with the last acknowledgements open.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(heard).isGreaterThanOrEqualTo(3 * round);
    return acknowledged;
  }
}
