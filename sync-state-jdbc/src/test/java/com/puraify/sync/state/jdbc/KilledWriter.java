package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that commits without end until it is killed. Each commit holds {@link #LINKS} new links
 * and a setting that says up to which; its last number is printed once the commit has returned.
 */
final class KilledWriter {

  static final int LINKS = 50;

  private KilledWriter() {}

  public static void main(String[] arguments) {
    try (StateStore store = JdbcStateStore.sqlite(Path.of(arguments[0]))) {
      Instant now = Instant.ofEpochSecond(Long.parseLong(arguments[1]));
      Lease lease = store.acquire("s", "writer", Duration.ofSeconds(1), now).orElseThrow();
      long last = store.load("s").lastLinkNumber();
      while (!System.out.checkError()) {
        List<StateChange> changes =
            new ArrayList<>(SqliteFailuresTest.puts(last + 1, last + LINKS));
        last += LINKS;
        changes.add(new StateChange.PutSetting("last", Long.toString(last)));
        store.commit(lease, changes);
        System.out.println(last);
        System.out.flush();
      }
    }
  }
}
