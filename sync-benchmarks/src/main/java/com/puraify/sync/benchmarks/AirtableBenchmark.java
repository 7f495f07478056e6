package com.puraify.sync.benchmarks;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.SyncType;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.airtable.Airtable;
import com.puraify.sync.connectors.airtable.AirtableConnection;
import com.puraify.sync.connectors.airtable.AirtableConnector;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.SimulatedBase;
import com.puraify.sync.testkit.airtable.SimulatedRecord;
import com.puraify.sync.testkit.airtable.SimulatedTable;
import com.puraify.sync.value.Side;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the requests that a sync with Airtable takes, beside the fewest that can do, and measures
 * a push against the limit of calls.
 */
final class AirtableBenchmark {

  private static final int PAGE = 100;
  private static final int BATCH = 10;
  private static final int PAYLOADS = 50;
  private static final int UNLIMITED = 1_000_000;
  private static final String TABLE = "tasks_local";
  private static final Pattern WEBHOOK = Pattern.compile("\"id\":\"(ach[0-9A-Za-z]{14})\"");

  private final int records;
  private final int changed;

  AirtableBenchmark(int records, int changed) {
    this.records = records;
    this.changed = changed;
  }

  /**
   * What one run asked of Airtable.
   *
   * @param name what the run did
   * @param requests how many requests it took
   * @param fewest how many it takes at least
   * @param kinds the requests by kind
   */
  record Run(String name, long requests, long fewest, Map<String, Long> kinds) {}

  /** Counts, and checks that each run did what it was to do. */
  List<Run> run() throws IOException, SQLException {
    ManualTime time = ManualTime.advancing();
    try (World world = new World(time, time, Duration.ZERO, UNLIMITED)) {
      return new Counting(world, time).run();
    }
  }

  /** Pushes a table to an empty one, on the machine's clock and at Airtable's own pace. */
  Push push(int rows, Duration latency) throws IOException, SQLException {
    TimeSource time = TimeSource.system();
    try (World world =
        new World(time, time, latency, AirtableConnection.DEFAULT_CALLS_PER_SECOND)) {
      world.insert(1, rows);
      long begun = time.nanos();
      world.sync(world.config("push", SyncType.PUSH, world.connection), rows);
      double seconds = (time.nanos() - begun) / 1e9;
      double calls = ceil(rows, BATCH) + 2; // and one to open, one to see that it is empty
      return new Push(
          rows,
          NotionBenchmark.refused(world.airtable.requestLog()),
          seconds,
          calls / AirtableConnection.DEFAULT_CALLS_PER_SECOND);
    }
  }

  /** A simulated base, a local table, and an engine between them. */
  private static final class World implements AutoCloseable {
    private final AirtableSimulator airtable;
    private final Folder folder;
    private final Database database;
    private final JdbcStateStore store;
    private final SyncEngine engine;
    private final SimulatedBase base;
    private final SimulatedTable tasks;
    private final AirtableConnection connection;

    World(InstantSource clock, TimeSource time, Duration latency, int callsPerSecond)
        throws IOException, SQLException {
      this.airtable =
          AirtableSimulator.builder()
              .clock(clock)
              .quirks(
                  quirks -> {
                    quirks.latency(latency).pingsByHand(true);
                    if (callsPerSecond == UNLIMITED) {
                      quirks.noRateLimit();
                    }
                  })
              .start();
      Path path = Files.createTempDirectory("sync-benchmark-");
      this.folder = new Folder(path);
      this.database = Database.open(Database.Kind.SQLITE, path);
      this.store = JdbcStateStore.sqlite(path.resolve("state.db"));
      this.engine = SyncEngine.builder().state(store).time(time).build();
      this.base = airtable.addBase("Work");
      this.tasks =
          base.addTable(
              "Tasks",
              table ->
                  table
                      .number("Estimate", 2)
                      .select("Stage", "Lead", "Won")
                      .checkbox("Done")
                      .date("Due")
                      .longText("Notes"));
      this.connection =
          Airtable.connect(Secret.of(airtable.token()))
              .baseUri(airtable.baseUri())
              .callsPerSecond(callsPerSecond);
      execute(
          "CREATE TABLE "
              + TABLE
              + " (id INTEGER PRIMARY KEY, name VARCHAR(200), estimate DECIMAL(12,2),"
              + " stage VARCHAR(40), done BOOLEAN, due DATE, notes TEXT)");
    }

    void insert(int from, int to) throws SQLException {
      StringBuilder rows = new StringBuilder();
      for (int i = from; i <= to; i++) {
        rows.append(rows.isEmpty() ? "" : ",")
            .append("(%d,'Task %d',%d,'Won',TRUE,'2026-03-01','x')".formatted(i, i, i));
      }
      execute("INSERT INTO " + TABLE + " VALUES " + rows);
    }

    void execute(String sql) throws SQLException {
      try (java.sql.Connection local = database.side(Side.LOCAL).getConnection();
          Statement statement = local.createStatement()) {
        statement.execute(sql);
      }
    }

    SyncConfig config(String id, SyncType type, Connection by) {
      Entity local = JdbcEntity.table(TABLE, database.side(Side.LOCAL)).build();
      return SyncConfig.between(local, by.entity(base.id() + "/" + tasks.id()))
          .id(id)
          .type(type)
          .guards(Guards.OFF)
          .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
          .build();
    }

    SyncReport sync(SyncConfig config, int synced) {
      SyncReport report = engine.sync(config).orThrow();
      if (report.status() != SyncStatus.SUCCESS || report.syncedItems() != synced) {
        throw new IllegalStateException(config.id() + " did something else: " + report.toJson());
      }
      return report;
    }

    @Override
    public void close() throws IOException, SQLException {
      try (folder;
          database;
          store) {
        engine.close();
        airtable.close();
      }
    }
  }

  /** The runs, one after the other, on one base. */
  private final class Counting {
    private final World world;
    private final ManualTime time;
    private final List<Run> runs = new ArrayList<>();

    Counting(World world, ManualTime time) {
      this.world = world;
      this.time = time;
    }

    List<Run> run() throws SQLException, IOException {
      List<SimulatedRecord> added = new ArrayList<>();
      for (int i = 1; i <= records; i++) {
        added.add(
            world.tasks.add(
                Map.of("Name", "Task " + i, "Estimate", i, "Stage", "Won", "Due", "2026-03-01")));
      }
      SyncConfig pull = world.config("pull", SyncType.PULL, world.connection);
      measure("first read of " + records, pull, records, 1 + ceil(records, PAGE));
      edit(added, -1);
      measure(changed + " changed there", pull, changed, 1 + ceil(changed, PAGE));
      measure("idle", pull, 0, 2);
      SyncConfig both = world.config("both", SyncType.BIDIRECTIONAL, world.connection);
      measure("first two-way sync, all matched", both, 0, 1 + ceil(records, PAGE));
      world.execute("UPDATE " + TABLE + " SET estimate = 7 WHERE id <= " + changed);
      measure(changed + " changed here", both, changed, 2 + ceil(changed, BATCH));
      measure("after them, their echo", both, 0, 1 + ceil(changed, PAGE));
      world.insert(records + 1, 2 * records);
      measure("first write of " + records, both, records, 2 + ceil(records, BATCH));
      measure("after them, their echo", both, 0, 1 + ceil(records, PAGE));
      SyncConfig log = world.config("log", SyncType.BIDIRECTIONAL, withWebhook());
      measure("by webhook: first sync, all matched", log, 0, 1 + ceil(2L * records, PAGE));
      edit(added, -2);
      measure(
          "by webhook: " + changed + " changed there",
          log,
          changed,
          1 + ceil(changed, PAYLOADS) + ceil(changed, PAGE));
      measure("by webhook: idle", log, 0, 2);
      return runs;
    }

    private void edit(List<SimulatedRecord> all, int estimate) {
      all.subList(0, changed).forEach(each -> each.set("Estimate", estimate));
    }

    /** Makes a webhook without an address, as a person would with curl. */
    private Connection withWebhook() throws IOException {
      String specification =
          "{\"specification\":{\"options\":{\"filters\":{\"dataTypes\":[\"tableData\"]}}}}";
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      world.airtable.baseUri() + "/v0/bases/" + world.base.id() + "/webhooks"))
              .header("Authorization", "Bearer " + world.airtable.token())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(specification))
              .build();
      String answer;
      try {
        answer =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      Matcher id = WEBHOOK.matcher(answer);
      if (!id.find()) {
        throw new IllegalStateException("no webhook was made: " + answer);
      }
      return new AirtableConnector()
          .connect(
              new ConnectionSettings(
                  "benchmark",
                  Secret.of(world.airtable.token()),
                  world.airtable.baseUri(),
                  Map.of("webhook", id.group(1), "calls_per_second", "" + UNLIMITED)));
    }

    private void measure(String name, SyncConfig config, int synced, long fewest) {
      time.advance(Duration.ofMinutes(10));
      world.airtable.resetRequests();
      SyncReport report = world.sync(config, synced);
      long requests = world.airtable.requests();
      if (report.apiCalls(Side.REMOTE) != requests) {
        throw new IllegalStateException(
            name + " counted " + report.apiCalls(Side.REMOTE) + " of " + requests);
      }
      runs.add(new Run(name, requests, fewest, new TreeMap<>(world.airtable.requestCounts())));
    }
  }

  private static long ceil(long rows, int each) {
    return (rows + each - 1) / each;
  }
}
