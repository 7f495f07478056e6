package com.puraify.sync.benchmarks;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.value.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Syncs two SQL tables: once into an empty one, then both ways after edits on both sides, then with
 * nothing to do; beside a plain copy of the same rows in the same databases.
 */
final class SqlBenchmark {

  private static final String COPY = "tasks_copy";

  private final Database.Kind kind;
  private final SampleRow.Key key;
  private final TimeSource time;

  SqlBenchmark(Database.Kind kind, SampleRow.Key key, TimeSource time) {
    this.kind = kind;
    this.key = key;
    this.time = time;
  }

  /**
   * What one round measured.
   *
   * @param rows how many rows there were
   * @param copyPerBatch the plain copy that commits each batch
   * @param copyOnce the plain copy that commits once
   * @param first the first sync
   * @param twoWay the sync after the edits
   * @param changes how many rows the edits touched
   * @param idle the sync with nothing to do
   * @param stateBytes the size of the state file after the first sync
   */
  record Round(
      long rows,
      Cost copyPerBatch,
      Cost copyOnce,
      Cost first,
      Cost twoWay,
      long changes,
      Cost idle,
      long stateBytes) {}

  /** Returns what some rounds of a size measured, one after the other. */
  List<Round> run(long rows, int rounds) throws IOException, SQLException {
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      try (Folder folder = new Folder(Files.createTempDirectory("sync-benchmark-"))) {
        measured.add(round(folder.path(), rows));
      }
    }
    return measured;
  }

  /** Measures once, from an empty folder, and checks every row. */
  Round round(Path folder, long rows) throws SQLException, IOException {
    Path state = folder.resolve("state.db");
    try (Database database = Database.open(kind, folder);
        JdbcStateStore store = JdbcStateStore.sqlite(state);
        SyncEngine engine = SyncEngine.builder().state(store).build()) {
      SampleTable local = table(database, Side.LOCAL);
      SampleTable remote = table(database, Side.REMOTE);
      SampleTable copy = new SampleTable(database, Side.REMOTE, COPY, key);
      local.create();
      local.insert(LongStream.rangeClosed(1, rows));
      local.settle();
      Cost perBatch = copy(database, copy, rows, PlainCopy.Commits.PER_BATCH);
      remote.create();
      remote.settle();
      SyncConfig config = config(database, rows);
      Timed first = sync(engine, config);
      require(first.report().created(Side.REMOTE) == rows, first.report());
      remote.check(number -> SampleRow.of(number, key), rows);
      long stateBytes = compact(state);
      Cost once = copy(database, copy, rows, PlainCopy.Commits.ONCE);
      SampleEdits edits = new SampleEdits(rows, key);
      local.edit(edits, Side.LOCAL);
      remote.edit(edits, Side.REMOTE);
      local.settle();
      remote.settle();
      Timed twoWay = sync(engine, config);
      require(twoWay.report().conflictsDetected() == 0, twoWay.report());
      local.check(edits::after, edits.rowsAfter());
      remote.check(edits::after, edits.rowsAfter());
      Timed idle = sync(engine, config);
      require(idle.report().syncedItems() == 0, idle.report());
      return new Round(
          rows,
          perBatch,
          once,
          first.cost(),
          twoWay.cost(),
          twoWay.report().syncedItems(),
          idle.cost(),
          stateBytes);
    }
  }

  private SampleTable table(Database database, Side side) {
    return new SampleTable(database, side, Database.table(side), key);
  }

  /** Returns the size of a SQLite file once its log is copied back into it. */
  private static long compact(Path file) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    return Files.size(file);
  }

  private Cost copy(Database database, SampleTable target, long rows, PlainCopy.Commits commits)
      throws SQLException {
    target.create();
    target.settle();
    Cost.Start start = Cost.start(time);
    long copied =
        PlainCopy.run(
            database.side(Side.LOCAL),
            Database.table(Side.LOCAL),
            database.side(Side.REMOTE),
            COPY,
            commits);
    Cost cost = start.end();
    if (copied != rows) {
      throw new IllegalStateException("the plain copy took " + copied + " rows, not " + rows);
    }
    return cost;
  }

  private SyncConfig config(Database database, long rows) {
    return SyncConfig.between(entity(database, Side.LOCAL), entity(database, Side.REMOTE))
        .id("benchmark")
        .mapping(SchemaMapping.builder().matchOn("code", "code").build())
        .guards(Guards.DEFAULT.withMaxDeletes(Math.toIntExact(rows)))
        .build();
  }

  private static Entity entity(Database database, Side side) {
    return JdbcEntity.table(Database.table(side), database.side(side)).build();
  }

  /** A run and how long it took. */
  private record Timed(SyncReport report, Cost cost) {}

  private Timed sync(SyncEngine engine, SyncConfig config) {
    Cost.Start start = Cost.start(time);
    SyncReport report = engine.sync(config).orThrow();
    return new Timed(report, start.end());
  }

  private static void require(boolean holds, SyncReport report) {
    if (!holds || report.status() != SyncStatus.SUCCESS) {
      throw new IllegalStateException("the sync did something else: " + report.toJson());
    }
  }
}
