package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.Write;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Document;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a run does when its account may make no more calls for now. */
class AllowanceTest {

  private static final Duration DAY = Duration.ofDays(1);

  private static World limited(int calls, Duration span) {
    return new World(local -> local, remote -> remote.limits(List.of(RateWindow.of(calls, span))));
  }

  /** Makes the remote side refuse one call for want of allowance. */
  private static Interference usedUpAt(Predicate<SpiCall> which, Duration wait) {
    return new Interference() {
      private boolean done;

      @Override
      public void before(SpiCall call) {
        if (!done && which.test(call)) {
          done = true;
          throw new ConnectorException(ConnectorException.Kind.QUOTA, "none left today")
              .withRetryAfter(wait);
        }
      }
    };
  }

  @Test
  void allowanceUsedUpAmidWriting_runsGoOnDayByDay_untilAllIsWrittenOnce() {
    try (World world = limited(8, DAY)) {
      for (int i = 0; i < 12; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      int runs = 0;
      SyncReport report = world.sync();
      assertThat(report.status()).isEqualTo(SyncStatus.PAUSED);
      assertThat(report.created(Side.REMOTE)).isBetween(1L, 11L);

      while (report.status() == SyncStatus.PAUSED && runs++ < 20) {
        Instant resume = report.resumeAt().orElseThrow();
        assertThat(resume)
            .isAfter(world.time.instant())
            .isBeforeOrEqualTo(world.time.instant().plus(DAY));
        world.time.advance(Duration.between(world.time.instant(), resume));
        report = world.sync();
      }

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(report.resumeAt()).isEmpty();
      assertThat(world.remotes()).hasSize(12);
      assertThat(world.store.intents("tasks")).isEmpty();
    }
  }

  @Test
  void runBeforeTheReset_endsAtOnce_andSaysTheSame() {
    try (World world = limited(4, DAY)) {
      for (int i = 0; i < 9; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      Instant resume = world.sync().resumeAt().orElseThrow();

      SyncReport again = world.sync();

      assertThat(again.status()).isEqualTo(SyncStatus.PAUSED);
      assertThat(again.resumeAt()).contains(resume);
      assertThat(again.created(Side.REMOTE)).isZero();
      String kept =
          world
              .store
              .document("tasks", Document.Kind.RUN, again.run())
              .map(Document::text)
              .orElseThrow();
      Json json = Json.parse(kept);
      assertThat(json.at("status").text()).isEqualTo("paused");
      assertThat(Instant.parse(json.at("resume_at").text()))
          .isBetween(resume, resume.plusSeconds(1));
    }
  }

  @Test
  void allowanceUsedUpAmidReading_keepsTheCheckpoint_andTheNextRunReadsWhatWasLeft() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.sync();
      Map<String, String> before = world.store.load("tasks").settings();
      for (int i = 0; i < 30; i++) {
        world.remote.put("p" + i, page("u" + i, "open", "x"));
      }
      long[] reads = {0};
      world.remote.interfere(
          usedUpAt(
              call -> call.kind() == SpiCall.Kind.READ && ++reads[0] == 2, Duration.ofHours(5)));

      SyncReport paused = world.sync();

      assertThat(paused.status()).isEqualTo(SyncStatus.PAUSED);
      assertThat(paused.resumeAt()).contains(paused.finishedAt().plus(Duration.ofHours(5)));
      assertThat(world.store.load("tasks").settings()).isEqualTo(before);
      assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.locals()).hasSize(31);
    }
  }

  @Test
  void allowanceUsedUpBeforeAnythingIsOpen_isAPause_notAnError() {
    try (World world = new World()) {
      world.local.put(task("a", "open", "x"));
      world.remote.interfere(
          usedUpAt(call -> call.kind() == SpiCall.Kind.SCHEMA, Duration.ofHours(2)));

      SyncReport paused = world.sync();

      assertThat(paused.status()).isEqualTo(SyncStatus.PAUSED);
      assertThat(paused.resumeAt()).contains(paused.finishedAt().plus(Duration.ofHours(2)));
      assertThat(world.store.document("tasks", Document.Kind.RUN, paused.run())).isPresent();
      assertThat(world.store.holder("tasks", world.time.instant())).isEmpty();
      assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);
    }
  }

  @Test
  void waitThatIsTooLongForARun_isAPauseAsWell_aShortOneIsAnError() {
    for (Duration wait : List.of(Duration.ofHours(1), Duration.ofSeconds(1))) {
      try (World world = new World()) {
        world.local.put(task("a", "open", "x"));
        world.remote.interfere(
            new Interference() {
              @Override
              public void before(SpiCall call) {
                if (call.kind() == SpiCall.Kind.CREATE) {
                  throw new ConnectorException(ConnectorException.Kind.RATE_LIMITED, "slow down")
                      .withRetryAfter(wait);
                }
              }
            });

        SyncReport report = world.sync();

        boolean longer = wait.compareTo(Duration.ofMinutes(15)) > 0;
        assertThat(report.status()).isEqualTo(longer ? SyncStatus.PAUSED : SyncStatus.FAILED);
        assertThat(report.resumeAt().isPresent()).isEqualTo(longer);
      }
    }
  }

  @Test
  void runThatWaits_tellsWhenItsNextCallIs_aBoundedNumberOfTimes() {
    try (World world = limited(2, Duration.ofMinutes(5))) {
      for (int i = 0; i < 5; i++) {
        world.local.put(task("t" + i, "open", "x"));
      }
      List<SyncProgress> waits = new ArrayList<>();
      world.engine.on(
          SyncEvent.Progressed.class,
          event -> {
            if (event.progress().nextCall() != null) {
              waits.add(event.progress());
            }
          });
      Instant begun = world.time.instant();

      SyncReport report = world.sync();

      Duration lasted = Duration.between(begun, world.time.instant());
      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(waits).hasSizeBetween(3, (int) (lasted.toSeconds() / 15) + 1);
      assertThat(waits)
          .allSatisfy(
              progress ->
                  assertThat(progress.nextCall())
                      .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5)));
      assertThat(waits).extracting(SyncProgress::phase).contains(SyncProgress.Phase.WRITING);
    }
  }

  @Test
  void runThatWaitsForLongerThanALeaseHolds_keepsItsLease() {
    try (World world = limited(1, Duration.ofMinutes(14))) {
      world.local.put(task("a", "open", "x"));
      List<Optional<?>> thefts = new ArrayList<>();
      world.engine.on(
          SyncEvent.Progressed.class,
          event -> {
            if (event.progress().phase() != SyncProgress.Phase.DONE) {
              thefts.add(
                  world.store.acquire(
                      "tasks", "thief", Duration.ofMinutes(10), world.time.instant()));
            }
          });

      assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);

      assertThat(thefts).hasSizeGreaterThan(56).allMatch(Optional::isEmpty);
      assertThat(world.remotes()).hasSize(1);
    }
  }

  @Test
  void callThatWaitedLong_hasAnIntentAsYoungAsAnyOther() {
    try (World world = limited(1, Duration.ofMinutes(14))) {
      world.local.put(task("a", "open", "x"));
      world.local.put(task("b", "open", "x"));
      List<Duration> ages = new ArrayList<>();
      world.remote.interfere(
          new Interference() {
            @Override
            public void before(SpiCall call) {
              if (call.kind() == SpiCall.Kind.CREATE) {
                String key = ((Write.Create) call.batch().get(0)).key();
                world.store.intents("tasks").stream()
                    .filter(intent -> intent.entries().get(0).key().equals(key))
                    .map(intent -> Duration.between(intent.at(), world.time.instant()))
                    .forEach(ages::add);
              }
            }
          });

      assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);

      assertThat(ages).hasSize(2);
      assertThat(ages).allMatch(age -> age.compareTo(Duration.ofMinutes(1)) < 0);
      assertThat(world.store.intents("tasks")).isEmpty();
    }
  }

  @Test
  void runWhoseLeaseIsLostWhileItWaits_makesNoFurtherCall() {
    try (World world = limited(1, Duration.ofMinutes(14))) {
      world.local.put(task("a", "open", "x"));
      boolean[] stolen = {false};
      world.engine.on(
          SyncEvent.Progressed.class,
          event -> {
            if (event.progress().phase() == SyncProgress.Phase.WRITING && !stolen[0]) {
              stolen[0] =
                  world
                      .store
                      .acquire(
                          "tasks",
                          "thief",
                          Duration.ofMinutes(10),
                          world.time.instant().plus(Duration.ofDays(1)))
                      .isPresent();
            }
          });

      SyncReport report = world.sync();

      assertThat(stolen[0]).isTrue();
      assertThat(report.status()).isEqualTo(SyncStatus.FAILED);
      assertThat(report.failure()).containsInstanceOf(StateException.class);
      assertThat(world.remotes()).isEmpty();
      assertThatThrownBy(world::sync).isInstanceOf(StateException.class);
    }
  }
}
