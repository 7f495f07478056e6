package com.puraify.sync.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.testkit.world.Step.Edit;
import com.puraify.sync.value.Side;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine keeps every invariant in worlds whose remote side is like a real platform.
 *
 * <p>{@code -Dsync.worlds=N} plays N fresh worlds of each profile and nothing else, {@code
 * -Dsync.profile=notion} those of one profile alone, and {@code -Dsync.seed=S} begins at seed S.
 */
@Tag("simulation")
class PlatformProfileTest {

  private static final long FIXED = 300;
  private static final long FRESH = 50;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @ParameterizedTest
  @EnumSource(PlatformProfile.class)
  void fixedWorlds_keepEveryInvariant(PlatformProfile profile) {
    Assumptions.assumeTrue(Long.getLong("sync.worlds") == null, "other worlds were asked for");
    Worlds worlds = Worlds.printingTo(System.out).profile(profile);

    worlds.play(ScenarioDraw.FIRST_MIXED, FIXED, THREADS, Worlds.MAX_FAILURES);

    assertThat(worlds.failures()).extracting(Worlds::line).isEmpty();
    assertThat(worlds.coverage().counts().keySet())
        .contains("edit EDIT", "edit REMOVE", "edit RESTORE")
        .anyMatch(what -> what.startsWith("fault KILL at "))
        .anyMatch(what -> what.startsWith("fault FAIL at "));
  }

  @ParameterizedTest
  @EnumSource(PlatformProfile.class)
  void freshWorlds_keepEveryInvariant(PlatformProfile profile) {
    String only = System.getProperty("sync.profile", profile.label());
    Assumptions.assumeTrue(only.equals(profile.label()), "another profile was asked for");
    long first = Long.getLong("sync.seed", TimeSource.system().instant().toEpochMilli() * 1_000);
    Worlds worlds = Worlds.printingTo(System.out).profile(profile);

    worlds.play(first, Long.getLong("sync.worlds", FRESH), THREADS, Worlds.MAX_FAILURES);

    assertThat(worlds.failures()).extracting(Worlds::line).isEmpty();
  }

  /** Half of the worlds have the real sizes, the others smaller ones; nothing else may differ. */
  @ParameterizedTest
  @EnumSource(PlatformProfile.class)
  void shape_declaresWhatTheConnectorDoes(PlatformProfile profile) {
    Capabilities real = profile.capabilities();
    boolean met = false;
    for (long seed = 1; seed <= 40; seed++) {
      Capabilities shown = profile.scenario(seed).remote().capabilities();
      assertThat(shown.incremental()).isEqualTo(real.incremental());
      assertThat(shown.granularity()).isEqualTo(real.granularity());
      assertThat(shown.visibilityLag()).isEqualTo(real.visibilityLag());
      assertThat(shown.atomicBatches()).isEqualTo(real.atomicBatches());
      assertThat(shown.conditionalWrites()).isEqualTo(real.conditionalWrites());
      assertThat(shown.createSafety()).isEqualTo(real.createSafety());
      assertThat(shown.findable()).isEqualTo(real.findable());
      assertThat(shown.metered()).isEqualTo(real.metered());
      assertThat(shown.createBatch() > 1).isEqualTo(real.createBatch() > 1);
      met |=
          shown.createBatch() == real.createBatch()
              && shown.updateBatch() == real.updateBatch()
              && shown.deleteBatch() == real.deleteBatch()
              && shown.readPage() == real.readPage()
              && shown.deletes() == real.deletes();
    }
    assertThat(met).as("some world has the real sizes").isTrue();
  }

  @Test
  void nobodyDoesWhatThePlatformDoesNotKnow() {
    assertThat(LongStream.rangeClosed(1, 300).boxed())
        .flatMap(seed -> PlatformProfile.AIRTABLE.scenario(seed).steps())
        .filteredOn(step -> step instanceof Edit edit && edit.side() == Side.REMOTE)
        .extracting(step -> ((Edit) step).doing())
        .containsOnly(Doing.PUT, Doing.EDIT, Doing.REMOVE, Doing.RESTORE);
  }

  @Test
  void program_playsAProfile_andKnowsNoOther() {
    assertThat(output("--profile", "hubspot", "--worlds", "3", "--seed", "1000000"))
        .contains("worlds 3, seeds from 1000000");
    assertThat(output("--profile", "excel")).contains("there is no profile 'excel'");
  }

  private static String output(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WorldsProgram.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
