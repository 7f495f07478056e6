package com.puraify.sync.examples;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.connectors.notion.NotionConnection;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** The example of the README. What stands between the markers stands there word by word. */
public final class ReadmeExample {

  private ReadmeExample() {}

  static SyncReport sync(DataSource dataSource, NotionConnection workspace, Path stateFile) {
    // readme:start
    Entity tasks = JdbcEntity.table("TasksTable", dataSource).modifiedAt("updated_at").build();
    Entity notion = workspace.dataSource("Tasks");
    Map<String, String> statuses = Map.of("open", "To do", "done", "Done");
    SchemaMapping mapping =
        SchemaMapping.builder()
            .matchOn("title", "Name")
            .field("title", "Name")
            .field("status", "Status", f -> f.convert(Converter.choices(statuses)))
            .build();
    SyncConfig config = SyncConfig.between(tasks, notion).id("tasks").mapping(mapping).build();
    try (JdbcStateStore state = JdbcStateStore.sqlite(stateFile);
        SyncEngine engine = SyncEngine.builder().state(state).build()) {
      System.out.println(engine.plan(config).describe()); // reads both sides, writes nothing
      return engine.sync(config);
    }
    // readme:end
  }

  /** Syncs the table of {@code app.db} with the data source “Tasks” of a real workspace. */
  public static void main(String[] args) {
    SQLiteDataSource dataSource = new SQLiteDataSource();
    dataSource.setUrl("jdbc:sqlite:app.db");
    NotionConnection workspace = Notion.connect(Secret.env("NOTION_TOKEN"));
    System.out.println(sync(dataSource, workspace, Path.of("sync.db")).toJson());
  }
}
