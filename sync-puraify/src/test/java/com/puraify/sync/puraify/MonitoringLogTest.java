package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.puraify.Neighbour.Answer;
import com.puraify.sync.puraify.Neighbour.Call;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Steps and alerts reach Monitoring, in order, and a run never waits for it. */
class MonitoringLogTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(5);

  @Test
  void step_isSentAsTheContractSays_withTheFactsInTheMessage() {
    try (Neighbour monitoring = new Neighbour(MonitoringLogTest::accept);
        MonitoringLog log = log(monitoring).build()) {
      log.on(started("r1"));
      assertThat(log.flush(LONG)).isTrue();

      Call call = monitoring.last();
      assertThat(call.path()).isEqualTo("/monitoring/logs");
      assertThat(call.type()).isEqualTo("application/json");
      Json body = call.body();
      assertThat(body.at("level").text()).isEqualTo("info");
      assertThat(body.at("engine").text()).isEqualTo("sync");
      Json message = Json.parse(body.at("message").text());
      for (Json facts : List.of(body, message)) {
        assertThat(facts.at("event_type").text()).isEqualTo("run_started");
        assertThat(facts.at("project_id").text()).isEqualTo("pf-456");
        assertThat(facts.at("platform").text()).isEqualTo("notion");
        assertThat(facts.at("sync_id").text()).isEqualTo("tasks");
        assertThat(facts.at("flow_id").text()).isEqualTo("r1");
        assertThat(facts.at("status").text()).isEqualTo("ok");
        assertThat(facts.at("timestamp").text()).isNotBlank();
      }
    }
  }

  @Test
  void items_areToldInBatches_beforeTheNextStep() {
    try (Neighbour monitoring = new Neighbour(MonitoringLogTest::accept);
        MonitoringLog log = log(monitoring).batch(3).build()) {
      log.on(started("r1"));
      for (int i = 0; i < 4; i++) {
        log.on(new SyncEvent.ItemWritten("tasks", "r1", Side.REMOTE, "create", "id" + i));
      }
      log.on(progress("r1", SyncProgress.Phase.DONE));
      log.on(progress("r1", SyncProgress.Phase.DONE));
      assertThat(log.flush(LONG)).isTrue();

      assertThat(types(monitoring))
          .containsExactly("run_started", "items_written", "items_written", "phase");
      assertThat(monitoring.calls().get(1).body().at("items").elements()).hasSize(3);
      assertThat(monitoring.calls().get(1).body().at("items").at(0).at("id").text())
          .isEqualTo("id0");
      assertThat(monitoring.calls().get(2).body().at("count").number().intValue()).isEqualTo(1);
    }
  }

  @Test
  void runThatCouldNotBegin_isLoggedAndAlerted() {
    try (Neighbour monitoring = new Neighbour(MonitoringLogTest::accept);
        MonitoringLog log = log(monitoring).build()) {
      log.on(
          new SyncEvent.RunAborted(
              "tasks", "r1", "pf-456", "notion", new PermissionDeniedException("no")));
      assertThat(log.flush(LONG)).isTrue();

      assertThat(monitoring.calls())
          .extracting(Call::path)
          .containsExactly("/monitoring/logs", "/monitoring/alert");
      Json alert = monitoring.last().body();
      assertThat(alert.at("severity").text()).isEqualTo("critical");
      assertThat(alert.at("level").isMissing()).isTrue();
      assertThat(alert.at("error_type").text()).isEqualTo("permission");
      assertThat(alert.at("project_id").text()).isEqualTo("pf-456");
      assertThat(alert.at("message").text()).contains("could not run: no");
    }
  }

  @Test
  void shortOutage_losesNothing_andKeepsTheOrder() {
    AtomicBoolean down = new AtomicBoolean(true);
    try (Neighbour monitoring =
            new Neighbour(
                call -> {
                  if (down.get()) {
                    throw new Neighbour.HangUp();
                  }
                  return accept(call);
                });
        MonitoringLog log = log(monitoring).build()) {
      for (int i = 0; i < 20; i++) {
        log.on(started("r" + i));
      }
      assertThat(log.flush(Duration.ofMillis(50))).isFalse();
      int refused = monitoring.calls().size();
      down.set(false);
      assertThat(log.flush(LONG)).isTrue();

      assertThat(log.dropped()).isZero();
      assertThat(monitoring.calls().stream().skip(refused))
          .extracting(call -> call.body().at("flow_id").text())
          .endsWith("r18", "r19")
          .containsSubsequence("r1", "r2", "r10", "r19");
    }
  }

  @Test
  void longOutage_dropsTheOldest_andSaysHowMany() {
    CountDownLatch busy = new CountDownLatch(1);
    AtomicBoolean down = new AtomicBoolean(true);
    List<Json> taken = new CopyOnWriteArrayList<>();
    try (Neighbour monitoring =
            new Neighbour(
                call -> {
                  busy.countDown();
                  if (down.get()) {
                    return json(503, "{}");
                  }
                  taken.add(call.body());
                  return accept(call);
                });
        MonitoringLog log = log(monitoring).capacity(5).build()) {
      for (int i = 0; i < 30; i++) {
        log.on(started("r" + i));
      }
      awaitQuietly(busy);
      down.set(false);
      assertThat(log.flush(LONG)).isTrue();

      assertThat(log.dropped()).isBetween(24L, 25L);
      assertThat(taken.stream().filter(body -> !body.at("dropped").isMissing()))
          .isNotEmpty()
          .allSatisfy(body -> assertThat(body.at("level").text()).isEqualTo("warning"));
      assertThat(
              taken.stream()
                  .filter(body -> !body.at("dropped").isMissing())
                  .mapToLong(body -> body.at("dropped").number().longValue())
                  .sum())
          .isEqualTo(log.dropped());
      assertThat(taken.get(taken.size() - 1).at("flow_id").text()).isEqualTo("r29");
    }
  }

  @Test
  void refusedEntry_isDropped_andHoldsNobodyUp() {
    try (Neighbour monitoring =
            new Neighbour(
                call ->
                    call.body().at("flow_id").textOrNull() != null
                            && call.body().at("flow_id").text().equals("r1")
                        ? json(400, "{'error':'message required'}")
                        : accept(call));
        MonitoringLog log = log(monitoring).build()) {
      log.on(started("r1"));
      log.on(started("r2"));
      assertThat(log.flush(LONG)).isTrue();

      assertThat(log.dropped()).isEqualTo(1);
      assertThat(types(monitoring))
          .containsExactly("run_started", "entries_dropped", "run_started");
    }
  }

  @Test
  void hangingMonitoring_keepsNobodyWaiting_andIsGivenUpOnClose() {
    try (Neighbour monitoring =
        new Neighbour(
            call -> {
              throw new Neighbour.Hang();
            })) {
      MonitoringLog log = log(monitoring).closeWithin(Duration.ofMillis(100)).build();
      for (int i = 0; i < 10; i++) {
        log.on(started("r" + i)); // on the caller's thread, which would wait for ever
      }
      log.close();

      assertThat(log.dropped()).isPositive();
      log.on(started("late"));
      log.close();
    }
  }

  @Test
  void close_sendsWhatWaits() {
    try (Neighbour monitoring = new Neighbour(MonitoringLogTest::accept)) {
      MonitoringLog log = log(monitoring).build();
      for (int i = 0; i < 50; i++) {
        log.on(started("r" + i));
      }
      log.close();

      assertThat(monitoring.calls()).hasSize(50);
      assertThat(log.dropped()).isZero();
    }
  }

  @Test
  void messageOfAFailure_holdsNoMoreThanTheExceptionSays() {
    try (Neighbour monitoring = new Neighbour(MonitoringLogTest::accept);
        MonitoringLog log = log(monitoring).build()) {
      log.on(started("r1"));
      log.on(
          new SyncEvent.RunAborted(
              "tasks",
              "r1",
              "pf-456",
              "notion",
              new ConnectorException(
                  ConnectorException.Kind.AUTHENTICATION,
                  "refused",
                  new IllegalStateException("token=hush"))));
      assertThat(log.flush(LONG)).isTrue();

      assertThat(monitoring.calls())
          .allSatisfy(call -> assertThat(call.body().toString()).doesNotContain("hush"));
    }
  }

  private static MonitoringLog.Builder log(Neighbour monitoring) {
    return MonitoringLog.builder(monitoring.endpoint()).retryAfter(SHORT, SHORT);
  }

  private static Answer accept(Call call) {
    assertThat(call.body().at("message").text()).isNotBlank();
    return call.path().endsWith("/alert")
        ? json(200, "{'received':true}")
        : json(200, "{'success':true}");
  }

  private static List<String> types(Neighbour monitoring) {
    return monitoring.calls().stream().map(call -> call.body().at("event_type").text()).toList();
  }

  private static SyncEvent started(String run) {
    return new SyncEvent.RunStarted("tasks", run, "pf-456", "notion");
  }

  private static SyncEvent progress(String run, SyncProgress.Phase phase) {
    return new SyncEvent.Progressed("tasks", run, new SyncProgress(phase, 1, 2, 3, null));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
