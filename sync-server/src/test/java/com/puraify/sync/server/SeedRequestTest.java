package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.EntityReference;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import com.puraify.sync.testkit.notion.SimulatedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform's request, and the answer that it is promised, through each of the three faces. */
class SeedRequestTest {

  @TempDir Path folder;

  /** One way to run the sync. */
  private interface Face {
    String run(TestServer server) throws IOException, InterruptedException;
  }

  @Test
  void overHttp_answersInThePromisedShape() throws Exception {
    answersInThePromisedShape(
        server -> {
          Answer answer = server.post("/sync/start", TestServer.SEED);
          assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
          assertThat(answer.header("Content-Type")).isEqualTo("application/json");
          return answer.text();
        });
  }

  @Test
  void asJsonDocument_answersInThePromisedShape() throws Exception {
    answersInThePromisedShape(
        server -> server.engine().sync(SyncConfig.fromJson(TestServer.SEED)).toJson());
  }

  @Test
  void inJava_answersInThePromisedShape() throws Exception {
    SyncConfig config =
        SyncConfig.between(
                new EntityReference.Local("TasksTable"),
                new EntityReference.OnPlatform("Notion", null, null, Map.of()))
            .project("pf-456")
            .type(SyncType.BIDIRECTIONAL)
            .schedule(Schedule.every(Duration.ofMinutes(15)))
            .build();
    assertThat(config.id()).isEqualTo(SyncConfig.fromJson(TestServer.SEED).id());
    answersInThePromisedShape(server -> server.engine().sync(config).toJson());
  }

  private void answersInThePromisedShape(Face face) throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world)) {
      List<SimulatedPage> pages = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        pages.add(world.pages().add("page " + i, Map.of("Status", "open")));
      }
      JsonNode first = TestServer.JSON.readTree(face.run(server));
      assertThat(first.path("status").asText()).as(first.toString()).isEqualTo("success");
      assertThat(first.path("synced_items").asInt()).isEqualTo(10);
      assertThat(first.path("conflict_resolution").asText()).isEqualTo("none");

      change(world, pages);
      JsonNode second = TestServer.JSON.readTree(face.run(server));

      List<String> members = new ArrayList<>();
      second.fieldNames().forEachRemaining(members::add);
      assertThat(members)
          .startsWith(
              "status", "synced_items", "conflicts_detected", "conflict_resolution", "last_sync");
      assertThat(second.path("status").asText()).as(second.toString()).isEqualTo("success");
      assertThat(second.path("synced_items").asInt()).isEqualTo(42);
      assertThat(second.path("conflicts_detected").asInt()).isEqualTo(1);
      assertThat(second.path("conflict_resolution").asText())
          .isEqualTo("auto_override_from_remote");
      assertThat(second.path("last_sync").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
      assertThat(Instant.parse(second.path("last_sync").asText()))
          .isAfterOrEqualTo(Instant.parse(first.path("last_sync").asText()));
      assertThat(second.path("sync_id").asText()).isEqualTo(TestServer.SEED_ID);
      assertThat(world.value("SELECT notes FROM TasksTable WHERE name = 'page 10'"))
          .isEqualTo("Notion's");
      assertThat(world.value("SELECT count(*) FROM TasksTable")).isEqualTo("42");
      assertThat(world.pages().pages()).hasSize(42);
    }
  }

  /** Of 42 changed items, 20 are new here, 12 there, 5 edited here, 4 there, and one on both. */
  private static void change(World world, List<SimulatedPage> pages) throws SQLException {
    for (int i = 1; i <= 20; i++) {
      world.sql("INSERT INTO TasksTable (name, status) VALUES ('row " + i + "', 'open')");
    }
    for (int i = 11; i <= 22; i++) {
      world.pages().add("page " + i);
    }
    for (int i = 1; i <= 5; i++) {
      world.sql("UPDATE TasksTable SET status = 'done' WHERE name = 'page " + i + "'");
    }
    for (int i = 6; i <= 9; i++) {
      pages.get(i - 1).set("Status", "done");
    }
    world.sql("UPDATE TasksTable SET notes = 'ours' WHERE name = 'page 10'");
    pages.get(9).set("Notes", "Notion's");
  }
}
