package com.puraify.sync.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictStrategyTest {

  private static final Instant NOON = Instant.parse("2025-07-25T12:00:00Z");

  private final ConflictStrategy latest = ConflictStrategy.latestWins(Duration.ofMinutes(1));

  @ParameterizedTest
  @CsvSource({"PT1M0.001S, LOCAL", "-PT1M0.001S, REMOTE", "P30D, LOCAL"})
  void latestWins_takesTheLaterChange(Duration localAhead, Side winner) {
    assertThat(latest.resolve(conflict(NOON.plus(localAhead), NOON)))
        .isEqualTo(Resolution.take(winner));
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT1M", "-PT1M", "PT59S"})
  void latestWins_holdsATie(Duration localAhead) {
    assertThat(latest.resolve(conflict(NOON.plus(localAhead), NOON)))
        .isInstanceOf(Resolution.Hold.class);
  }

  @Test
  void latestWins_holdsWhatHasNoTime() {
    assertThat(latest.resolve(conflict(null, NOON))).isInstanceOf(Resolution.Hold.class);
    assertThat(latest.resolve(conflict(NOON, null))).isInstanceOf(Resolution.Hold.class);
    assertThat(latest.resolve(conflict(null, null))).isInstanceOf(Resolution.Hold.class);
  }

  @Test
  void latestWins_withoutTolerance_stillHoldsEqualTimes() {
    ConflictStrategy exact = ConflictStrategy.latestWins(Duration.ZERO);

    assertThat(exact.resolve(conflict(NOON, NOON))).isInstanceOf(Resolution.Hold.class);
    assertThat(exact.resolve(conflict(NOON.plusNanos(1), NOON)))
        .isEqualTo(Resolution.take(Side.LOCAL));
  }

  @Test
  void latestWins_withANegativeTolerance_isRefused() {
    assertThatThrownBy(() -> ConflictStrategy.latestWins(Duration.ofNanos(-1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tolerance");
  }

  @Test
  void strategies_sayTheirNames_andDecide() {
    Conflict conflict = conflict(NOON, NOON);

    assertThat(ConflictStrategy.preferLocal().resolve(conflict))
        .isEqualTo(Resolution.take(Side.LOCAL));
    assertThat(ConflictStrategy.preferRemote().resolve(conflict))
        .isEqualTo(Resolution.take(Side.REMOTE));
    assertThat(ConflictStrategy.manualReview().resolve(conflict))
        .isInstanceOf(Resolution.Hold.class);
    assertThat(ConflictStrategy.fail().resolve(conflict)).isInstanceOf(Resolution.Fail.class);
    assertThat(ConflictStrategy.preferLocal()).hasToString("prefer_local");
    assertThat(latest.name()).isEqualTo("latest_wins");
    ConflictStrategy own = c -> Resolution.use(Value.NULL);
    assertThat(own.name()).isEqualTo("custom");
  }

  private static Conflict conflict(@Nullable Instant local, @Nullable Instant remote) {
    return new Conflict(
        Conflict.Kind.FIELD, "a", "A", "1", "2", Value.TRUE, Value.FALSE, local, remote);
  }
}
