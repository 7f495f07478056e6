package com.puraify.sync.cluster;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.schedule.Schedule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An engine of a cluster in a process of its own, until it is killed or its input ends. It writes
 * its runs and its calls into the database. A line of its input puts its clock forward.
 *
 * <p>Arguments: the database's port, the schema, the node's name, the number of syncs.
 */
final class ClusterNode {

  private ClusterNode() {}

  static DataSource source(int port, String schema) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
    source.setCurrentSchema(schema);
    return source;
  }

  public static void main(String[] arguments) throws IOException {
    DataSource source = source(Integer.parseInt(arguments[0]), arguments[1]);
    String node = arguments[2];
    ShiftedTime time = new ShiftedTime(Duration.ZERO);
    Cluster.Builder builder =
        Cluster.builder(source).heartbeat(Duration.ofSeconds(1)).poll(Duration.ofMillis(100));
    try (Cluster cluster = builder.build();
        SyncEngine engine =
            cluster
                .join(SyncEngine.builder())
                .maxRuns(2)
                .time(time)
                .addListener(event -> note(source, node, event))
                .build()) {
      for (int sync = 0; sync < Integer.parseInt(arguments[3]); sync++) {
        engine.schedule(config(source, node, sync));
        engine.submit(config(source, node, sync));
      }
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        time.forward(Duration.parse(line));
      }
    }
  }

  private static SyncConfig config(DataSource source, String node, int sync) {
    return SyncConfig.between(
            JdbcEntity.table("tasks_" + sync, source).build(),
            new PacedTable(
                JdbcEntity.table("pages_" + sync, source).build(),
                () ->
                    execute(
                        source,
                        "INSERT INTO node_calls (node, sync) VALUES (?, ?)",
                        node,
                        "sync-" + sync)))
        .id("sync-" + sync)
        .guards(Guards.OFF)
        .schedule(Schedule.every(Duration.ofHours(1)))
        .mapping(
            SchemaMapping.builder()
                .matchOn("title", "title")
                .field("title", "title")
                .field("status", "status")
                .build())
        .build();
  }

  /** Between its beginning and its end, a run holds its sync's lease. */
  private static void note(DataSource source, String node, SyncEvent event) {
    if (event instanceof SyncEvent.RunStarted started) {
      execute(
          source,
          "INSERT INTO node_runs (run, sync, node, begun) VALUES (?, ?, ?, clock_timestamp())",
          started.run(),
          started.sync(),
          node);
    } else if (event instanceof SyncEvent.Progressed progressed
        && progressed.progress().phase() == SyncProgress.Phase.DONE) {
      execute(
          source, "UPDATE node_runs SET ended = clock_timestamp() WHERE run = ?", progressed.run());
    } else if (event instanceof SyncEvent.RunFinished finished) {
      execute(
          source,
          "UPDATE node_runs SET status = ? WHERE run = ?",
          finished.report().status().word(),
          finished.run());
    }
  }

  private static void execute(DataSource source, String statement, String... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setString(i + 1, parameters[i]);
      }
      prepared.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the node could not note what it did", e);
    }
  }
}
