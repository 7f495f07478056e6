package com.puraify.sync.examples.quickstart;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.connectors.notion.NotionConnection;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.examples.quickstart.Screen.Colour;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/** Plans a sync of a real data source with a local SQLite table, and carries it out if asked to. */
final class RealNotion {

  static final String TOKEN = "NOTION_TOKEN";
  static final String DATA_SOURCE = "NOTION_DATA_SOURCE";
  static final String BASE_URL = "NOTION_BASE_URL";

  /** The id that Notion gives the title of every data source. */
  private static final String TITLE = "title";

  private final Screen screen;
  private final Map<String, String> environment;
  private final Path directory;

  RealNotion(Screen screen, Map<String, String> environment, Path directory) {
    this.screen = screen;
    this.environment = environment;
    this.directory = directory;
  }

  /** Returns the exit code: 0 unless the sync failed. */
  int run(boolean apply) throws SQLException {
    Path file = directory.resolve("notion.db");
    DataSource database = TasksTable.sqlite(file);
    try (JdbcStateStore state = JdbcStateStore.sqlite(directory.resolve("notion-state.db"));
        SyncEngine engine = SyncEngine.builder().state(state).build()) {
      SyncConfig config = config(engine, database);
      screen.line("Table " + MirrorTable.NAME + " in " + file);
      Plan plan = engine.plan(config);
      screen.line(plan.describe());
      plan.notes().forEach(note -> screen.line(screen.in(Colour.FAINT, note)));
      if (!apply) {
        screen.line("Nothing was written. To carry this out: ./quickstart --notion --apply");
        return 0;
      }
      return apply(engine, plan);
    }
  }

  private int apply(SyncEngine engine, Plan plan) {
    SyncReport report;
    long writes = 0;
    for (Side side : Side.values()) {
      writes += plan.creates(side) + plan.updates(side) + plan.deletes(side);
    }
    try (Progress progress = new Progress(screen, writes)) {
      engine.on(SyncEvent.Progressed.class, progress::on);
      report = engine.apply(plan).orThrow();
    }
    report
        .rejections()
        .forEach(each -> screen.line("refused " + each.field() + ": " + each.detail()));
    screen.line(report.toJson());
    return Set.of(SyncStatus.SUCCESS, SyncStatus.PARTIAL).contains(report.status()) ? 0 : 1;
  }

  private SyncConfig config(SyncEngine engine, DataSource database) throws SQLException {
    NotionConnection connection = Notion.connect(Secret.of(setting(TOKEN)));
    String address = environment.getOrDefault(BASE_URL, "");
    if (!address.isBlank()) {
      connection = connection.baseUri(URI.create(address));
    }
    Entity notion = connection.dataSource(setting(DATA_SOURCE));
    Schema schema = engine.schema(notion);
    Field title =
        schema
            .byId(TITLE)
            .orElseThrow(
                () -> new ConfigurationException(DATA_SOURCE, "the data source has no title"));
    MirrorTable.create(schema, database);
    return SyncConfig.between(JdbcEntity.table(MirrorTable.NAME, database).build(), notion)
        .id("quickstart-notion")
        .mapping(MirrorTable.mapping(title.name()))
        .build();
  }

  private String setting(String variable) {
    return Objects.requireNonNull(environment.get(variable), variable).strip();
  }
}
