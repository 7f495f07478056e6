package com.puraify.sync.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.run.EngineCore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine without one of its safeguards fails within a few worlds. */
@Tag("simulation")
class SafeguardTest {

  /** Within how many worlds the lack of a safeguard must show; a whole engine passes them all. */
  private static final int WORLDS = 177;

  @ParameterizedTest
  @EnumSource(Safeguard.class)
  void missing_isNoticed(Safeguard safeguard) {
    WorldCheck check = new WorldCheck(engine -> EngineCore.without(safeguard, engine));
    long seed = 1;
    while (seed <= WORLDS && check.play(seed).violation().isEmpty()) {
      seed++;
    }
    System.out.println("without " + safeguard + " world " + seed + " fails");
    assertThat(seed)
        .as("the first world that fails without %s", safeguard)
        .isLessThanOrEqualTo(WORLDS);
  }
}
