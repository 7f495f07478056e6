package com.puraify.sync.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.Priority;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.job.Turn;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of an engine without threads, whose time is cranked. */
class JobQueueTest {

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  private Job submit(String id, Priority priority) {
    return fleet.engine.submit(fleet.sync(id, priority));
  }

  private Job submit(String id) {
    return submit(id, Priority.DEFAULT);
  }

  private void tick() {
    fleet.time.advance(Duration.ofSeconds(1));
  }

  @Test
  void job_waitsUntilItsTurn_andIsFinishedWithAReport() {
    Instant asked = fleet.time.instant();
    Job job = submit("a", Priority.HIGH);

    JobStatus waiting = job.status();
    assertThat(waiting.state()).isEqualTo(State.QUEUED);
    assertThat(waiting.queuedAt()).isEqualTo(asked);
    assertThat(waiting.cause()).isEqualTo(JobStatus.Cause.REQUEST);
    assertThat(waiting.sync()).isEqualTo("a");
    assertThat(waiting.priority()).isEqualTo(Priority.HIGH);
    assertThat(job.report()).isEmpty();

    List<SyncReport> reports = fleet.engine.runDue();

    assertThat(reports).singleElement().matches(each -> each.status() == SyncStatus.SUCCESS);
    JobStatus over = job.status();
    assertThat(over.state()).isEqualTo(State.FINISHED);
    assertThat(over.startedAt()).isNotNull();
    assertThat(over.finishedAt()).isNotNull();
    assertThat(over.run()).isEqualTo(reports.get(0).run());
    assertThat(over.report()).isEqualTo(reports.get(0).toJson());
    assertThat(job.report()).contains(reports.get(0));
    assertThat(job.await()).isEqualTo(reports.get(0));
    assertThat(fleet.engine.runDue()).isEmpty();
  }

  @Test
  void finishedJob_isFoundAndListed_alsoByAnotherEngine_untilItIsTooOld() {
    Job job = submit("a");
    fleet.engine.runDue();
    fleet.restart();

    Job found = fleet.engine.jobs().find(job.id()).orElseThrow();
    assertThat(found.status().state()).isEqualTo(State.FINISHED);
    assertThat(found.status().report()).isEqualTo(job.report().orElseThrow().toJson());
    assertThat(found.report().orElseThrow().toJson()).isEqualTo(job.report().get().toJson());
    assertThat(fleet.engine.jobs().list()).extracting(JobStatus::id).containsExactly(job.id());

    fleet.time.advance(SyncEngine.Builder.DEFAULT_KEEP_JOBS.plusSeconds(1));
    assertThat(fleet.engine.jobs().list()).isEmpty();
    assertThat(fleet.engine.jobs().find("another")).isEmpty();
  }

  @Test
  void equalRequests_areOneJob_asUrgentAsTheMostUrgent() {
    Job first = submit("a", Priority.LOW);
    tick();
    Job second = submit("a", Priority.HIGH);
    tick();
    Job third = submit("a", Priority.DEFAULT);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(third.id()).isEqualTo(first.id());
    assertThat(first.status().priority()).isEqualTo(Priority.HIGH);
    assertThat(fleet.engine.runDue()).hasSize(1);
    assertThat(first.report()).isPresent();
    assertThat(third.report()).isEqualTo(first.report());
  }

  @Test
  void requestDuringARun_queuesExactlyOneMore() {
    List<Job> during = new ArrayList<>();
    Job first = submit("a");
    fleet.reading =
        () -> {
          if (during.isEmpty()) {
            assertThat(first.status().state()).isEqualTo(State.RUNNING);
            assertThat(first.status().progress()).isNotNull();
            during.add(submit("a"));
            during.add(submit("a"));
          }
        };

    int runs = fleet.engine.runDue().size();
    runs += fleet.later(Duration.ofSeconds(1)).size();

    assertThat(runs).isEqualTo(2);
    assertThat(during.get(0).id()).isNotEqualTo(first.id()).isEqualTo(during.get(1).id());
    assertThat(during.get(0).report()).isPresent();
    assertThat(fleet.later(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void urgentJobs_beginFirst_andEqualOnesInTheOrderInWhichTheyCame() {
    submit("low", Priority.LOW);
    tick();
    submit("default-1");
    tick();
    submit("default-2");
    tick();
    submit("high", Priority.HIGH);

    fleet.engine.runDue();

    assertThat(fleet.begun).containsExactly("high", "default-1", "default-2", "low");
  }

  @Test
  void jobThatWaitedLongEnough_isNotOvertaken() {
    submit("low", Priority.LOW);
    fleet.time.advance(Turn.AGEING);
    submit("default");
    fleet.time.advance(Turn.AGEING.plusSeconds(1));
    submit("high", Priority.HIGH);
    fleet.time.advance(Turn.AGEING.minusSeconds(2));

    fleet.engine.runDue();

    assertThat(fleet.begun).containsExactly("low", "default", "high");
  }

  @Test
  void cancelledJob_isNeverRun() {
    Job job = submit("a");
    Job other = submit("b");
    job.cancel();

    fleet.engine.runDue();

    assertThat(fleet.begun).containsExactly("b");
    assertThat(job.status().state()).isEqualTo(State.CANCELLED);
    assertThat(job.status().failure()).contains("cancelled");
    assertThat(job.report()).isEmpty();
    assertThatThrownBy(job::await).isInstanceOf(SyncCancelledException.class);
    other.cancel(); // over: nothing happens
    assertThat(other.status().state()).isEqualTo(State.FINISHED);
  }

  @Test
  void runningJob_thatIsCancelled_endsWithAReport() {
    Job job = submit("a");
    fleet.reading = job::cancel;

    fleet.engine.runDue();

    assertThat(job.report().orElseThrow().status()).isEqualTo(SyncStatus.CANCELLED);
    assertThat(job.status().state()).isEqualTo(State.FINISHED);
    fleet.reading = null;
    assertThat(fleet.later(Duration.ofMinutes(1))).as("it is not queued again").isEmpty();
  }

  @Test
  void pausedSync_runsNothing_untilItIsResumed_alsoAfterARestart() {
    fleet.engine.jobs().pause("a");
    Job job = submit("a");
    assertThat(fleet.engine.runDue()).isEmpty();
    fleet.restart();
    assertThat(fleet.engine.jobs().isPaused("a")).isTrue();
    assertThat(submit("a").id()).isEqualTo(job.id());
    assertThat(fleet.later(Duration.ofDays(1))).isEmpty();
    assertThatThrownBy(() -> submit("a").await())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("paused");

    fleet.engine.jobs().resume("a");

    assertThat(fleet.engine.runDue()).hasSize(1);
    assertThat(fleet.engine.jobs().isPaused("a")).isFalse();
  }

  @Test
  void pauseDuringARun_letsItGoOn() {
    Job job = submit("a");
    fleet.reading = () -> fleet.engine.jobs().pause("a");

    fleet.engine.runDue();

    assertThat(job.await().status()).isEqualTo(SyncStatus.SUCCESS);
    submit("a");
    assertThat(fleet.later(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void pauseJustBeforeARunBegins_holdsItBack() {
    fleet.engine.close();
    fleet.engine =
        fleet.engine(
            builder ->
                builder
                    .singleThreaded()
                    .permissions(
                        request -> {
                          if (!fleet.engine.jobs().isPaused("a") && fleet.begun.isEmpty()) {
                            fleet.engine.jobs().pause("a");
                          }
                          return new PermissionGate.Answer(true, "");
                        }));
    Job job = submit("a");

    assertThat(fleet.engine.runDue()).isEmpty();
    assertThat(fleet.begun).isEmpty();
    assertThat(job.status().state()).isEqualTo(State.QUEUED);
    fleet.begun.add("from now on, it is not paused again");
    fleet.engine.jobs().resume("a");

    assertThat(fleet.engine.runDue()).hasSize(1);
  }

  @Test
  void syncThatSomebodyElseRuns_isWaitedFor() {
    Job job = submit("a");
    var lease =
        fleet
            .store
            .acquire("a", "elsewhere", Duration.ofMinutes(10), fleet.time.instant())
            .orElseThrow();
    assertThat(fleet.engine.runDue()).isEmpty();
    assertThat(fleet.later(Duration.ofMinutes(1))).isEmpty();
    assertThat(job.status().state()).isEqualTo(State.QUEUED);
    fleet.store.release(lease);

    assertThat(fleet.later(Duration.ofSeconds(5))).hasSize(1);
    assertThat(job.report()).isPresent();
  }

  @Test
  void jobWithoutAllowance_isHeldBack_andGoesOnByItself_theUrgentOnesFirst() {
    fleet.useUp(Duration.ofHours(3));
    Job low = submit("low", Priority.LOW);
    tick();
    Job high = submit("high", Priority.HIGH);
    Instant until = fleet.time.instant().plus(Duration.ofHours(3));
    assertThat(fleet.engine.runDue())
        .hasSize(2)
        .allMatch(report -> report.status() == SyncStatus.PAUSED);
    fleet.begun.clear();
    fleet.reading = null;

    assertThat(high.status().state()).isEqualTo(State.QUEUED);
    assertThat(high.status().notBefore()).isBetween(until, until.plusSeconds(1));
    assertThat(low.report()).isEmpty();
    assertThat(submit("low", Priority.LOW).id()).isEqualTo(low.id());
    assertThat(fleet.later(Duration.ofHours(2))).isEmpty();
    assertThat(fleet.later(Duration.ofHours(1).plusSeconds(1))).hasSize(2);
    assertThat(fleet.begun).containsExactly("high", "low");
    assertThat(low.await().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void jobWithoutAllowance_whileAnotherWaits_isThatOne() {
    Job first = submit("a");
    Job[] second = {null};
    fleet.reading =
        () -> {
          second[0] = submit("a", Priority.HIGH);
          fleet.useUp(Duration.ofHours(1));
          fleet.reading.run();
        };
    fleet.engine.runDue();
    fleet.reading = null;

    assertThat(first.await().status()).isEqualTo(SyncStatus.PAUSED);
    assertThat(second[0].status().notBefore()).isNotNull();
    assertThat(fleet.later(Duration.ofMinutes(50))).isEmpty();
    assertThat(fleet.later(Duration.ofMinutes(11))).hasSize(1);
    assertThat(second[0].await().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void runThatIsNotPermitted_failsItsJob_andSaysWhy() {
    fleet.engine.close();
    fleet.engine =
        fleet.engine(
            builder ->
                builder
                    .singleThreaded()
                    .permissions(request -> new PermissionGate.Answer(false, "not on Sundays")));
    Job job = submit("a");

    assertThat(fleet.engine.runDue()).isEmpty();

    assertThat(job.status().state()).isEqualTo(State.FAILED);
    assertThat(job.status().failure()).contains("not on Sundays");
    assertThatThrownBy(job::await).isInstanceOf(PermissionDeniedException.class);
    assertThat(fleet.later(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void waitingForAJob_withoutThreads_makesItsRun_howeverFarAway() {
    fleet.useUp(Duration.ofHours(1));
    Job job = submit("a");
    fleet.engine.runDue();
    fleet.reading = null;

    assertThat(job.await(Duration.ofMinutes(30))).isEmpty();
    assertThat(job.await().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void closedEngine_takesNoJobs_andParksThoseThatWait() {
    Job job = submit("a");
    fleet.engine.close();

    assertThatThrownBy(() -> submit("a")).isInstanceOf(SyncCancelledException.class);
    assertThatThrownBy(job::await).isInstanceOf(SyncCancelledException.class);
    assertThat(fleet.engine.runDue()).isEmpty();
    fleet.restart();
    assertThat(submit("a").id()).isEqualTo(job.id());
    assertThat(fleet.engine.runDue()).hasSize(1);
  }

  @Test
  void damagedQueueOfOneSync_isLeftOut_andTheOthersGoOn() {
    submit("a");
    fleet.store.commit("b", List.of(new StateChange.PutSetting("queue", "{\"waiting\":7}")));
    fleet.restart();

    assertThat(fleet.engine.jobs().list()).extracting(JobStatus::sync).containsExactly("a");
    assertThatThrownBy(() -> submit("b"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void settingsThatCannotWork_areRefused() {
    SyncEngine.Builder builder = SyncEngine.builder();
    assertThatThrownBy(() -> builder.maxRuns(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("maxRuns");
    assertThatThrownBy(() -> builder.keepJobs(Duration.ofSeconds(-1)))
        .hasMessageContaining("keepJobs");
    assertThatThrownBy(() -> builder.scheduleJitter(Duration.ofSeconds(-1)))
        .hasMessageContaining("scheduleJitter");
  }
}
