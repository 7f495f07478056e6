package com.puraify.sync.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When cron expressions are due. In Berlin, clocks go forward on 2026-03-29 at 02:00 (to 03:00) and
 * back on 2026-10-25 at 03:00 (to 02:00).
 */
class CronTimesTest {

  private static List<String> times(String cron, String zone, String after, int count) {
    CronTimes times = CronTimes.of(cron, ZoneId.of(zone));
    List<String> shown = new ArrayList<>();
    Instant at = OffsetDateTime.parse(after).toInstant();
    for (int i = 0; i < count; i++) {
      at = times.next(at).orElseThrow();
      shown.add(
          at.atZone(ZoneId.of(zone)).toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return shown;
  }

  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource({
    // what, after, next
    "'0 9 * * *', 2026-01-01T00:00Z, 2026-01-01T09:00Z",
    "'0 9 * * *', 2026-01-01T09:00Z, 2026-01-02T09:00Z",
    "'0 9 * * *', 2026-01-01T08:59:59.999Z, 2026-01-01T09:00Z",
    "'*/15 * * * *', 2026-01-01T00:07:30Z, 2026-01-01T00:15Z",
    "'5,35 8-10/2 * * *', 2026-01-01T08:35Z, 2026-01-01T10:05Z",
    "'0 0 * * 0', 2026-01-01T00:00Z, 2026-01-04T00:00Z",
    "'0 0 * * 7', 2026-01-01T00:00Z, 2026-01-04T00:00Z",
    "'0 0 * * sun', 2026-01-01T00:00Z, 2026-01-04T00:00Z",
    "'0 0 * * fri-sat', 2026-01-03T00:00Z, 2026-01-09T00:00Z",
    "'0 0 * * 5-7', 2026-01-03T00:00Z, 2026-01-04T00:00Z",
    "'0 0 * * 6-7', 2026-01-04T00:00Z, 2026-01-10T00:00Z",
    "'0 0 * * 1-5', 2026-01-02T12:00Z, 2026-01-05T00:00Z",
    "'0 0 1 JAN,jul *', 2026-01-01T00:00Z, 2026-07-01T00:00Z",
    "'0 0 31 * *', 2026-01-31T00:00Z, 2026-03-31T00:00Z",
    "'0 0 29 2 *', 2026-01-01T00:00Z, 2028-02-29T00:00Z",
    "'59 23 31 12 *', 2026-12-31T23:59Z, 2027-12-31T23:59Z",
    "'0 0 13 * 5', 2026-01-02T00:00Z, 2026-01-09T00:00Z", // either day, as cron has it
    "'0 0 13 * 5', 2026-01-09T00:00Z, 2026-01-13T00:00Z",
  })
  void plainTimes(String cron, String after, String next) {
    assertThat(times(cron, "UTC", after, 1)).containsExactly(next);
  }

  @Test
  void timeInTheGap_isDueAtItsEnd_once() {
    assertThat(times("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00+01:00", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    assertThat(times("*/20 2 * * *", "Europe/Berlin", "2026-03-29T00:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
  }

  @Test
  void gap_atItsEdges() {
    assertThat(times("0 2 * * *", "Europe/Berlin", "2026-03-29T00:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
    assertThat(times("0 3 * * *", "Europe/Berlin", "2026-03-29T00:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T03:00+02:00");
    assertThat(times("59 1 * * *", "Europe/Berlin", "2026-03-29T00:00+01:00", 1))
        .containsExactly("2026-03-29T01:59+01:00");
  }

  @Test
  void timeThatTheClocksShowTwice_isDueOnce() {
    assertThat(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(times("30 2 * * *", "Europe/Berlin", "2026-10-25T02:10+01:00", 1))
        .as("asked for between the two")
        .containsExactly("2026-10-26T02:30+01:00");
    assertThat(times("0,30 2 * * *", "Europe/Berlin", "2026-10-25T01:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:00+01:00");
  }

  @Test
  void overlap_atItsEdges() {
    assertThat(times("0 2 * * *", "Europe/Berlin", "2026-10-25T00:00+02:00", 2))
        .containsExactly("2026-10-25T02:00+02:00", "2026-10-26T02:00+01:00");
    assertThat(times("0 3 * * *", "Europe/Berlin", "2026-10-25T00:00+02:00", 1))
        .containsExactly("2026-10-25T03:00+01:00");
  }

  @Test
  void everyHour_goesOnThroughBoth() {
    assertThat(times("30 * * * *", "Europe/Berlin", "2026-10-25T01:00+02:00", 4))
        .containsExactly(
            "2026-10-25T01:30+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:30+01:00");
    assertThat(times("*/30 */1 * * *", "Europe/Berlin", "2026-10-25T02:00+02:00", 4))
        .containsExactly(
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00");
    assertThat(times("*/30 * * * *", "Europe/Berlin", "2026-03-29T01:00+01:00", 3))
        .containsExactly(
            "2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
  }

  @Test
  void halfAnHour_andMidnight_asSomeZonesHaveThem() {
    assertThat(times("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00Z", 2))
        .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    assertThat(times("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00Z", 2))
        .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    assertThat(times("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00Z", 2))
        .as("midnight itself is skipped")
        .containsExactly("2026-04-24T01:00+03:00", "2026-04-25T00:00+03:00");
  }

  @Test
  void everyTime_comesAfterTheOneBefore_throughAWholeYear() {
    for (String cron : List.of("*/7 * * * *", "10 1-4 * * *", "30 2 * * *", "0 */6 * * 0")) {
      CronTimes times = CronTimes.of(cron, ZoneId.of("Europe/Berlin"));
      Instant at = Instant.parse("2026-03-20T00:00:00Z");
      for (int i = 0; i < 3_000; i++) {
        Instant next = times.next(at).orElseThrow();
        assertThat(next).isAfter(at);
        assertThat(times.next(next.minusSeconds(1))).as("%s at %s", cron, next).contains(next);
        at = next;
      }
    }
  }

  @Test
  void dayThatNeverComes_isNever() {
    assertThat(CronTimes.of("0 0 30 2 *", ZoneId.of("UTC")).next(Instant.EPOCH))
        .isEqualTo(Optional.empty());
  }
}
