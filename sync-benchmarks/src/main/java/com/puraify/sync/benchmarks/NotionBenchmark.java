package com.puraify.sync.benchmarks;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.SyncType;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.simulator.RecordedRequest;
import com.puraify.sync.value.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the requests that a sync with Notion takes, beside the fewest that can do, and measures a
 * push against the limit of calls.
 */
final class NotionBenchmark {

  private static final int PAGE = 100;
  private static final int UNLIMITED = 1_000_000;
  private static final String TABLE = "tasks_local";

  private final int pages;
  private final int changed;
  private final ManualTime time = ManualTime.advancing();

  NotionBenchmark(int pages, int changed) {
    this.pages = pages;
    this.changed = changed;
  }

  /**
   * What one run asked of Notion.
   *
   * @param name what the run did
   * @param requests how many requests it took
   * @param fewest how many it takes at least
   * @param kinds the requests by kind
   */
  record Run(String name, long requests, long fewest, Map<String, Long> kinds) {}

  /** Counts, and checks that the table holds what Notion holds. */
  List<Run> run() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("sync-benchmark-");
    try (Folder deleted = new Folder(folder);
        NotionSimulator notion =
            NotionSimulator.builder().clock(time).quirks(quirks -> quirks.noRateLimit()).start();
        Database database = Database.open(Database.Kind.SQLITE, deleted.path());
        JdbcStateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
        SyncEngine engine = SyncEngine.builder().state(store).time(time).build()) {
      return new Measurement(notion, database, engine, UNLIMITED).run();
    }
  }

  /** Pushes a table to an empty data source, on the machine's clock and at Notion's own pace. */
  static Push push(int rows, Duration latency, int callsPerMinute)
      throws IOException, SQLException {
    TimeSource machine = TimeSource.system();
    Path folder = Files.createTempDirectory("sync-benchmark-");
    try (Folder deleted = new Folder(folder);
        NotionSimulator notion =
            NotionSimulator.builder()
                .clock(machine)
                .quirks(quirks -> quirks.latency(latency).rateLimit(callsPerMinute))
                .start();
        Database database = Database.open(Database.Kind.SQLITE, deleted.path());
        JdbcStateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
        SyncEngine engine = SyncEngine.builder().state(store).time(machine).build()) {
      return new NotionBenchmark(0, 0).new Measurement(notion, database, engine, callsPerMinute)
          .push(rows, machine);
    }
  }

  /** The runs, one after the other, on one workspace. */
  private final class Measurement {
    private final NotionSimulator notion;
    private final Database database;
    private final SyncEngine engine;
    private final SimulatedDataSource tasks;
    private final int callsPerMinute;
    private final List<Run> runs = new ArrayList<>();

    Measurement(NotionSimulator notion, Database database, SyncEngine engine, int callsPerMinute) {
      this.notion = notion;
      this.database = database;
      this.engine = engine;
      this.callsPerMinute = callsPerMinute;
      this.tasks =
          notion.addDatabase(
              "Tasks",
              schema ->
                  schema
                      .number("Estimate")
                      .select("Stage", "Lead", "Won")
                      .checkbox("Done")
                      .date("Due")
                      .richText("Notes"));
    }

    private void createTable() throws SQLException {
      execute(
          "CREATE TABLE "
              + TABLE
              + " (id INTEGER PRIMARY KEY, name VARCHAR(200), estimate DECIMAL(12,2),"
              + " stage VARCHAR(40), done BOOLEAN, due DATE, notes TEXT)");
    }

    Push push(int rows, TimeSource machine) throws SQLException {
      createTable();
      execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + rows
              + ") INSERT INTO "
              + TABLE
              + " SELECT i, 'Task ' || i, i, 'Won', TRUE, '2026-03-01', 'x' FROM n");
      long begun = machine.nanos();
      SyncReport report = engine.sync(config("push", SyncType.PUSH)).orThrow();
      double seconds = (machine.nanos() - begun) / 1e9;
      long calls = rows + 2L; // one to open, one to see that it is empty
      long refused = refused(notion.requestLog());
      if (report.created(Side.REMOTE) != rows || notion.requests() != calls + refused) {
        throw new IllegalStateException(
            "the push took " + notion.requests() + " calls: " + report.toJson());
      }
      // What is left after the last full minute takes no time at least.
      return new Push(rows, refused, seconds, (calls - 1) / callsPerMinute * 60);
    }

    List<Run> run() throws SQLException {
      createTable();
      List<SimulatedPage> added = new ArrayList<>();
      for (int i = 1; i <= pages; i++) {
        added.add(
            tasks.add(
                "Task " + i,
                Map.of("Estimate", i, "Stage", i % 2 == 0 ? "Lead" : "Won", "Due", "2026-03-01")));
        time.advance(Duration.ofSeconds(1));
      }
      SyncConfig pull = config("pull", SyncType.PULL);
      measure("first read of " + pages + " pages", pull, pages, 1 + ceil(pages));
      for (SimulatedPage page : added.subList(0, changed)) {
        page.set("Estimate", -1);
      }
      measure(changed + " pages changed in Notion", pull, changed, 1 + ceil(changed));
      measure("idle", pull, 0, 2);
      SyncConfig both = config("both", SyncType.BIDIRECTIONAL);
      measure("first two-way sync, all matched", both, 0, 1 + ceil(pages));
      execute("UPDATE " + TABLE + " SET estimate = 7 WHERE id <= " + changed);
      measure(changed + " rows changed locally", both, changed, 2 + changed);
      measure("after them, their echo read", both, 0, 1 + ceil(changed));
      measure("idle", both, 0, 2);
      return runs;
    }

    private void measure(String name, SyncConfig config, int synced, long fewest) {
      time.advance(Duration.ofMinutes(10));
      notion.resetRequests();
      SyncReport report = engine.sync(config).orThrow();
      if (report.status() != SyncStatus.SUCCESS || report.syncedItems() != synced) {
        throw new IllegalStateException(name + " did something else: " + report.toJson());
      }
      if (report.apiCalls(Side.REMOTE) != notion.requests()) {
        throw new IllegalStateException(
            name + " counted " + report.apiCalls(Side.REMOTE) + " of " + notion.requests());
      }
      runs.add(new Run(name, notion.requests(), fewest, new TreeMap<>(notion.requestCounts())));
    }

    private SyncConfig config(String id, SyncType type) {
      Entity local = JdbcEntity.table(TABLE, database.side(Side.LOCAL)).build();
      Entity remote =
          Notion.connect(Secret.of(notion.token()))
              .baseUri(notion.baseUri())
              .callsPerMinute(callsPerMinute)
              .dataSource(tasks.id());
      return SyncConfig.between(local, remote)
          .id(id)
          .type(type)
          .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
          .build();
    }

    private void execute(String sql) throws SQLException {
      try (Connection connection = database.side(Side.LOCAL).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  /** Returns how many requests were answered 429. */
  static long refused(List<RecordedRequest> requests) {
    return requests.stream().filter(request -> request.status() == 429).count();
  }

  private static long ceil(long rows) {
    return (rows + PAGE - 1) / PAGE;
  }
}
