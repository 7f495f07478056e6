package com.puraify.sync.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.state.Document;
import com.puraify.sync.testkit.crash.KillSwitch;
import com.puraify.sync.testkit.crash.Killed;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of queue and schedules when the engine's process dies, at whatever point. */
class JobRestartTest {

  /** Longer than a dead engine's lease holds. */
  private static final Duration LEASE_OVER = Duration.ofMinutes(11);

  private static final Duration HOUR = Duration.ofHours(1);

  /** What a host was told before its engine died. */
  private static final class Told {
    private final List<String> jobs = new ArrayList<>();
    private @Nullable Instant scheduled;
  }

  /** A host's work until its engine dies: everything that returned is in what is told. */
  private static void work(SyncEngine engine, Fleet fleet, Told told) {
    SyncConfig hourly = fleet.document("hourly", ",\"schedule\":\"every_hour\"");
    told.scheduled = engine.schedule(hourly).nextRun();
    told.jobs.add(engine.submit(fleet.document("once", ",\"priority\":\"high\"")).id());
    engine.runDue();
    told.jobs.add(engine.submit(fleet.document("once", "")).id());
    fleet.time.advance(HOUR);
    engine.runDue();
  }

  @Test
  void engineThatDies_atEveryPoint_losesNoJobAndNoSchedule() {
    long points = points();
    assertThat(points).isGreaterThan(20);
    for (long point = 1; point <= points; point++) {
      diesAt(point);
    }
  }

  private static long points() {
    try (Fleet fleet = new Fleet()) {
      KillSwitch kill = KillSwitch.counting(KillSwitch.Points.CHANGES);
      try (SyncEngine engine = mortal(fleet, kill)) {
        work(engine, fleet, new Told());
      }
      return kill.seen();
    }
  }

  private static SyncEngine mortal(Fleet fleet, KillSwitch kill) {
    return fleet.engine(kill.guard(fleet.store), JobRestartTest::patient);
  }

  private static SyncEngine.Builder patient(SyncEngine.Builder builder) {
    return builder.singleThreaded().keepJobs(Duration.ofDays(1));
  }

  private static void diesAt(long point) {
    try (Fleet fleet = new Fleet()) {
      KillSwitch kill = KillSwitch.at(point, KillSwitch.Points.CHANGES);
      Told told = new Told();
      boolean died = false;
      try {
        work(mortal(fleet, kill), fleet, told);
      } catch (Killed e) {
        died = true;
      }
      assertThat(died).as("died at %s", point).isTrue();
      fleet.local.put(Fields.of("t", Value.text("made while nobody was there")));

      fleet.engine.close();
      fleet.engine = fleet.engine(JobRestartTest::patient);
      List<String> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        fleet.later(LEASE_OVER).forEach(report -> runs.add(report.sync()));
      }

      String where = "died " + kill.where() + " at point " + point;
      assertNothingWaits(fleet, where);
      assertJobsRan(fleet, told, where);
      if (told.scheduled != null) {
        assertThat(runs).as(where).contains("hourly");
        assertThat(runs.stream().filter("hourly"::equals).count())
            .as("%s: once an hour, and once more if it was cut off", where)
            .isBetween(1L, 3L);
        assertThat(fleet.engine.jobs().schedules()).as(where).hasSize(1);
        assertThat(fleet.remote.items().values().toString())
            .as(where)
            .contains("made while nobody was there");
      }
    }
  }

  private static void assertNothingWaits(Fleet fleet, String where) {
    assertThat(
            fleet.engine.jobs().list().stream()
                .filter(job -> !job.state().isOver())
                .collect(Collectors.toList()))
        .as(where)
        .isEmpty();
  }

  /** Each job that the host was told of has had a run, which is remembered. */
  private static void assertJobsRan(Fleet fleet, Told told, String where) {
    for (String id : told.jobs) {
      JobStatus job =
          fleet.engine.jobs().find(id).map(each -> each.status()).orElseThrow(AssertionError::new);
      assertThat(job.state()).as(where).isEqualTo(State.FINISHED);
      assertThat(fleet.store.document("once", Document.Kind.RUN, job.run())).as(where).isPresent();
    }
  }

  @Test
  void jobFromJson_isTakenUpByTheNextEngine_byItself() {
    try (Fleet fleet = new Fleet()) {
      String id = fleet.engine.submit(fleet.document("a", "")).id();
      fleet.restart();

      assertThat(fleet.engine.runDue()).hasSize(1);
      assertThat(fleet.engine.jobs().find(id).orElseThrow().report()).isPresent();
    }
  }

  @Test
  void jobOfTheBuilder_waitsUntilTheHostSubmitsItAnew() {
    try (Fleet fleet = new Fleet()) {
      String id = fleet.engine.submit(fleet.sync("a").build()).id();
      fleet.restart();
      assertThat(fleet.later(HOUR)).isEmpty();
      assertThat(fleet.engine.jobs().find(id).orElseThrow().status().state())
          .isEqualTo(State.QUEUED);

      assertThat(fleet.engine.submit(fleet.sync("a").build()).id()).isEqualTo(id);

      assertThat(fleet.engine.runDue()).hasSize(1);
    }
  }

  @Test
  void jobThatWasHeldBack_isHeldBackAfterARestart() {
    try (Fleet fleet = new Fleet()) {
      fleet.useUp(HOUR);
      fleet.engine.submit(fleet.document("a", ""));
      assertThat(fleet.engine.runDue()).hasSize(1);
      fleet.reading = null;
      fleet.restart();

      assertThat(fleet.later(Duration.ofMinutes(59))).isEmpty();
      assertThat(fleet.later(Duration.ofMinutes(2))).hasSize(1);
    }
  }

  @Test
  void cancelledRun_whoseEngineDied_isNotMadeAgain() {
    try (Fleet fleet = new Fleet()) {
      KillSwitch[] kill = {KillSwitch.counting(KillSwitch.Points.ALL)};
      SyncEngine mortal = mortal(fleet, kill[0]);
      String id = mortal.submit(fleet.document("a", "")).id();
      fleet.reading =
          () -> {
            fleet.engine.jobs().find(id).orElseThrow().cancel(); // another engine on the store
            fleet.reading = null;
            throw new OutOfMemoryError("made up");
          };
      try {
        mortal.runDue();
      } catch (OutOfMemoryError e) {
        assertThat(e).hasMessage("made up");
      }

      fleet.restart();
      assertThat(fleet.later(LEASE_OVER)).isEmpty();
      assertThat(fleet.engine.jobs().find(id).orElseThrow().status().state())
          .isEqualTo(State.CANCELLED);
    }
  }
}
