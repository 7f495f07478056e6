package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import com.puraify.sync.testkit.notion.SimulatedWebhooks;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions, answers, what happened, and webhooks. */
class ReviewTest {

  private static final String REVIEWED =
      TestServer.SEED.replace("}", ",\"conflict_resolution\":\"manual_review\"}");

  private static final String SYNC = "/syncs/" + TestServer.SEED_ID;

  @TempDir Path folder;
  private World world;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    world = World.in(folder);
    server = TestServer.start(world);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  private JsonNode conflict() throws Exception {
    world.pages().add("one", Map.of("Notes", "before", "Status", "open"));
    server.post("/sync/start", REVIEWED);
    world.sql("UPDATE TasksTable SET notes = 'ours'");
    world.pages().page("one").set("Notes", "theirs");
    Answer run = server.post("/sync/start", REVIEWED);
    assertThat(run.json().path("conflict_resolution").asText()).isEqualTo("pending_manual_review");
    return server.get(SYNC + "/cases").json().at("/cases/0");
  }

  private Answer answer(JsonNode question, String body) throws Exception {
    String id =
        URLEncoder.encode(question.path("case_id").asText(), StandardCharsets.UTF_8)
            .replace("+", "%20");
    return server.post(SYNC + "/cases/" + id + "/resolution", body);
  }

  @Test
  void conflict_showsBothValuesAndTakesAnAnswer() throws Exception {
    JsonNode question = conflict();
    assertThat(question.path("kind").asText()).isEqualTo("conflict");
    assertThat(question.at("/local/value").asText()).isEqualTo("ours");
    assertThat(question.at("/remote/value").asText()).isEqualTo("theirs");

    Answer answered = answer(question, "{\"answer\":\"take_local\"}");
    assertThat(answered.status()).as(answered.toString()).isEqualTo(200);
    assertThat(answered.json().path("answered").asText()).isEqualTo("take_local");

    assertThat(server.post(SYNC + "/start").json().path("open_cases").asInt()).isZero();
    assertThat(world.pages().page("one").value("Notes")).isEqualTo("ours");
    assertThat(server.get("/cases").json().path("cases")).isEmpty();
  }

  @Test
  void answerOfTheFeedbackLoop_settlesTheConflict_andOneThatDoesNotDecideLeavesIt()
      throws Exception {
    JsonNode question = conflict();
    String named =
        "{\"case_id\":\""
            + question.path("case_id").asText()
            + "\",\"sync_id\":\""
            + TestServer.SEED_ID
            + "\",\"status\":\"approved\"";

    Answer pending = server.post("/feedback/answers", named + "}");
    assertThat(pending.status()).as(pending.toString()).isEqualTo(200);
    assertThat(pending.json().path("answered").asBoolean()).isFalse();
    Answer answered = server.post("/feedback/answers", named + ",\"user_choice\":\"local\"}");
    assertThat(answered.json().path("answered").asBoolean()).as(answered.toString()).isTrue();
    assertThat(answered.json().path("sync_id").asText()).isEqualTo(TestServer.SEED_ID);
    Answer again = server.post("/feedback/answers", named + ",\"user_choice\":\"remote\"}");
    assertThat(again.json().path("answered").asBoolean()).as("an answer counts once").isFalse();

    assertThat(server.post(SYNC + "/start").json().path("open_cases").asInt()).isZero();
    assertThat(world.pages().page("one").value("Notes")).isEqualTo("ours");
  }

  @Test
  void answerForASyncThatIsNotKnown_isRefused_andSoIsWhatIsNoJson() throws Exception {
    Answer unknown = server.post("/feedback/answers", "{\"sync_id\":\"x\",\"case_id\":\"y\"}");
    assertThat(unknown.status()).as(unknown.toString()).isEqualTo(404);
    assertThat(unknown.json().path("action").asText()).contains("/syncs");
    assertThat(server.post("/feedback/answers", "approved").status()).isEqualTo(400);
    assertThat(server.post("/feedback/answers").status()).isEqualTo(415);
  }

  @Test
  void thirdValue_goesToBothSides() throws Exception {
    JsonNode question = conflict();
    answer(question, "{\"answer\":\"use\",\"value\":{\"type\":\"text\",\"value\":\"both\"}}");
    server.post(SYNC + "/start");
    assertThat(world.pages().page("one").value("Notes")).isEqualTo("both");
    assertThat(world.value("SELECT notes FROM TasksTable")).isEqualTo("both");
  }

  @Test
  void answerThatTheCaseDoesNotTake_is400() throws Exception {
    JsonNode question = conflict();
    for (String body :
        new String[] {
          "{}",
          "{\"answer\":\"approve\"}",
          "{\"answer\":\"use\"}",
          "{\"answer\":\"use\",\"value\":{\"type\":\"day\",\"value\":\"tomorrow\"}}",
          "{\"answer\":\"use\",\"value\":{\"type\":\"number\",\"value\":\"7\"}}"
        }) {
      Answer refused = answer(question, body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.json().at("/problems/0/pointer").asText()).startsWith("/");
    }
    assertThat(answer(question, "nonsense").status()).isEqualTo(400);
  }

  @Test
  void answerToAnotherState_is409() throws Exception {
    JsonNode question = conflict();
    Answer refused = answer(question, "{\"answer\":\"take_local\",\"state\":\"old\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("action").asText()).contains("again");
    Answer taken =
        answer(
            question,
            "{\"answer\":\"take_local\",\"state\":\"" + question.path("state").asText() + "\"}");
    assertThat(taken.status()).isEqualTo(200);
  }

  @Test
  void history_tellsRunsChangesAndWhy() throws Exception {
    world.pages().add("one", Map.of("Notes", "before"));
    server.post("/sync/start", TestServer.SEED);
    world.pages().page("one").set("Notes", "after");
    String run = server.post("/sync/start", TestServer.SEED).json().path("run_id").asText();

    JsonNode runs = server.get(SYNC + "/runs").json().path("runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.at("/0/run_id").asText()).isEqualTo(run);
    assertThat(server.get(SYNC + "/runs?limit=1").json().path("runs")).hasSize(1);

    JsonNode change = server.get(SYNC + "/runs/" + run).json().at("/changes/0");
    assertThat(change.path("side").asText()).isEqualTo("local");
    assertThat(change.path("kind").asText()).isEqualTo("updated");
    assertThat(change.at("/fields/0/after/value").asText()).isEqualTo("after");

    JsonNode explained = server.get(SYNC + "/items/local/1").json();
    assertThat(explained.path("state").asText()).isEqualTo("linked");
    assertThat(explained.path("fields").toString()).contains("written");
    assertThat(explained.path("changes")).isNotEmpty();
    assertThat(server.get(SYNC + "/items/local/99").json().path("state").asText())
        .isEqualTo("unknown");
  }

  @Test
  void webhook_isTakenBySignatureAndLeadsToARun() throws Exception {
    world.pages().add("one", Map.of("Notes", "before"));
    server.post("/sync/start", TestServer.SEED);
    SimulatedWebhooks hooks = world.notion().webhooks().aggregation(Duration.ZERO);
    SimulatedWebhooks.Subscription subscription =
        hooks.subscribe(server.uri("/webhooks/notion/pf-456"));
    subscription.confirm(world.vault().get("notion_webhook").reveal());

    world.pages().page("one").set("Notes", "by webhook");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              hooks.deliverDue();
              return "by webhook".equals(world.value("SELECT notes FROM TasksTable"));
            });
    assertThat(server.get("/jobs").json().toString()).contains("\"cause\":\"webhook\"");

    Answer forged = server.post("/webhooks/notion/pf-456", "{\"id\":\"1\",\"type\":\"x\"}");
    assertThat(forged.status()).as(forged.toString()).isEqualTo(401);
    assertThat(forged.header("Content-Type")).startsWith("application/problem+json");
    assertThat(forged.header("WWW-Authenticate")).isNotEmpty();
  }

  @Test
  void page_isOneFileThatLoadsNothingElse() throws Exception {
    Answer page = server.get("/");
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.text())
        .contains("<html lang=\"en\">", "<label for=\"token\">", "aria-live")
        .doesNotContain("innerHTML", "src=", "href=", "@import", "url(", "http://", "https://");
  }
}
