package com.puraify.sync.proof;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteDataSource;

/**
 * A process that syncs a SQLite table with Notion without end, until it is killed or nobody listens
 * any more. It prints a line for each write and for each run.
 *
 * <p>Arguments: the table's file, the state's file, Notion's address, the token, the data source's
 * id, how far the clock is ahead, and whether items are matched by their titles.
 */
final class KilledEngine {

  static final String WRITTEN = "written";
  static final String RUN = "run";

  private KilledEngine() {}

  static SQLiteDataSource table(Path file) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    source.setJournalMode("WAL");
    source.setSynchronous("FULL");
    source.setBusyTimeout(10_000);
    return source;
  }

  static SyncConfig config(
      Path table, URI notion, String token, String dataSource, boolean matched) {
    SchemaMapping.Builder mapping = SchemaMapping.builder().field("title", "Name");
    if (matched) {
      mapping.matchOn("title", "Name");
    }
    return SyncConfig.between(
            JdbcEntity.table("tasks", table(table)).build(),
            Notion.connect(Secret.of(token))
                .baseUri(notion)
                .callsPerMinute(1_000_000)
                .dataSource(dataSource))
        .id("tasks")
        .guards(Guards.OFF)
        .sweepEvery(Duration.ofMinutes(30))
        .mapping(
            mapping
                .field("status", "Status")
                .field("notes", "Notes")
                .field("shared", "Shared")
                .build())
        .build();
  }

  public static void main(String[] arguments) {
    SyncConfig config =
        config(
            Path.of(arguments[0]),
            URI.create(arguments[2]),
            arguments[3],
            arguments[4],
            Boolean.parseBoolean(arguments[6]));
    try (JdbcStateStore store = JdbcStateStore.sqlite(Path.of(arguments[1]));
        SyncEngine engine =
            SyncEngine.builder()
                .state(store)
                .time(new ShiftedTime(Duration.parse(arguments[5])))
                .build()) {
      engine.on(SyncEvent.ItemWritten.class, written -> print(WRITTEN));
      while (!System.out.checkError()) {
        SyncReport report = engine.sync(config);
        print(
            RUN
                + " "
                + report.status().word()
                + " "
                + report.syncedItems()
                + report.failure().map(failure -> " " + failure).orElse("")
                + " "
                + report.notes());
      }
    }
  }

  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
