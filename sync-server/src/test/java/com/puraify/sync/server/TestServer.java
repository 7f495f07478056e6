package com.puraify.sync.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcDatabase;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.micrometer.SyncMetrics;
import com.puraify.sync.puraify.EngineEndpoint;
import com.puraify.sync.puraify.FeedbackReviewer;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteDataSource;

/**
 * A server on a free port of this machine, with a SQLite table and a simulated Notion, both called
 * TasksTable. The folder keeps what outlasts a restart.
 */
final class TestServer implements AutoCloseable {

  /** The platform's request, as the design has it. */
  static final String SEED =
      """
      {"project_id":"pf-456","sync_type":"bidirectional","source_platform":"Notion","target_entity":"TasksTable","schedule":"every_15_minutes"}""";

  /** The id that the request's sync gets. */
  static final String SEED_ID = "pf-456:TasksTable:notion";

  /** Answers that come later are taken without asking there. */
  private static final EngineEndpoint FEEDBACK_LOOP =
      EngineEndpoint.at(URI.create("http://127.0.0.1:9"));

  static final JsonMapper JSON = new JsonMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final JdbcStateStore store;
  private final SyncEngine engine;
  private final SyncServer server;

  private TestServer(World world, Map<String, String> settings) throws IOException {
    store = JdbcStateStore.sqlite(world.folder().resolve("state.db"));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    SyncMetrics metrics = SyncMetrics.in(registry);
    engine = world.engine(store).addListener(metrics).build();
    metrics.watch(engine);
    Map<String, String> given = new HashMap<>(settings);
    given.putIfAbsent("port", "0");
    given.putIfAbsent("data", world.folder().toString());
    server =
        SyncServer.start(
            SettingsReader.read(Map.of(), null, given),
            new SyncServer.Parts(
                engine,
                store,
                registry::scrape,
                TimeSource.system(),
                FeedbackReviewer.builder(FEEDBACK_LOOP).store(store).build()));
  }

  static TestServer start(World world) throws IOException {
    return new TestServer(world, Map.of());
  }

  static TestServer start(World world, Map<String, String> settings) throws IOException {
    return new TestServer(world, settings);
  }

  SyncServer server() {
    return server;
  }

  SyncEngine engine() {
    return engine;
  }

  URI uri(String path) {
    return URI.create(server.uri() + path);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  Answer post(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()));
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response);
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }

  /** An answer. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonNode json() throws IOException {
      return JSON.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status() + " " + header("Content-Type") + " " + text();
    }
  }

  /** What is outside of the server: a table, Notion, a vault. */
  record World(
      Path folder,
      NotionSimulator notion,
      SimulatedDataSource pages,
      SQLiteDataSource table,
      Map<String, Secret> vault)
      implements AutoCloseable {

    static World in(Path folder) throws SQLException {
      NotionSimulator notion = NotionSimulator.builder().start();
      SimulatedDataSource pages =
          notion.addDatabase(
              notion.addPage("Home"),
              "TasksTable",
              schema -> schema.select("Status", "open", "done").richText("Notes"));
      SQLiteDataSource table = new SQLiteDataSource();
      table.setUrl("jdbc:sqlite:" + folder.resolve("local.db"));
      Map<String, Secret> vault = new ConcurrentHashMap<>();
      vault.put("notion", Secret.of(notion.token()));
      World world = new World(folder, notion, pages, table, vault);
      world.sql(
          "CREATE TABLE TasksTable (id INTEGER PRIMARY KEY, name TEXT, status TEXT, notes TEXT)");
      return world;
    }

    /** Returns a builder of an engine that knows this world. */
    SyncEngine.Builder engine(JdbcStateStore store) {
      return SyncEngine.builder()
          .state(store)
          .local(JdbcDatabase.of(table))
          .addConnector(new SimulatedNotionConnector(notion.baseUri()))
          .webhookDebounce(Duration.ofMillis(100))
          .scheduleJitter(Duration.ZERO)
          .credentials(
              new CredentialProvider() {
                @Override
                public Optional<Secret> find(String project, String name) {
                  return Optional.ofNullable(vault.get(name));
                }

                @Override
                public void store(String project, String name, Secret credential) {
                  vault.put(name, credential);
                }

                @Override
                public boolean canStore() {
                  return true;
                }
              });
    }

    void sql(String... statements) throws SQLException {
      try (Connection connection = table.getConnection();
          Statement statement = connection.createStatement()) {
        for (String each : statements) {
          statement.executeUpdate(each);
        }
      }
    }

    String value(String query) throws SQLException {
      try (Connection connection = table.getConnection();
          Statement statement = connection.createStatement();
          java.sql.ResultSet rows = statement.executeQuery(query)) {
        return rows.next() ? rows.getString(1) : null;
      }
    }

    @Override
    public void close() {
      notion.close();
    }
  }
}
