package com.puraify.sync.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.host.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The engine keeps every invariant in simulated worlds.
 *
 * <p>The suite plays the same worlds every time, which must also exercise whatever can go wrong,
 * and then some fresh ones. {@code -Dsync.worlds=N} plays N fresh worlds and nothing else, and
 * {@code -Dsync.seed=S} begins at seed S. What fails prints the line that plays it again, and is
 * shrunk.
 */
@Tag("simulation")
class WorldTest {

  private static final long FIXED = 2_000;
  private static final long FIXED_HARD = 500;
  private static final long FRESH = 200;

  /** The worlds that showed errors of the engine, which docs/proof.md tells of. */
  private static final long[] FOUND_ERRORS = {
    2015,
    2179,
    2676,
    3621,
    3792,
    4148,
    4229,
    4362,
    4471,
    4507,
    9757,
    14984,
    15941,
    16501,
    19787,
    22718,
    24371,
    26588,
    29317,
    43223,
    46332,
    47629,
    54104,
    100534,
    103481,
    207217,
    213188,
    214113,
    1774000007828L,
    1774000016761L,
    1774000019320L,
    1790000032394L,
    1790000036497L,
    1790000068949L,
    1790000086412L,
    1790000088563L,
    1790000088714L,
    1790000098042L,
    1790000110774L,
    1790000173310L,
    1790000233669L,
    1790000249523L,
    1790000262811L,
    1790000279209L,
    1790000288033L,
    1790000299395L,
    1790000311889L,
    1790000325027L,
    1790000340496L,
    1790000371586L,
    1790000591989L,
    1800000046145L,
    1800000053929L,
    1800000058103L,
    1800000083933L,
    1800000091049L,
    1800000095684L,
    1800000109428L,
    1800000124223L,
    1800000148003L,
    1800000161467L,
    1800000301447L,
    1800000358617L,
    1800001028925L,
    1800003015565L,
    1800003023480L,
    1800010110742L,
    1800030027973L,
    1800100012436L,
    1800000304088L,
    1800010068240L,
    1800010088136L,
    1800010142863L,
    1800030039183L,
    1800030166289L,
    1800100089276L,
    1800100091676L,
    1800100114943L,
    1800100307328L,
    1800100337624L,
    1800100349378L,
    1800100383821L,
    1800100416975L,
    1800100423321L,
    1800100436199L,
    1800100586770L,
    1800100720077L,
    1800100729395L,
    1800100733902L,
    1800200038379L,
    1800200045275L,
    1790000191156L,
    1800300821387L,
    1800300851630L,
    1800500275380L,
    1800700361288L,
    1800800613851L,
    1800800752820L,
    1800800847752L,
    1801000853909L,
    1801200095541L,
    1801200145299L,
    1801300117492L,
    1801500289035L,
    1801700276085L,
    1801700600820L,
    1801800526328L,
    1801800956520L,
    1801800999430L,
    1801900318687L,
    1802000100541L,
    1802100712469L,
    1802300395192L,
    1802500460074L,
    1803000439254L,
    1803100211274L,
    1803200526073L,
    9000000042775L,
    9000001030896L,
    9000001317316L
  };

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Test
  void fixedWorlds_keepEveryInvariant_andExerciseEveryFaultAndEveryRule() {
    Assumptions.assumeTrue(Long.getLong("sync.worlds") == null, "other worlds were asked for");
    Worlds worlds = Worlds.printingTo(System.out);

    worlds.play(1, FIXED, THREADS, Worlds.MAX_FAILURES);
    worlds.play(ScenarioDraw.FIRST_MIXED, FIXED, THREADS, Worlds.MAX_FAILURES);
    worlds.play(ScenarioDraw.FIRST_HARD, FIXED_HARD, THREADS, Worlds.MAX_FAILURES);

    assertThat(worlds.failures()).extracting(Worlds::line).isEmpty();
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
  void worldsThatFoundErrors_keepEveryInvariant() {
    WorldCheck check = new WorldCheck(engine -> engine);

    assertThat(LongStream.of(FOUND_ERRORS).mapToObj(check::play))
        .filteredOn(outcome -> outcome.violation().isPresent())
        .extracting(Worlds::line)
        .isEmpty();
  }

  @Test
  void freshWorlds_keepEveryInvariant() {
    long fresh = TimeSource.system().instant().toEpochMilli() * 1_000;
    long first = Long.getLong("sync.seed", fresh);
    long count = Long.getLong("sync.worlds", FRESH);
    System.out.println(
        "fresh worlds: -Dsync.worlds=" + count + " -Dsync.seed=" + first + " plays them again");
    Worlds worlds = Worlds.printingTo(System.out);

    worlds.play(first, count, THREADS, Worlds.MAX_FAILURES);

    assertThat(worlds.failures()).extracting(Worlds::line).isEmpty();
  }

  @Test
  void oneSeed_playedTwice_goesTheSameWay() {
    for (long seed = 1; seed <= 200; seed++) {
      assertThat(SimulatedWorld.play(Scenario.of(seed)).journalHash())
          .as("seed %d", seed)
          .isEqualTo(SimulatedWorld.play(Scenario.of(seed)).journalHash());
    }
  }
}
