package com.puraify.sync.benchmarks;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.SyncType;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.hubspot.HubSpot;
import com.puraify.sync.connectors.hubspot.HubSpotConnection;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
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
 * Counts the requests that a sync with HubSpot takes, beside the fewest that can do: a call for the
 * definitions of the properties, and what the platform's batches and pages hold. Measures a push
 * against the limit of calls.
 */
final class HubSpotBenchmark {

  private static final int BATCH = 100;
  private static final int SEARCHED = 200;
  private static final int CALLS = 100;
  private static final int WINDOW_SECONDS = 10;
  private static final String READ = "read_contacts";
  private static final String WRITTEN = "written_contacts";

  private final int contacts;
  private final int changed;
  private final ManualTime time = ManualTime.advancing();

  HubSpotBenchmark(int contacts, int changed) {
    this.contacts = contacts;
    this.changed = changed;
  }

  /**
   * What one run asked of HubSpot.
   *
   * @param name what the run did
   * @param requests how many requests it took
   * @param fewest how many it takes at least
   * @param kinds the requests by kind
   */
  record Run(String name, long requests, long fewest, Map<String, Long> kinds) {}

  /** Counts, and checks that each run did what it was for. */
  List<Run> run() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("sync-benchmark-");
    try (Folder deleted = new Folder(folder);
        HubSpotSimulator hubspot =
            HubSpotSimulator.builder()
                .clock(time)
                .quirks(quirks -> quirks.calculatedBump(Duration.ZERO))
                .start();
        Database database = Database.open(Database.Kind.SQLITE, deleted.path());
        JdbcStateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
        SyncEngine engine = SyncEngine.builder().state(store).time(time).build()) {
      return new Measurement(hubspot, database, engine).run();
    }
  }

  /** Pushes a table to an object without records, on the machine's clock, within the limits. */
  static Push push(int rows, Duration latency) throws IOException, SQLException {
    TimeSource machine = TimeSource.system();
    Path folder = Files.createTempDirectory("sync-benchmark-");
    try (Folder deleted = new Folder(folder);
        HubSpotSimulator hubspot =
            HubSpotSimulator.builder()
                .clock(machine)
                .quirks(quirks -> quirks.calculatedBump(Duration.ZERO).latency(latency))
                .start();
        Database database = Database.open(Database.Kind.SQLITE, deleted.path());
        JdbcStateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
        SyncEngine engine = SyncEngine.builder().state(store).time(machine).build()) {
      return new HubSpotBenchmark(rows, 0).new Measurement(hubspot, database, engine)
          .push(machine, latency);
    }
  }

  /** The runs, one after the other, on one account. */
  private final class Measurement {
    private final HubSpotSimulator hubspot;
    private final Database database;
    private final SyncEngine engine;
    private final SimulatedObject leads;
    private final List<Run> runs = new ArrayList<>();

    Measurement(HubSpotSimulator hubspot, Database database, SyncEngine engine) {
      this.hubspot = hubspot;
      this.database = database;
      this.engine = engine;
      this.leads = hubspot.addObject("lead_record", schema -> schema.uniqueText("code"));
    }

    private void createTables() throws SQLException {
      for (String table : List.of(READ, WRITTEN)) {
        execute(
            "CREATE TABLE "
                + table
                + " (id INTEGER PRIMARY KEY, code VARCHAR(200), name VARCHAR(200))");
      }
    }

    private void insert() throws SQLException {
      String numbers =
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + contacts
              + ") ";
      execute("INSERT INTO " + WRITTEN + " " + numbers + "SELECT i, 'c' || i, 'Name ' || i FROM n");
    }

    Push push(TimeSource machine, Duration latency) throws SQLException {
      createTables();
      insert();
      SyncConfig push = config("push", SyncType.PUSH, WRITTEN, "code", "name", leads.typeId());
      long begun = machine.nanos();
      SyncReport report = engine.sync(push).orThrow();
      double seconds = (machine.nanos() - begun) / 1e9;
      long batches = ceil(contacts, BATCH);
      long calls = 3 + batches; // two for the definitions, one to see that there is nothing yet
      long refused = NotionBenchmark.refused(hubspot.requestLog());
      if (report.created(Side.REMOTE) != contacts || hubspot.requests() != calls + refused) {
        throw new IllegalStateException(
            "the push took " + hubspot.requests() + " calls: " + report.toJson());
      }
      long rounds = 3 + ceil(batches, HubSpotConnection.DEFAULT_PARALLEL_WRITES);
      long windows = (calls - 1) / CALLS;
      double limit = (double) windows * WINDOW_SECONDS;
      return new Push(
          contacts, refused, seconds, Math.max(limit, rounds * latency.toMillis() / 1e3));
    }

    List<Run> run() throws SQLException {
      createTables();
      List<SimulatedRecord> added = new ArrayList<>();
      for (int i = 1; i <= contacts; i++) {
        added.add(
            hubspot
                .contacts()
                .add(Map.of("email", "p" + i + "@example.com", "firstname", "Person " + i)));
      }
      SyncConfig pull = config("pull", SyncType.PULL, READ, "email", "firstname", "contacts");
      measure("first read of " + contacts + " contacts", pull, contacts, 1 + ceil(contacts, BATCH));
      added.subList(0, changed).forEach(each -> each.set("firstname", "Somebody"));
      measure(
          changed + " contacts changed in HubSpot",
          pull,
          changed,
          1 + ceil(changed, SEARCHED) + ceil(changed, BATCH));
      measure("idle", pull, 0, 2);
      insert();
      SyncConfig both =
          config("both", SyncType.BIDIRECTIONAL, WRITTEN, "code", "name", leads.typeId());
      // two for the definitions, as of any custom object, and one to see that there is nothing yet
      measure("first write of " + contacts + " objects", both, contacts, 3 + ceil(contacts, BATCH));
      time.advance(Duration.ofMinutes(10));
      engine.sync(both).orThrow(); // reads what it wrote itself
      execute("UPDATE " + WRITTEN + " SET name = 'Else' WHERE id <= " + changed);
      measure(changed + " rows changed locally", both, changed, 3 + ceil(changed, BATCH));
      measure(
          "after them, their echo read",
          both,
          0,
          2 + ceil(changed, SEARCHED) + ceil(changed, BATCH));
      measure("idle", both, 0, 3);
      return runs;
    }

    private void measure(String name, SyncConfig config, int synced, long fewest) {
      time.advance(Duration.ofMinutes(10));
      hubspot.resetRequests();
      SyncReport report = engine.sync(config).orThrow();
      if (report.status() != SyncStatus.SUCCESS || report.syncedItems() != synced) {
        throw new IllegalStateException(name + " did something else: " + report.toJson());
      }
      if (report.apiCalls(Side.REMOTE) != hubspot.requests()) {
        throw new IllegalStateException(
            name + " counted " + report.apiCalls(Side.REMOTE) + " of " + hubspot.requests());
      }
      runs.add(new Run(name, hubspot.requests(), fewest, new TreeMap<>(hubspot.requestCounts())));
    }

    private SyncConfig config(
        String id, SyncType type, String table, String key, String name, String object) {
      Entity local = JdbcEntity.table(table, database.side(Side.LOCAL)).build();
      Entity remote =
          HubSpot.connect(Secret.of(hubspot.token())).baseUri(hubspot.baseUri()).objects(object);
      return SyncConfig.between(local, remote)
          .id(id)
          .type(type)
          .mapping(
              SchemaMapping.builder()
                  .matchOn("code", key)
                  .field("code", key)
                  .field("name", name)
                  .build())
          .build();
    }

    private void execute(String sql) throws SQLException {
      try (Connection connection = database.side(Side.LOCAL).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private static long ceil(long count, int each) {
    return (count + each - 1) / each;
  }
}
