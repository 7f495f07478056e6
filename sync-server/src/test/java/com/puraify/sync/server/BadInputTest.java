package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake gets its status, and a problem document that says what to do. */
class BadInputTest {

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

  private static JsonNode problem(Answer answer, int status, String type) throws Exception {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("type").asText()).isEqualTo("https://puraify.com/problems/" + type);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("action").asText()).isNotBlank();
    return problem;
  }

  @Test
  void unknownSync_is404() throws Exception {
    for (String path : List.of("", "/runs", "/runs/1", "/items/local/1", "/cases", "/cases/1")) {
      JsonNode problem = problem(server.get("/syncs/nobody" + path), 404, "not-found");
      assertThat(problem.path("detail").asText()).contains("nobody");
    }
    problem(server.post("/syncs/nobody/start"), 404, "not-found");
    problem(server.post("/syncs/nobody/pause"), 404, "not-found");
    problem(server.delete("/syncs/nobody/schedule"), 404, "not-found");
  }

  @Test
  void unknownJob_is404() throws Exception {
    problem(server.get("/jobs/1"), 404, "not-found");
    problem(server.get("/jobs/1/events"), 404, "not-found");
    problem(server.post("/jobs/1/cancel"), 404, "not-found");
  }

  @Test
  void unknownPath_is404() throws Exception {
    problem(server.get("/nothing/here"), 404, "not-found");
    problem(server.get("/sync/start/"), 405, "method-not-allowed");
  }

  @Test
  void wrongMethod_is405WithThoseAllowed() throws Exception {
    Answer answer = server.get("/sync/start");
    problem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).isEqualTo("POST");
    Answer other = server.post("/syncs/x/schedule", "{}");
    problem(other, 405, "method-not-allowed");
    assertThat(other.header("Allow")).isEqualTo("DELETE");
  }

  @Test
  void wrongMediaType_is415() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri("/sync/start"))
            .POST(BodyPublishers.ofString(TestServer.SEED));
    Answer untyped = TestServer.send(request.copy());
    problem(untyped, 415, "unsupported-media-type");
    assertThat(untyped.header("Accept-Post")).isEqualTo("application/json");
    problem(
        TestServer.send(request.copy().header("Content-Type", "text/plain")),
        415,
        "unsupported-media-type");
  }

  @Test
  void brokenJson_is400AndQuotesNothing() throws Exception {
    JsonNode problem =
        problem(server.post("/sync/start", "{\"token\": secret}"), 400, "invalid-json");
    assertThat(problem.path("detail").asText()).contains("line 1").doesNotContain("secret");
    problem(server.post("/sync/start", ""), 400, "invalid-json");
    problem(server.post("/sync/start", "[]"), 400, "invalid-json");
    problem(server.post("/sync/start", "{\"a\":1,\"a\":2}"), 400, "invalid-json");
    problem(server.post("/sync/start", TestServer.SEED + " {}"), 400, "invalid-json");
  }

  @Test
  void deepJson_is400() throws Exception {
    problem(server.post("/sync/start", "{\"a\":".repeat(5_000)), 400, "invalid-json");
  }

  @Test
  void invalidDocument_namesEverythingAtOnce() throws Exception {
    JsonNode problem =
        problem(
            server.post(
                "/sync/start",
                "{\"target_entity\":7,\"sync_type\":\"sideways\",\"schedule\":\"sometimes\","
                    + "\"colour\":\"red\"}"),
            422,
            "invalid-document");
    List<String> pointers = new ArrayList<>();
    problem.path("problems").forEach(each -> pointers.add(each.path("pointer").asText()));
    assertThat(pointers)
        .contains("/target_entity", "/sync_type", "/schedule", "/colour", "/source_platform");
    assertThat(server.get("/syncs").json().path("syncs")).isEmpty();
  }

  @Test
  void unknownTable_is422AndNotKept() throws Exception {
    JsonNode problem =
        problem(
            server.post("/sync/start", TestServer.SEED.replace("TasksTable", "TaskTable")),
            422,
            "invalid-document");
    assertThat(problem.at("/problems/0/pointer").asText()).isEqualTo("/target_entity");
    assertThat(problem.at("/problems/0/message").asText()).contains("TasksTable");
    assertThat(server.get("/syncs").json().path("syncs")).isEmpty();
    assertThat(server.get("/schedules").json().path("schedules")).isEmpty();
  }

  @Test
  void unknownPlatform_is422() throws Exception {
    JsonNode problem =
        problem(
            server.post("/sync/start", TestServer.SEED.replace("Notion", "Notepad")),
            422,
            "invalid-document");
    assertThat(problem.at("/problems/0/pointer").asText()).isEqualTo("/source_platform");
  }

  @Test
  void documentThatStopsWorking_leavesTheOldOne() throws Exception {
    assertThat(server.post("/sync/start", TestServer.SEED).status()).isEqualTo(200);
    String worse = TestServer.SEED.replace("}", ",\"connector_options\":{\"colour\":\"red\"}}");
    problem(server.post("/sync/start", worse), 422, "invalid-document");
    JsonNode sync = server.get("/syncs/" + TestServer.SEED_ID).json();
    assertThat(sync.path("document")).isEqualTo(TestServer.JSON.readTree(TestServer.SEED));
  }

  @Test
  void missingCredential_is424AndKept() throws Exception {
    world.vault().clear();
    JsonNode problem =
        problem(server.post("/sync/start", TestServer.SEED), 424, "platform-refused");
    assertThat(problem.path("detail").asText()).contains("notion");
    assertThat(server.get("/syncs").json().path("syncs")).hasSize(1);
    assertThat(server.get("/schedules").json().path("schedules")).hasSize(1);
  }

  @Test
  void webhookForUnknownConnection_is404() throws Exception {
    problem(server.post("/webhooks/notion/pf-456", "{}"), 404, "not-found");
    assertThat(server.post("/sync/start", TestServer.SEED).status()).isEqualTo(200);
    problem(server.post("/webhooks/notion/pf-457", "{}"), 404, "not-found");
    problem(server.post("/webhooks/nowhere/pf-456", "{}"), 404, "not-found");
  }

  @Test
  void webhookWhoseQueryIsNoQuery_is400() throws Exception {
    assertThat(server.post("/sync/start", TestServer.SEED).status()).isEqualTo(200);
    String answer =
        RawHttp.exchange(
            server.server().uri(),
            RawHttp.lines(
                "POST /webhooks/notion/pf-456?a={b}|^ HTTP/1.1",
                "Host: localhost",
                "Content-Length: 0",
                "Connection: close"));
    assertThat(answer).contains("HTTP/1.1 400").contains("application/problem+json");
  }

  @Test
  void senselessParameters_are400() throws Exception {
    assertThat(server.post("/sync/start", TestServer.SEED).status()).isEqualTo(200);
    String sync = "/syncs/" + TestServer.SEED_ID;
    for (String limit : List.of("0", "-1", "many", "1001", "")) {
      problem(server.get(sync + "/runs?limit=" + limit), 400, "invalid-request");
    }
    problem(server.get(sync + "/items/middle/1"), 400, "invalid-request");
    problem(server.get(sync + "/runs/none"), 404, "not-found");
    problem(server.delete(sync + "/cases/none"), 405, "method-not-allowed");
  }

  @Test
  void whatIsNoHttp_isNotAnsweredInHtml() throws Exception {
    for (String request :
        List.of(
            "GET /syncs/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /syncs/a%2Fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /jobs HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
            "NONSENSE\r\n\r\n",
            "GET /jobs HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
      String answer = RawHttp.exchange(server.server().uri(), request);
      String start = request.substring(0, Math.min(30, request.length()));
      assertThat(answer).as(start).contains("HTTP/1.1 4").doesNotContainIgnoringCase("<html");
      assertThat(answer).as(start).contains("application/problem+json");
    }
  }
}
