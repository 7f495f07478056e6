package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description of the API against the server. */
class OpenApiTest {

  @TempDir Path folder;

  @Test
  void everyRoute_isDocumented_andNothingElse() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world)) {
      JsonNode document = server.get("/openapi.json").json();
      Set<String> documented = new TreeSet<>();
      document
          .path("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .fieldNames()
                      .forEachRemaining(
                          method ->
                              documented.add(
                                  method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
      Set<String> served = new TreeSet<>();
      server.server().routes().forEach(route -> served.add(route.method() + " " + route.path()));
      assertThat(documented).isEqualTo(served);
    }
  }

  @Test
  void openRoutes_areThoseThatAreDocumentedSo() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("token", "s3cret"))) {
      JsonNode document = document();
      for (Operation operation : operations(document)) {
        Answer answer = call(server, operation, operation.path("x"), null);
        boolean open = operation.node().path("security").isArray();
        boolean challenged = answer.header("WWW-Authenticate").startsWith("Bearer");
        assertThat(challenged).as(operation + ": " + answer).isNotEqualTo(open);
      }
    }
  }

  @Test
  void everyExample_fitsItsSchema() throws Exception {
    JsonNode document = document();
    int examples = 0;
    for (Operation operation : operations(document)) {
      JsonNode request = operation.node().path("requestBody").path("content");
      List<JsonNode> contents = new ArrayList<>(List.of(request));
      operation
          .node()
          .path("responses")
          .forEach(each -> contents.add(resolved(document, each).path("content")));
      for (JsonNode content : contents) {
        for (JsonNode media : content) {
          if (media.has("example")) {
            assertFits(document, media.path("schema"), media.path("example"), operation);
            examples++;
          }
        }
      }
      JsonNode example = request.path("application/json").path("example");
      if (operation.node().path("operationId").asText().endsWith("Sync") && example.isObject()) {
        assertThat(SyncConfig.fromJson(example.toString()).project()).isEqualTo("pf-456");
      }
    }
    assertThat(examples).isGreaterThan(10);
  }

  @Test
  void everyOperation_answersAsDocumented() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world)) {
      JsonNode document = document();
      Map<String, String> ids = prepare(world, server);
      List<Operation> operations = new ArrayList<>(operations(document));
      operations.sort(Comparator.comparingInt(Operation::turn));
      Set<String> succeeded = new TreeSet<>();
      for (Operation operation : operations) {
        JsonNode body =
            operation.node().at("/requestBody/content/application~1json").path("example");
        if (operation.node().path("operationId").asText().equals("answerCase")) {
          body = TestServer.JSON.readTree("{\"answer\":\"take_local\"}");
        }
        Answer answer =
            call(server, operation, operation.path(ids), body.isObject() ? body.toString() : null);
        JsonNode response =
            resolved(
                document, operation.node().path("responses").path(String.valueOf(answer.status())));
        assertThat(response.isMissingNode()).as(operation + ": " + answer).isFalse();
        assertBody(document, operation, answer, response);
        if (answer.status() < 300) {
          succeeded.add(operation.node().path("operationId").asText());
        }
      }
      Set<String> all = new TreeSet<>();
      operations.forEach(each -> all.add(each.node().path("operationId").asText()));
      // A job that is over cannot be cancelled, an unsigned webhook is not believed, and Notion's
      // subscriptions are made by hand.
      all.removeAll(Set.of("cancelJob", "receiveWebhook", "subscribe"));
      assertThat(succeeded).containsAll(all);
    }
  }

  private static void assertBody(
      JsonNode document, Operation operation, Answer answer, JsonNode response) throws Exception {
    String type = answer.header("Content-Type").split(";", 2)[0];
    if (!response.has("content")) {
      assertThat(answer.text()).as(operation.toString()).isEmpty();
      return;
    }
    JsonNode media = response.path("content").path(type);
    assertThat(media.isMissingNode()).as(operation + " answered " + type).isFalse();
    if (type.endsWith("json")) {
      assertFits(document, media.path("schema"), answer.json(), operation);
    }
  }

  /** Leaves a run, a job, a schedule and a conflict that waits. */
  private static Map<String, String> prepare(World world, TestServer server) throws Exception {
    world.pages().add("one", Map.of("Notes", "before"));
    String document = TestServer.SEED.replace("}", ",\"conflict_resolution\":\"manual_review\"}");
    Answer first = server.post("/sync/start", document);
    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    world.sql("UPDATE TasksTable SET notes = 'ours'");
    world.pages().page("one").set("Notes", "theirs");
    Answer second = server.post("/sync/start", document);
    assertThat(second.json().path("open_cases").asInt()).as(second.toString()).isEqualTo(1);
    JsonNode question = server.get("/cases").json().path("cases").path(0);
    Map<String, String> ids = new HashMap<>();
    ids.put("sync", TestServer.SEED_ID);
    ids.put("run", second.json().path("run_id").asText());
    ids.put("job", server.get("/jobs").json().at("/jobs/0/job_id").asText());
    ids.put("case", question.path("case_id").asText());
    ids.put("side", "local");
    ids.put("item", question.at("/local_ids/0").asText());
    ids.put("platform", "notion");
    ids.put("connection", "pf-456");
    return ids;
  }

  private static Answer call(
      TestServer server, Operation operation, String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return TestServer.send(
        request.method(
            operation.method(),
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private static JsonNode document() throws Exception {
    try (InputStream in =
        SyncServer.class.getResourceAsStream("/com/puraify/sync/server/openapi.json")) {
      return TestServer.JSON.readTree(in);
    }
  }

  private record Operation(String method, String template, JsonNode node) {
    String path(Map<String, String> ids) {
      String path = template;
      for (Map.Entry<String, String> id : ids.entrySet()) {
        path =
            path.replace(
                "{" + id.getKey() + "}", URLEncoder.encode(id.getValue(), StandardCharsets.UTF_8));
      }
      assertThat(path).doesNotContain("{");
      return path;
    }

    String path(String everything) {
      return template.replaceAll("\\{\\w+}", everything);
    }

    /** Cases come before the runs that settle them; what takes away what others need, last. */
    int turn() {
      if (template.contains("{case}")) {
        return method.equals("GET") ? 0 : 1;
      }
      return !method.equals("DELETE") ? 2 : template.endsWith("}") ? 4 : 3;
    }

    @Override
    public String toString() {
      return method + " " + template;
    }
  }

  private static List<Operation> operations(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        each ->
                            operations.add(
                                new Operation(
                                    each.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    each.getValue()))));
    return operations;
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static void assertFits(
      JsonNode document, JsonNode schema, JsonNode instance, Operation operation) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components"));
    List<Error> errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(root)
            .validate(instance);
    assertThat(errors).as(operation + ": " + instance).isEmpty();
  }
}
