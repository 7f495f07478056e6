package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.standalone.Standalone;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers whose state is in one PostgreSQL. */
@Timeout(240)
class SharedStateTest {

  private static final String SYNC = "/syncs/" + TestServer.SEED_ID;

  @TempDir Path folder;

  @Test
  void serversOnOnePostgres_knowEachOthersSyncs_andShareTheQueue() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Standalone one = server(postgres, "one");
        Standalone two = server(postgres, "two")) {
      // Without a token Notion cannot be asked: the document is kept for when it can.
      Answer refused =
          TestServer.send(
              request(one, "/sync/start")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(TestServer.SEED)));
      assertThat(refused.status()).as(refused.toString()).isEqualTo(424);

      Answer known = TestServer.send(request(two, SYNC));
      assertThat(known.status()).as(known.toString()).isEqualTo(200);
      assertThat(known.json().at("/schedule/schedule").asText()).isNotEmpty();
      JsonNode jobs = TestServer.send(request(two, "/jobs")).json().path("jobs");
      assertThat(jobs).hasSize(1);
      assertThat(turns(postgres)).as("the turn is in the database").isEqualTo(1);

      TestServer.send(request(two, SYNC + "/pause").POST(BodyPublishers.noBody()));
      assertThat(TestServer.send(request(one, SYNC)).json().path("paused").asBoolean()).isTrue();

      assertThat(TestServer.send(request(two, SYNC).DELETE()).status()).isEqualTo(204);
      assertThat(TestServer.send(request(one, SYNC)).status()).isEqualTo(404);
      assertThat(TestServer.send(request(one, "/schedules")).json().path("schedules")).isEmpty();
    }
  }

  private Standalone server(EmbeddedPostgres postgres, String name) throws Exception {
    Path data = Files.createDirectory(folder.resolve(name));
    try (Connection local = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("local.db"));
        Statement statement = local.createStatement()) {
      statement.executeUpdate("CREATE TABLE TasksTable (id INTEGER PRIMARY KEY, name TEXT)");
    }
    Map<String, String> given =
        Map.of(
            "port", "0",
            "data", data.toString(),
            "state.url", postgres.getJdbcUrl("postgres", "postgres"));
    return Standalone.start(
        SettingsReader.read(Map.of(), null, given), Map.of(), TimeSource.system());
  }

  private static HttpRequest.Builder request(Standalone server, String path) {
    return HttpRequest.newBuilder(URI.create(server.server().uri() + path));
  }

  private static long turns(EmbeddedPostgres postgres) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM sync_turns")) {
      row.next();
      return row.getLong(1);
    }
  }
}
