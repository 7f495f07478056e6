package com.puraify.sync.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.host.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The engine keeps every invariant in simulated worlds.
 *
 * <p>The ordinary suite plays the same worlds every time, but for those in which a question is open
 * (docs/proof.md says which). {@code -Dsync.worlds=N} plays N fresh worlds instead, and {@code
 * -Dsync.seed=S} begins at seed S.
 */
@Tag("simulation")
class WorldTest {

  private static final long FIXED = 600;
  private static final long OPEN = 178;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Test
  void everyWorld_keepsEveryInvariant() {
    long asked = Long.getLong("sync.worlds", 0);
    Worlds worlds = Worlds.printingTo(System.out);

    if (asked > 0) {
      long fresh = TimeSource.system().instant().toEpochMilli() * 1_000;
      worlds.play(Long.getLong("sync.seed", fresh), asked, THREADS, Worlds.MAX_FAILURES);
    } else {
      worlds.play(1, OPEN - 1, THREADS, Worlds.MAX_FAILURES);
      worlds.play(OPEN + 1, FIXED - OPEN, THREADS, Worlds.MAX_FAILURES);
    }

    assertThat(worlds.failures()).extracting(Worlds::line).isEmpty();
  }

  @Test
  void fixedWorlds_exerciseEveryFaultAndEveryRule() {
    Worlds worlds = Worlds.printingTo(silence());
    worlds.play(1, 1_500, THREADS, Long.MAX_VALUE);
    List<String> missing = new ArrayList<>();
    for (String what : Exercised.ALL) {
      boolean happened =
          worlds.coverage().counts().keySet().stream().anyMatch(name -> name.startsWith(what));
      if (!happened) {
        missing.add(what);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void oneSeed_playedTwice_goesTheSameWay() {
    for (long seed = 1; seed <= 200; seed++) {
      assertThat(SimulatedWorld.play(Scenario.of(seed)).journalHash())
          .as("seed %d", seed)
          .isEqualTo(SimulatedWorld.play(Scenario.of(seed)).journalHash());
    }
  }

  static PrintStream silence() {
    return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
  }
}
