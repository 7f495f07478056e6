package com.puraify.sync.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.state.Link.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OscillationTest {

  private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");

  @Test
  void sameWrite_flipsOnceItWasMadeThreeTimes() {
    assertThat(Oscillation.flips(writes(2, 7), 7, NOW)).isFalse();
    assertThat(Oscillation.flips(writes(3, 7), 7, NOW)).isTrue();
    assertThat(Oscillation.flips(writes(3, 7), 8, NOW)).isFalse();
  }

  @Test
  void writesOlderThanSixHours_doNotCount() {
    Instant limit = NOW.minus(Oscillation.WINDOW);
    List<Written> old = List.of(new Written(7, limit), new Written(7, NOW), new Written(7, NOW));

    assertThat(Oscillation.flips(old, 7, NOW)).isFalse();
    assertThat(Oscillation.flips(old, 7, NOW.minusSeconds(1))).isTrue();
  }

  @Test
  void remembered_areTheLatestTwelveThatStillCount() {
    List<Written> writes = new ArrayList<>();
    writes.add(new Written(1, NOW.minus(Oscillation.WINDOW)));
    for (int i = 2; i <= 14; i++) {
      writes.add(new Written(i, NOW.minusSeconds(60)));
    }

    List<Written> remembered = Oscillation.remember(writes, 99, NOW.plusMillis(700));

    assertThat(remembered).hasSize(12);
    assertThat(remembered.get(0).content()).isEqualTo(4);
    assertThat(remembered.get(11)).isEqualTo(new Written(99, NOW));
    assertThat(Oscillation.remember(List.of(), 1, NOW)).containsExactly(new Written(1, NOW));
  }

  @Test
  void writesThatNoLongerCount_areForgotten() {
    List<Written> old = List.of(new Written(1, NOW.minus(Oscillation.WINDOW)));

    assertThat(Oscillation.remember(old, 2, NOW)).containsExactly(new Written(2, NOW));
  }

  private static List<Written> writes(int count, long content) {
    List<Written> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writes.add(new Written(content, NOW.minusSeconds(i)));
    }
    return writes;
  }
}
