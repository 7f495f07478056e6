package com.puraify.sync.proof.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.host.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connectors and the engine lose nothing, double nothing and leave both sides equal, whatever
 * happens on the way: lost and broken answers, refusals, edits amid a request, an engine that dies.
 *
 * <p>Each build plays the same worlds of each platform, and some fresh ones. {@code
 * -Dsync.worlds=N} plays N fresh worlds alone, {@code -Dsync.profile=notion} those of one platform,
 * {@code -Dsync.seed=S} begins at seed S, and with {@code -Dsync.world.story} the story of what
 * fails is told.
 */
@Tag("simulation")
class ConnectorWorldTest {

  private static final int FIXED = 200;
  private static final int FRESH = 20;
  private static final int MOST_FAILURES = 5;

  enum Platform {
    NOTION(NotionRemote::new),
    AIRTABLE(AirtableRemote::new, 811, 501_813),
    HUBSPOT(HubSpotRemote::new, 500_546, 500_651, 501_831);

    @SuppressWarnings("ImmutableEnumChecker") // a method
    final Remote.Starter starter;

    /** Seeds of further worlds that failed once; docs/proof.md tells. */
    @SuppressWarnings("ImmutableEnumChecker") // never handed out
    private final long[] found;

    Platform(Remote.Starter starter, long... found) {
      this.starter = starter;
      this.found = found;
    }

    LongStream fixed() {
      return LongStream.concat(LongStream.rangeClosed(1, FIXED), LongStream.of(found));
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fixedWorlds_loseAndDoubleNothing(Platform platform) {
    Assumptions.assumeTrue(Long.getLong("sync.worlds") == null, "other worlds were asked for");
    Played played = play(platform, platform.fixed());

    assertThat(played.failures).isEmpty();
    assertThat(played.kills).as("how often the engine died").isGreaterThan(FIXED / 5);
    assertThat(played.strikes).as("how many faults struck").isGreaterThan(FIXED);
    assertThat(played.decided).as("how many edits lost a conflict").isLessThan(FIXED / 20);
  }

  @ParameterizedTest
  @EnumSource
  void freshWorlds_loseAndDoubleNothing(Platform platform) {
    String only = System.getProperty("sync.profile", platform.label());
    Assumptions.assumeTrue(only.equals(platform.label()), "another platform was asked for");
    long first = Long.getLong("sync.seed", TimeSource.system().instant().toEpochMilli() * 1_000);
    long count = Long.getLong("sync.worlds", FRESH);

    assertThat(play(platform, LongStream.range(first, first + count)).failures).isEmpty();
  }

  private record Played(List<String> failures, int kills, int strikes, int decided) {}

  private static Played play(Platform platform, LongStream seeds) {
    long[] all = seeds.toArray();
    List<String> failures = new ArrayList<>();
    TimeSource clock = TimeSource.system();
    long begun = clock.nanos();
    int kills = 0;
    int strikes = 0;
    int decided = 0;
    for (long seed : all) {
      if (failures.size() == MOST_FAILURES) {
        break;
      }
      ConnectorWorld.Outcome outcome = ConnectorWorld.play(platform.starter, seed);
      kills += outcome.kills();
      strikes += outcome.strikes();
      decided += outcome.decided();
      if (!outcome.wrong().isEmpty()) {
        String line = line(platform, seed, outcome);
        System.out.println(line);
        if (System.getProperty("sync.world.story") != null) {
          outcome.story().forEach(System.out::println);
        }
        failures.add(line);
      }
    }
    System.out.println(
        all.length
            + " worlds of "
            + platform.label()
            + " from seed "
            + all[0]
            + ": "
            + failures.size()
            + " failed, the engine died "
            + kills
            + " times, "
            + strikes
            + " faults struck, "
            + decided
            + " edits lost a conflict, "
            + (clock.nanos() - begun) / 1_000_000
            + " ms");
    return new Played(failures, kills, strikes, decided);
  }

  private static String line(Platform platform, long seed, ConnectorWorld.Outcome outcome) {
    String wrong = String.join("; ", outcome.wrong()).replaceAll("\\s+", " ");
    return "FAILED "
        + platform.label()
        + " seed "
        + seed
        + ": "
        + (wrong.length() > 400 ? wrong.substring(0, 400) + "..." : wrong)
        + " | again: mvn -B -pl sync-proof -am test -Dtest=ConnectorWorldTest -Dsync.worlds=1"
        + " -Dsync.profile="
        + platform.label()
        + " -Dsync.seed="
        + seed
        + " -Dsurefire.failIfNoSpecifiedTests=false";
  }
}
