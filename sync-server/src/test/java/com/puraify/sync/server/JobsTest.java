package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import com.puraify.sync.testkit.simulator.Fault;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

  private static final String UNSCHEDULED =
      TestServer.SEED.replace(",\"schedule\":\"every_15_minutes\"", "");

  @TempDir Path folder;
  private World world;
  private TestServer server;
  private volatile Answer told;
  private volatile Exception failure;

  @BeforeEach
  void start() throws Exception {
    world = World.in(folder);
    server = TestServer.start(world);
    world.pages().add("one");
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  private Answer startAsync(String document) throws Exception {
    return server.post("/sync/start", document, "Prefer", "respond-async");
  }

  private JsonNode over(String location) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> server.get(location).json(), job -> job.has("finished_at"));
  }

  @Test
  void respondAsync_answersWithTheJobAndWhereItIs() throws Exception {
    Answer answer = startAsync(UNSCHEDULED);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEqualTo("respond-async");
    String job = answer.json().path("job_id").asText();
    assertThat(answer.header("Location")).isEqualTo("/jobs/" + job);

    JsonNode over = over(answer.header("Location"));
    assertThat(over.path("status").asText()).isEqualTo("finished");
    assertThat(over.path("cause").asText()).isEqualTo("request");
    assertThat(over.at("/report/status").asText()).isEqualTo("success");
    assertThat(over.at("/report/synced_items").asInt()).isEqualTo(1);
    assertThat(over.path("run_id")).isEqualTo(over.at("/report/run_id"));
    assertThat(server.get("/jobs").json().at("/jobs/0/job_id").asText()).isEqualTo(job);
    assertThat(server.get("/schedules").json().path("schedules")).isEmpty();
  }

  @Test
  void schedule_isRegisteredAndEnded() throws Exception {
    assertThat(server.post("/sync/start", TestServer.SEED).status()).isEqualTo(200);
    JsonNode schedule = server.get("/schedules").json().at("/schedules/0");
    assertThat(schedule.path("sync_id").asText()).isEqualTo(TestServer.SEED_ID);
    assertThat(schedule.path("schedule").asText()).isEqualTo("PT15M");
    assertThat(server.get("/syncs/" + TestServer.SEED_ID).json().path("schedule"))
        .isEqualTo(schedule);

    assertThat(server.delete("/syncs/" + TestServer.SEED_ID + "/schedule").status()).isEqualTo(204);
    assertThat(server.get("/schedules").json().path("schedules")).isEmpty();
    assertThat(server.delete("/syncs/" + TestServer.SEED_ID + "/schedule").status()).isEqualTo(404);
  }

  @Test
  void pausedSync_waitsUntilItIsResumed() throws Exception {
    server.post("/sync/start", UNSCHEDULED);
    String sync = "/syncs/" + TestServer.SEED_ID;
    assertThat(server.post(sync + "/pause").json().path("paused").asBoolean()).isTrue();

    Answer waiting = server.post(sync + "/start");
    assertThat(waiting.status()).as("it is not waited for").isEqualTo(202);
    assertThat(waiting.json().path("status").asText()).isEqualTo("queued");

    assertThat(server.post(sync + "/resume").json().path("paused").asBoolean()).isFalse();
    assertThat(over(waiting.header("Location")).path("status").asText()).isEqualTo("finished");
  }

  @Test
  void cancelledJob_neverRuns() throws Exception {
    server.post("/sync/start", UNSCHEDULED);
    server.post("/syncs/" + TestServer.SEED_ID + "/pause");
    String job = startAsync(UNSCHEDULED).header("Location");
    assertThat(server.post(job + "/cancel").status()).isEqualTo(202);
    assertThat(over(job).path("status").asText()).isEqualTo("cancelled");
    assertThat(server.post(job + "/cancel").status()).isEqualTo(409);
  }

  @Test
  void scheduleThatNeverComes_is422AndNotKept() throws Exception {
    String never = TestServer.SEED.replace("every_15_minutes", "0 0 30 2 *");
    for (String preference : List.of("respond-async", "wait=60")) {
      Answer refused = server.post("/sync/start", never, "Prefer", preference);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
      assertThat(refused.json().at("/problems/0/pointer").asText()).isEqualTo("/schedule");
      assertThat(server.get("/syncs").json().path("syncs")).isEmpty();
    }
  }

  @Test
  void events_tellUntilTheEnd() throws Exception {
    world.notion().faults().next(Fault.delay(Duration.ofSeconds(1)));
    String job = startAsync(UNSCHEDULED).header("Location");
    Answer events =
        TestServer.send(
            HttpRequest.newBuilder(server.uri(job + "/events"))
                .header("Accept", "text/event-stream"));
    assertThat(events.status()).isEqualTo(200);
    assertThat(events.header("Content-Type")).startsWith("text/event-stream");
    List<String> told = events.text().strip().lines().filter(line -> !line.isBlank()).toList();
    assertThat(told).hasSizeGreaterThan(2);
    assertThat(told.subList(0, told.size() - 2))
        .allMatch(line -> line.equals("event: job") || line.startsWith("data: {"));
    assertThat(told.get(told.size() - 2)).isEqualTo("event: end");
    JsonNode end = TestServer.JSON.readTree(told.get(told.size() - 1).substring("data: ".length()));
    assertThat(end.at("/report/status").asText()).isEqualTo("success");
    assertThat(events.text()).contains("\"progress\"");
  }

  @Test
  void eventsOfAJobThatCannotBegin_endToo() throws Exception {
    world.vault().clear();
    String job = startAsync(UNSCHEDULED).header("Location");
    JsonNode over = over(job);
    assertThat(over.path("status").asText()).isEqualTo("failed");
    assertThat(over.path("failure").asText()).contains("notion");
    assertThat(server.get(job + "/events").text()).startsWith("event: end\n").contains("notion");
  }

  @Test
  void plan_writesNothing() throws Exception {
    Answer plan = server.post("/sync/plan", UNSCHEDULED);
    assertThat(plan.status()).as(plan.toString()).isEqualTo(200);
    assertThat(plan.json().at("/local/creates").asInt()).isEqualTo(1);
    assertThat(plan.json().at("/items/0/actions/0/action").asText()).isEqualTo("create");
    assertThat(plan.json().at("/items/0/actions/0/fields").toString()).contains("one");
    assertThat(world.value("SELECT count(*) FROM TasksTable")).isEqualTo("0");
    assertThat(server.get("/syncs").json().path("syncs")).isEmpty();
  }

  @Test
  void forgottenSync_isNotKnownAndNotScheduled() throws Exception {
    server.post("/sync/start", TestServer.SEED);
    assertThat(server.delete("/syncs/" + TestServer.SEED_ID).status()).isEqualTo(204);
    assertThat(server.get("/syncs/" + TestServer.SEED_ID).status()).isEqualTo(404);
    assertThat(server.get("/schedules").json().path("schedules")).isEmpty();
  }

  @Test
  void restart_keepsSyncsSchedulesPausesAndTheQueue() throws Exception {
    server.post("/sync/start", TestServer.SEED);
    server.post("/syncs/" + TestServer.SEED_ID + "/pause");
    String job = startAsync(TestServer.SEED).header("Location");
    JsonNode schedule = server.get("/schedules").json();
    server.close();
    server = TestServer.start(world);

    JsonNode sync = server.get("/syncs/" + TestServer.SEED_ID).json();
    assertThat(sync.path("document")).isEqualTo(TestServer.JSON.readTree(TestServer.SEED));
    assertThat(sync.path("paused").asBoolean()).isTrue();
    assertThat(server.get("/schedules").json()).isEqualTo(schedule);
    assertThat(server.get(job).json().path("status").asText()).isEqualTo("queued");

    world.pages().add("two");
    server.post("/syncs/" + TestServer.SEED_ID + "/resume");
    assertThat(over(job).at("/report/synced_items").asInt()).isEqualTo(1);
  }

  @Test
  void stop_letsWaitingCallersKnow_andLosesNothing() throws Exception {
    world.notion().faults().next(Fault.delay(Duration.ofSeconds(20)));
    String job = startAsync(UNSCHEDULED).header("Location");
    await().until(() -> server.get(job).json().path("status").asText().equals("running"));
    Thread stopping = new Thread(server::close);
    Thread caller =
        new Thread(
            () -> {
              try {
                told = server.post("/syncs/" + TestServer.SEED_ID + "/start");
              } catch (Exception e) {
                failure = e;
              }
            });
    caller.start();
    await().until(() -> caller.getState() != Thread.State.NEW && jobs() > 1);
    stopping.start();
    caller.join();
    stopping.join();
    assertThat(failure).isNull();
    assertThat(told.status()).as(told.toString()).isEqualTo(503);
    assertThat(told.header("Retry-After")).isNotEmpty();

    server = TestServer.start(world);
    // One run may do for both jobs; what they were for is done.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> "1".equals(world.value("SELECT count(*) FROM TasksTable")));
  }

  private int jobs() throws Exception {
    return server.get("/jobs").json().path("jobs").size();
  }

  @Test
  void metrics_countWhatHappened() throws Exception {
    server.post("/sync/start", UNSCHEDULED);
    Answer metrics = server.get("/metrics");
    assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.text())
        .contains("sync_runs_seconds_count{status=\"success\"} 1")
        .contains("sync_items_total{action=\"create\",side=\"local\"} 1.0")
        .contains("sync_calls_seconds_count{outcome=\"success\",platform=\"notion\"}")
        .contains("sync_budget_wait_seconds_count{platform=\"notion\"}")
        .contains("sync_jobs{state=\"queued\"} 0.0");
    await()
        .untilAsserted(
            () ->
                assertThat(server.get("/metrics").text())
                    .contains("sync_queue_wait_seconds_count{priority=\"default\"} 1"));
  }

  @Test
  void health_isUp() throws Exception {
    assertThat(server.get("/health").json())
        .isEqualTo(TestServer.JSON.valueToTree(Map.of("status", "up")));
  }
}
