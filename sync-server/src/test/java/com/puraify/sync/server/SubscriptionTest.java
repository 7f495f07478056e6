package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.SimulatedTable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Airtable is asked to send webhooks, and does. */
class SubscriptionTest {

  private static final String SUBSCRIPTION = "/syncs/air/subscription";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final AirtableSimulator airtable = AirtableSimulator.builder().start();
  private final SimulatedTable records = airtable.addBase("Work").addTable("TasksTable", t -> {});
  private World world;

  @BeforeEach
  void start() throws Exception {
    world = World.in(folder);
    world.vault().put("airtable", Secret.of(airtable.token()));
  }

  @AfterEach
  void stop() {
    world.close();
    airtable.close();
  }

  private static Map<String, String> reachable() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      String port = String.valueOf(free.getLocalPort());
      return Map.of("port", port, "public.url", "http://127.0.0.1:" + port);
    }
  }

  private Answer begin(TestServer server) throws Exception {
    return server.post(
        "/sync/start",
        "{\"sync_id\":\"air\",\"project_id\":\"pf-456\",\"source_platform\":\"Airtable\","
            + "\"target_entity\":\"TasksTable\",\"base_url\":\""
            + airtable.baseUri()
            + "\"}");
  }

  private void awaitRow(String name) {
    await()
        .atMost(SOON)
        .until(
            () ->
                "1"
                    .equals(
                        world.value(
                            "SELECT count(*) FROM TasksTable WHERE name = '" + name + "'")));
  }

  @Test
  void platformThatIsAsked_sendsItsChanges_alsoToTheNextServer() throws Exception {
    Map<String, String> settings = reachable();
    try (TestServer server = TestServer.start(world, settings)) {
      Answer first = begin(server);
      assertThat(first.status()).as(first.toString()).isEqualTo(200);
      assertThat(server.get(SUBSCRIPTION).json().path("subscribed").asBoolean()).isFalse();

      Answer asked = server.post(SUBSCRIPTION);
      assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
      assertThat(asked.json().path("callback").asText())
          .isEqualTo(settings.get("public.url") + "/webhooks/airtable/pf-456");
      assertThat(server.post(SUBSCRIPTION).json()).as("asked twice").isEqualTo(asked.json());

      records.add(Map.of("Name", "heard of"));
      awaitRow("heard of");
    }
    try (TestServer again = TestServer.start(world, settings)) {
      assertThat(again.get(SUBSCRIPTION).json().path("subscribed").asBoolean()).isTrue();
      records.add(Map.of("Name", "heard of after a restart"));
      awaitRow("heard of after a restart");

      assertThat(again.delete(SUBSCRIPTION).status()).isEqualTo(204);
      assertThat(again.get(SUBSCRIPTION).json().path("subscribed").asBoolean()).isFalse();
    }
  }

  @Test
  void serverThatPlatformsCannotReach_andPlatformWithoutACall_areTold() throws Exception {
    try (TestServer server = TestServer.start(world)) {
      begin(server);
      Answer unreachable = server.post(SUBSCRIPTION);
      assertThat(unreachable.status()).as(unreachable.toString()).isEqualTo(409);
      assertThat(unreachable.json().path("action").asText()).contains("SYNC_PUBLIC_URL");
      assertThat(server.post("/syncs/nobody/subscription").status()).isEqualTo(404);
    }
    try (TestServer server = TestServer.start(world, reachable())) {
      server.post("/sync/start", TestServer.SEED);
      Answer byHand = server.post("/syncs/" + TestServer.SEED_ID + "/subscription");
      assertThat(byHand.status()).as(byHand.toString()).isEqualTo(422);
      assertThat(byHand.text()).contains("by hand");
    }
  }
}
