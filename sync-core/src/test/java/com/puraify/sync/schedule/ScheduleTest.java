package com.puraify.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "every_15_minutes, PT15M",
    "every_hour, PT1H",
    "every_1_hour, PT1H",
    "every_minute, PT1M",
    "every_30_seconds, PT30S",
    "every_2_days, PT48H",
    "PT15M, PT15M",
    "P1D, PT24H",
    "' every_hour ', PT1H",
  })
  void intervals(String text, Duration interval) {
    assertThat(Schedule.parse(text)).isEqualTo(Schedule.every(interval));
  }

  @Test
  void daily_isInUtc() {
    assertThat(Schedule.parse("daily_at_02:30"))
        .isEqualTo(Schedule.dailyAt(LocalTime.of(2, 30), ZoneId.of("UTC")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30 2 * * *",
        "*/15 * * * *",
        "0 9-17/2 * * MON-FRI",
        "0 0 1,15 JAN,jul *",
        "0 0 * * 7",
        "59 23 31 12 0"
      })
  void cron_isInUtcUnlessItSaysOtherwise(String text) {
    assertThat(Schedule.parse(text)).isEqualTo(Schedule.cron(text, ZoneId.of("UTC")));
    assertThat(Schedule.parse(text + " Europe/Berlin"))
        .isEqualTo(Schedule.cron(text, ZoneId.of("Europe/Berlin")));
    assertThat(Schedule.parse(text + " +02:00"))
        .isEqualTo(Schedule.cron(text, ZoneOffset.ofHours(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sometimes",
        "every_0_minutes",
        "every_minutes_15",
        "every_15_fortnights",
        "every_999999999999_days",
        "daily_at_25:00",
        "daily_at_2:30",
        "PT0S",
        "PT0.5S",
        "PT-5M",
        "-PT5M",
        "P1M",
        "* * * *",
        "* * * * * *",
        "30 2 * * * Mars/Olympus",
        "60 2 * * *",
        "30 24 * * *",
        "30 2 0 * *",
        "30 2 * 13 *",
        "30 2 * * 8",
        "30 2 * * MOO",
        "30 2 * JAM *",
        "30-10 2 * * *",
        "*/0 2 * * *",
        "1,,2 2 * * *",
        "1- 2 * * *",
        "every_15_minutes; rm",
      })
  void nonsense_isAnsweredWithWhatToWrite(String text) {
    assertThatThrownBy(() -> Schedule.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("schedule: ");
  }

  @Test
  void unknownWords_areShownWithTheKnownOnes() {
    assertThatThrownBy(() -> Schedule.parse("sometimes"))
        .hasMessageContaining("'sometimes'")
        .hasMessageContaining("every_15_minutes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"every_15_minutes", "30 2 * * * Europe/Berlin", "0 0 * * 1 -05:00"})
  void text_isReadBack(String text) {
    Schedule schedule = Schedule.parse(text);

    assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
  }

  @Test
  void daily_isWrittenAsCron() {
    assertThat(Schedule.dailyAt(LocalTime.of(2, 30), ZoneId.of("Europe/Berlin")))
        .hasToString("30 2 * * * Europe/Berlin");
  }
}
