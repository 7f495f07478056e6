package com.puraify.sync.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Capabilities;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit itself: it certifies honest connectors, and finds each liar out by the rule's name. */
class LiarsTest {

  /** The kit on some platform, without JUnit. */
  private static final class Trial extends ConnectorTck {
    private final PlatformUnderTest platform;

    Trial(PlatformUnderTest platform) {
      this.platform = platform;
    }

    @Override
    protected PlatformUnderTest platform() {
      return platform;
    }
  }

  static Stream<Liar> liars() {
    return Stream.of(DeclaringLiars.all(), ReadingLiars.all(), WritingLiars.all(), RestLiars.all())
        .flatMap(List::stream);
  }

  @Test
  void thereAreManyLiars_eachWithALieOfItsOwn() {
    assertThat(liars())
        .hasSizeGreaterThanOrEqualTo(60)
        .extracting(Liar::toString)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("liars")
  void liar_isCaughtByTheRuleThatItBreaks(Liar liar) throws Exception {
    KitRun run = KitRun.of(() -> new Trial(liar.platform().get()), liar.rule());
    assertThat(run.failures().values())
        .as(liar + " was caught by " + run)
        .anyMatch(message -> message.startsWith(liar.rule() + ": "));
  }

  @Test
  void honestConnectors_passEverything() throws Exception {
    for (Capabilities able :
        List.of(MemoryUnderTest.everything().build(), MemoryUnderTest.little().build())) {
      KitRun run = KitRun.of(() -> new Trial(MemoryUnderTest.honest(able)));
      assertThat(run.failures()).isEmpty();
      assertThat(run.skipped().size()).isLessThan(run.tests() / 2);
    }
    for (String rule : List.of("CALL-1", "CALL-2")) {
      KitRun run = KitRun.of(() -> new Trial(RestLiars.honest()), rule);
      assertThat(run.failures()).isEmpty();
      assertThat(run.skipped()).isEmpty();
    }
  }
}
