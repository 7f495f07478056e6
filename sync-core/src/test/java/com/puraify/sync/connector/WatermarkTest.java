package com.puraify.sync.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConnectorException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {

  private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
  private static final Capabilities COARSE =
      Capabilities.builder()
          .incremental(true)
          .granularity(Duration.ofMinutes(1))
          .visibilityLag(Duration.ofSeconds(30))
          .build();

  @Test
  void watermark_neverPassesTheServersTimeLessLagAndGranularity() {
    assertThat(Watermark.at(NOON, COARSE)).hasToString("2026-03-29T11:58:30Z");
  }

  @Test
  void reading_startsBeforeItByGranularityAndOverlap() {
    assertThat(Watermark.at(NOON, COARSE).readFrom(COARSE, Duration.ofSeconds(10)))
        .isEqualTo("2026-03-29T11:57:20Z");
  }

  @Test
  void later_wins_soThatTimeNeverRunsBack() {
    Watermark early = Watermark.parse("2026-03-29T11:00:00Z");
    Watermark late = Watermark.parse("2026-03-29T11:00:01Z");

    assertThat(early.orLater(late)).isSameAs(late);
    assertThat(late.orLater(early)).isSameAs(late);
    assertThat(late.orLater(null)).isSameAs(late);
    Watermark same = Watermark.parse("2026-03-29T11:00:01Z");
    assertThat(late.orLater(same)).isSameAs(late);
  }

  @Test
  void text_comesBackAsItWas() {
    assertThat(Watermark.parse(Watermark.at(NOON, COARSE).toString()))
        .hasToString("2026-03-29T11:58:30Z");
  }

  @Test
  void textOfAnotherKind_isRefusedAndShown() {
    assertThatThrownBy(() -> Watermark.parse("page 7"))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.PROTOCOL))
        .hasMessageContaining("page 7");
  }
}
