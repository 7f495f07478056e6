package com.puraify.sync.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.job.Turn;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two engines on one state store whose turns come from one board. */
class SharedBoardTest {

  private final HandBoard board = new HandBoard();
  private final HandBoard.Seat first = board.new Seat();
  private final HandBoard.Seat second = board.new Seat();
  private final Fleet fleet =
      new Fleet(ManualTime.cranked(), MemoryStateStore.create(), builder -> builder.jobs(first));
  private final SyncEngine one = fleet.engine;
  private final SyncEngine two = fleet.engine(builder -> builder.jobs(second));

  SharedBoardTest() {
    one.jobs().list(); // both are there
    two.jobs().list();
  }

  @AfterEach
  void close() {
    two.close();
    fleet.close();
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void jobOfOneEngine_isRunByAnother_andBothKnow() {
    Job job = one.submit(fleet.document("a", ""));

    assertThat(second.hand()).contains("a");

    assertThat(two.jobs().find(job.id()).orElseThrow().status().state()).isEqualTo(State.FINISHED);
    assertThat(job.await().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(job.status().report()).contains("\"success\"");
    assertThat(first.hand()).isEmpty();
  }

  @Test
  void equalRequestsAtTwoEngines_areOneJob() {
    SyncConfig config = fleet.document("a", "");
    assertThat(two.submit(config).id()).isEqualTo(one.submit(config).id());
    assertThat(first.hand()).isPresent();
    assertThat(second.hand()).isEmpty();
  }

  @Test
  void syncOfTheBuilder_runsWhereTheHostGaveIt_andComesAgainElsewhere() {
    Job job = one.submit(fleet.sync("a").build());

    assertThat(second.hand()).contains("a");
    assertThat(job.status().state()).isEqualTo(State.QUEUED);
    assertThat(first.hand()).as("not at once").isEmpty();
    fleet.time.advance(Duration.ofSeconds(10));
    assertThat(first.hand()).contains("a");

    assertThat(job.report()).isPresent();
  }

  @Test
  void scheduleAtBothEngines_isDueOnce_andTakesItsPlaceAmongThoseThatWait() {
    SyncConfig hourly = fleet.document("hourly", ",\"schedule\":\"every_hour\"");
    one.schedule(hourly);
    two.schedule(hourly);
    fleet.time.advance(Duration.ofHours(1));
    Instant due = fleet.time.instant();

    assertThat(first.hand()).contains("hourly");
    assertThat(fleet.begun).as("queued first").isEmpty();
    assertThat(board.turn("hourly").map(Turn::order))
        .contains(Turn.of("hourly", due, Priority.DEFAULT, due).order());
    assertThat(second.hand()).contains("hourly");

    assertThat(fleet.begun).containsExactly("hourly");
    assertThat(board.turn("hourly").map(Turn::notBefore)).contains(due.plus(Duration.ofHours(1)));
    assertThat(first.hand()).isEmpty();
  }

  @Test
  void pauseAtOneEngine_holdsAtTheOther() {
    one.submit(fleet.document("a", ""));
    two.jobs().pause("a");
    assertThat(first.hand()).isEmpty();
    board.clear();

    one.jobs().resume("a");

    assertThat(second.hand()).contains("a");
    assertThat(fleet.begun).containsExactly("a");
  }

  @Test
  void turnsThatTheBoardLost_arePutAgainByTheNextEngine() {
    Job job = one.submit(fleet.document("a", ""));
    board.clear();

    HandBoard.Seat third = board.new Seat();
    try (SyncEngine engine = fleet.engine(builder -> builder.jobs(third))) {
      engine.jobs().list();
      assertThat(third.hand()).contains("a");
    }
    assertThat(job.report()).isPresent();
  }

  @Test
  void jobThatIsJoinedWhileItsRunEnds_isRunOnceMore() {
    HandBoard.Seat third = board.new Seat();
    List<Job> joined = new ArrayList<>();
    SyncConfig config = fleet.document("a", "");
    Runnable meanwhile =
        () -> {
          if (joined.isEmpty()) { // its lease is free, and its job not over yet
            board.put(fleet.time.instant(), "a");
            assertThat(second.hand()).contains("a");
            joined.add(two.submit(config));
          }
        };
    try (SyncEngine ending =
        fleet.engine(
            StoreThatTells.ofReleases(fleet.store, meanwhile), builder -> builder.jobs(third))) {
      Job job = ending.submit(config);

      assertThat(third.hand()).contains("a");

      assertThat(fleet.begun).containsExactly("a");
      assertThat(joined.get(0).id()).isEqualTo(job.id());
      assertThat(joined.get(0).report()).as("not that of the run before").isEmpty();
      assertThat(third.hand()).contains("a");
      assertThat(fleet.begun).containsExactly("a", "a");
      assertThat(joined.get(0).await().status()).isEqualTo(SyncStatus.SUCCESS);
    }
  }

  @Test
  void boardWithoutThreads_isRefused() {
    assertThatThrownBy(() -> fleet.engine(builder -> builder.singleThreaded().jobs(first)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("threads");
  }
}
