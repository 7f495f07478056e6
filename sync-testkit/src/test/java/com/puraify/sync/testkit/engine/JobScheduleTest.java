package com.puraify.sync.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.job.ScheduleStatus;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.state.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schedules of an engine without threads, whose time is cranked. */
class JobScheduleTest {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  private SyncConfig every(String id, Duration interval) {
    return fleet.sync(id).schedule(Schedule.every(interval)).build();
  }

  private ScheduleStatus schedule(String id, Duration interval) {
    return fleet.engine.schedule(every(id, interval));
  }

  private ScheduleStatus status() {
    return fleet.engine.jobs().schedules().get(0);
  }

  @Test
  void interval_beginsWhenItIsScheduled_andGoesOnByItself() {
    Instant start = fleet.time.instant();
    ScheduleStatus first = schedule("a", QUARTER);
    assertThat(first.nextRun()).isEqualTo(start.plus(QUARTER));
    assertThat(first.lastRun()).isNull();
    assertThat(fleet.engine.runDue()).isEmpty();

    int runs = 0;
    for (int minute = 0; minute < 120; minute++) {
      runs += fleet.later(Duration.ofMinutes(1)).size();
    }

    assertThat(runs).isEqualTo(8);
    assertThat(status().nextRun()).isEqualTo(start.plus(QUARTER.multipliedBy(9)));
    assertThat(status().schedule()).isEqualTo(Schedule.every(QUARTER));
    assertThat(fleet.engine.jobs().list())
        .allMatch(job -> job.cause() == JobStatus.Cause.SCHEDULE)
        .isNotEmpty();
  }

  @Test
  void runsThatWereMissed_areMadeUpForByOne_andTheGridStays() {
    Instant start = fleet.time.instant();
    schedule("a", QUARTER);

    assertThat(fleet.later(Duration.ofHours(10).plusMinutes(3))).hasSize(1);

    assertThat(fleet.later(Duration.ofMinutes(11))).isEmpty();
    assertThat(status().nextRun()).isEqualTo(start.plus(Duration.ofHours(10)).plus(QUARTER));
    assertThat(fleet.later(Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void runsThatWereMissedWhileNoEngineWasThere_areMadeUpForByOne() {
    fleet.engine.schedule(fleet.document("a", ",\"schedule\":\"every_15_minutes\""));
    fleet.engine.close();
    fleet.time.advance(Duration.ofDays(2));

    fleet.restart();

    assertThat(fleet.engine.runDue()).hasSize(1);
    assertThat(fleet.engine.runDue()).isEmpty();
    assertThat(fleet.later(QUARTER)).hasSize(1);
  }

  @Test
  void scheduleFromJson_goesOnAfterARestart_byItself() {
    Instant start = fleet.time.instant();
    fleet.engine.schedule(fleet.document("a", ",\"schedule\":\"every_15_minutes\""));
    fleet.time.advance(Duration.ofMinutes(10));

    fleet.restart();

    assertThat(status().nextRun()).isEqualTo(start.plus(QUARTER));
    assertThat(fleet.later(Duration.ofMinutes(5))).hasSize(1);
    assertThat(status().lastRun()).isEqualTo(start.plus(QUARTER));
    assertThat(status().project()).isEqualTo("pf-1");
  }

  @Test
  void scheduleOfTheBuilder_goesOnAfterARestart_whenItIsScheduledAnew() {
    schedule("a", QUARTER);
    fleet.time.advance(Duration.ofMinutes(10));
    fleet.restart();
    assertThat(fleet.later(Duration.ofMinutes(4))).isEmpty();
    assertThat(fleet.engine.jobs().schedules()).hasSize(1);

    ScheduleStatus again = schedule("a", QUARTER);

    assertThat(again.nextRun()).isEqualTo(fleet.time.instant().plus(Duration.ofMinutes(1)));
    assertThat(fleet.later(Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void anotherSchedule_replacesTheOld_andTheSameOneIsContinued() {
    schedule("a", QUARTER);
    fleet.time.advance(Duration.ofMinutes(10));
    assertThat(schedule("a", QUARTER).nextRun())
        .isEqualTo(fleet.time.instant().plus(Duration.ofMinutes(5)));

    ScheduleStatus replaced = schedule("a", Duration.ofHours(1));

    assertThat(replaced.nextRun()).isEqualTo(fleet.time.instant().plus(Duration.ofHours(1)));
    assertThat(fleet.later(Duration.ofMinutes(59))).isEmpty();
    assertThat(fleet.later(Duration.ofMinutes(1))).hasSize(1);
    assertThat(fleet.engine.jobs().schedules()).hasSize(1);
  }

  @Test
  void unscheduled_runsNoMore() {
    schedule("a", QUARTER);

    assertThat(fleet.engine.jobs().unschedule("a")).isTrue();
    assertThat(fleet.engine.jobs().unschedule("a")).isFalse();

    assertThat(fleet.later(Duration.ofDays(1))).isEmpty();
    assertThat(fleet.engine.jobs().schedules()).isEmpty();
  }

  @Test
  void pausedSchedule_isMadeUpForByOneRun_whenItIsResumed() {
    schedule("a", QUARTER);
    fleet.engine.jobs().pause("a");
    assertThat(status().paused()).isTrue();
    assertThat(fleet.later(Duration.ofDays(1))).isEmpty();
    fleet.restart();
    assertThat(schedule("a", QUARTER).paused()).isTrue();
    assertThat(fleet.later(Duration.ofDays(1))).isEmpty();

    fleet.engine.jobs().resume("a");

    assertThat(fleet.engine.runDue()).hasSize(1);
    assertThat(fleet.engine.runDue()).isEmpty();
    assertThat(status().paused()).isFalse();
    assertThat(fleet.later(QUARTER)).hasSize(1);
  }

  @Test
  void scheduleThatIsDueWhileAJobWaits_joinsIt() {
    fleet.engine.jobs().pause("a");
    schedule("a", QUARTER);
    String id = fleet.engine.submit(every("a", QUARTER)).id();
    fleet.time.advance(QUARTER);

    fleet.engine.jobs().resume("a");

    assertThat(fleet.engine.runDue()).hasSize(1);
    assertThat(fleet.engine.jobs().list()).extracting(JobStatus::id).containsExactly(id);
  }

  @Test
  void cron_followsTheClocksOfItsZone() {
    SyncConfig config = fleet.document("a", ",\"schedule\":\"30 2 * * 1-5 America/New_York\"");

    ScheduleStatus status = fleet.engine.schedule(config);

    assertThat(fleet.time.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(status.nextRun()).isEqualTo(Instant.parse("2026-01-01T07:30:00Z"));
    fleet.later(Duration.ofHours(8));
    assertThat(status().nextRun()).isEqualTo(Instant.parse("2026-01-02T07:30:00Z"));
    fleet.later(Duration.ofDays(1));
    assertThat(status().nextRun()).as("a weekend").isEqualTo(Instant.parse("2026-01-05T07:30:00Z"));
    assertThat(status().lastRun()).isEqualTo(Instant.parse("2026-01-02T08:00:00Z"));
  }

  @Test
  void syncsWithOneSchedule_doNotAllBeginInOneSecond_andEachAlwaysInTheSame() {
    Instant start = fleet.time.instant();
    fleet.engine.close();
    fleet.engine =
        fleet.engine(builder -> builder.singleThreaded().scheduleJitter(Duration.ofSeconds(30)));
    Set<Instant> moments = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      moments.add(schedule("sync-" + i, QUARTER).nextRun());
    }

    assertThat(moments)
        .hasSizeGreaterThan(400)
        .allSatisfy(
            moment ->
                assertThat(moment)
                    .isBetween(start.plus(QUARTER), start.plus(QUARTER).plusSeconds(30)));
    assertThat(moments.stream().map(Instant::getEpochSecond).distinct().count())
        .isGreaterThanOrEqualTo(30);
    ScheduleStatus before = status();
    fleet.engine.jobs().unschedule(before.sync());
    assertThat(schedule(before.sync(), QUARTER).nextRun()).isEqualTo(before.nextRun());
  }

  @Test
  void scheduleThatCannotWork_isRefused() {
    assertThatThrownBy(() -> fleet.engine.schedule(fleet.sync("a").build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("submit");
    assertThatThrownBy(
            () ->
                fleet.engine.schedule(
                    fleet.sync("a").schedule(Schedule.parse("0 0 30 2 *")).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("never comes");
    assertThat(fleet.engine.jobs().schedules()).isEmpty();
  }

  @Test
  void scheduleInWordsThatCannotBeRead_hidesNoOther_andIsKept() {
    schedule("good", QUARTER);
    schedule("odd", QUARTER);
    String row = fleet.store.settings("queue").get("odd");
    String odd = row.replace(Schedule.every(QUARTER).toString(), "every_blue_moon");
    assertThat(odd).isNotEqualTo(row);
    fleet.store.commit("odd", List.of(new StateChange.PutSetting("queue", odd)));

    assertThat(fleet.engine.jobs().schedules())
        .extracting(ScheduleStatus::sync)
        .containsExactly("good");
    assertThat(fleet.later(QUARTER.multipliedBy(3))).hasSize(1);
    fleet.engine.jobs().pause("odd");
    fleet.engine.jobs().resume("odd");
    assertThat(fleet.engine.submit(fleet.document("odd", "")).status().state())
        .isEqualTo(JobStatus.State.QUEUED);
    assertThat(fleet.engine.runDue()).as("what is asked for runs all the same").hasSize(1);
    assertThat(fleet.store.settings("queue").get("odd")).contains("every_blue_moon");
    fleet.restart();
    assertThat(fleet.engine.jobs().schedules()).hasSize(1);

    schedule("odd", QUARTER);

    assertThat(fleet.engine.jobs().schedules())
        .extracting(ScheduleStatus::sync)
        .containsExactlyInAnyOrder("good", "odd");
  }

  @Test
  void documentThatIsNotValidAnyMore_failsItsJob_andTheScheduleGoesOn() {
    fleet.engine.schedule(fleet.document("a", ",\"schedule\":\"every_15_minutes\""));
    String entry = fleet.store.load("a").settings().get("queue");
    fleet.store.commit(
        "a",
        List.of(new StateChange.PutSetting("queue", entry.replace("bidirectional", "sideways"))));
    fleet.restart();

    assertThat(fleet.later(QUARTER)).isEmpty();

    assertThat(fleet.engine.jobs().list())
        .singleElement()
        .matches(job -> job.state() == JobStatus.State.FAILED)
        .matches(job -> job.failure().contains("/sync_type"));
    assertThat(status().nextRun()).isEqualTo(fleet.time.instant().plus(QUARTER));
  }
}
