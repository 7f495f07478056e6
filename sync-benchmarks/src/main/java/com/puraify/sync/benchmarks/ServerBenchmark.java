package com.puraify.sync.benchmarks;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcDatabase;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.server.SettingsReader;
import com.puraify.sync.server.SyncServer;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sqlite.SQLiteDataSource;

/**
 * How quickly the server answers many clients at once: the state of a job, and requests to run a
 * sync, while the runs that they ask for go on. Every answer is checked.
 */
final class ServerBenchmark {

  private static final int ROWS = 10;

  private final int clients;
  private final TimeSource time = TimeSource.system();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What was measured.
   *
   * @param requests how many requests were answered
   * @param seconds how long that took
   * @param median the time that half of them took at most, in milliseconds
   * @param p99 the time that 99 of 100 took at most, in milliseconds
   */
  record Speed(long requests, double seconds, double median, double p99) {
    double perSecond() {
      return requests / seconds;
    }
  }

  /**
   * Both measurements.
   *
   * @param job {@code GET /jobs/{job}}
   * @param start {@code POST /sync/start} with {@code Prefer: respond-async}
   */
  record Speeds(Speed job, Speed start) {}

  /** What a client asks, again and again. */
  private interface Request {
    HttpRequest.Builder of(int client);
  }

  ServerBenchmark(int clients) {
    this.clients = clients;
  }

  /** Measures, each client making so many requests of either kind. */
  Speeds run(int requests) throws IOException, SQLException {
    try (Folder folder = new Folder(Files.createTempDirectory("sync-benchmark-"))) {
      SQLiteDataSource local = tables(folder.path().resolve("local.db"), ROWS);
      SQLiteDataSource other = tables(folder.path().resolve("remote.db"), 0);
      try (JdbcStateStore store = JdbcStateStore.sqlite(folder.path().resolve("state.db"));
          SyncEngine engine =
              SyncEngine.builder()
                  .state(store)
                  .local(JdbcDatabase.of(local))
                  .credentials((project, name) -> Optional.of(Secret.of("none")))
                  .build();
          SyncServer server =
              SyncServer.start(
                  SettingsReader.read(Map.of(), null, Map.of("port", "0")),
                  new SyncServer.Parts(engine, store, () -> "", time))) {
        return measure(server.uri(), other.getUrl(), requests);
      }
    }
  }

  private Speeds measure(URI server, String remote, int requests) throws IOException {
    Request start = client -> start(server, remote, client);
    measure(start, 2, 202); // each sync runs for the first time
    HttpResponse<String> jobs = send(HttpRequest.newBuilder(server.resolve("/jobs")));
    String job = jobs.body().replaceFirst("(?s).*?\"job_id\":\"([^\"]+)\".*", "$1");
    Request get = client -> HttpRequest.newBuilder(server.resolve("/jobs/" + job));
    measure(get, requests / 2, 200); // until it is compiled
    Speed state = measure(get, requests, 200);
    measure(start, requests / 10, 202);
    return new Speeds(state, measure(start, requests / 5, 202));
  }

  private static HttpRequest.Builder start(URI server, String remote, int client) {
    String document =
        """
        {"sync_id":"sync-%d","source_platform":"sql","source_entity":"T%d","target_entity":"T%d",\
        "connector_options":{"url":"%s"}}"""
            .formatted(client, client, client, remote);
    return HttpRequest.newBuilder(server.resolve("/sync/start"))
        .header("Content-Type", "application/json")
        .header("Prefer", "respond-async")
        .POST(BodyPublishers.ofString(document));
  }

  private Speed measure(Request request, int each, int status) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long begun = time.nanos();
      List<Future<long[]>> working = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        working.add(threads.submit(() -> work(request, number, each, status)));
      }
      List<long[]> done = new ArrayList<>();
      for (Future<long[]> work : working) {
        done.add(work.get());
      }
      double seconds = (time.nanos() - begun) / 1e9;
      long[] all = done.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      return new Speed(
          all.length, seconds, all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private long[] work(Request request, int client, int each, int status) throws IOException {
    long[] took = new long[each];
    for (int i = 0; i < each; i++) {
      long begun = time.nanos();
      HttpResponse<String> answer = send(request.of(client));
      took[i] = time.nanos() - begun;
      if (answer.statusCode() != status) {
        throw new IOException("answered " + answer.statusCode() + ": " + answer.body());
      }
    }
    return took;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private SQLiteDataSource tables(Path file, int rows) throws SQLException {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file);
    database.setJournalMode("WAL");
    database.setBusyTimeout((int) Duration.ofSeconds(30).toMillis());
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int table = 0; table < clients; table++) {
        statement.executeUpdate("CREATE TABLE T" + table + " (id INTEGER PRIMARY KEY, title TEXT)");
        for (int row = 0; row < rows; row++) {
          statement.executeUpdate("INSERT INTO T" + table + " (title) VALUES ('row " + row + "')");
        }
      }
      connection.commit();
    }
    return database;
  }
}
