package com.puraify.sync.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scenarios that are written down, as in a host's own tests. */
@Tag("simulation")
class SimulatedWorldTest {

  private static final Duration SPAN = Duration.ofSeconds(10);

  @Test
  void scriptedScenario_isPlayedAsItIsWritten() {
    Scenario killed =
        Scenario.of(42)
            .withSteps(
                List.of(
                    new Step.Edit(Side.LOCAL, Step.Doing.PUT, 1, Column.NOTES, "first"),
                    new Step.Run(List.of(Trouble.of(Trouble.Kind.KILL, Trouble.Point.STORED, 3))),
                    new Step.Settle()));

    WorldOutcome outcome = SimulatedWorld.play(killed);

    assertThat(outcome.violation()).isEmpty();
    assertThat(outcome.coverage().of("fault KILL at STORED")).isEqualTo(1);
    assertThat(outcome.coverage().of("runs ended by ProcessDeath")).isEqualTo(1);
  }

  @Test
  void callsBeyondALimit_violateI23() {
    SimulatedWorld world = limited();
    Node node = world.processes().node();

    world.letThrough(node, Side.LOCAL);
    world.letThrough(node, Side.LOCAL);
    world.time().advance(SPAN.minusMillis(1));
    assertThat(world.holds()).isTrue();
    world.letThrough(node, Side.LOCAL);

    assertThat(world.holds()).isFalse();
  }

  @Test
  void callsAWholeSpanApart_keepI23() {
    SimulatedWorld world = limited();
    Node node = world.processes().node();

    for (int i = 0; i < 5; i++) {
      world.letThrough(node, Side.LOCAL);
      world.letThrough(node, Side.LOCAL);
      world.time().advance(SPAN);
    }

    assertThat(world.holds()).isTrue();
  }

  private static SimulatedWorld limited() {
    Scenario drawn = Scenario.of(42);
    PlatformShape local = drawn.local().withLimits(List.of(RateWindow.of(2, SPAN)));
    return new SimulatedWorld(drawn.withPlatforms(local, drawn.remote()), engine -> engine);
  }
}
