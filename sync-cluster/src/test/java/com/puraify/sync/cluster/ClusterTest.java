package com.puraify.sync.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two engines in two processes on one PostgreSQL; one is killed amid a run. What is claimed is read
 * from the rows that the processes and the database wrote.
 */
@Tag("simulation")
@Timeout(240)
class ClusterTest {

  private static final int SYNCS = 6;
  private static final int ITEMS = 12;
  private static final int CONCURRENT_RUNS = 2;
  private static final Duration GIVE_UP = Duration.ofSeconds(90);

  private DataSource source;

  @Test
  void nodeKilledAmidARun_everySyncRan_noneTwiceAtOnce_noLimitExceeded() throws Exception {
    source = PostgresServer.newSchema();
    prepare();
    Process first = node("first");
    Process second = node("second");
    try {
      String cutOff = killAmidARun(first);
      Instant killed = time("SELECT clock_timestamp()");
      await("the other node has done what is left to it", this::othersDone, second);
      assertThat(number("SELECT count(*) FROM pages_" + cutOff.substring("sync-".length())))
          .as("nobody takes over while the killed run's lease holds")
          .isLessThan(ITEMS);
      forward(second, "PT61S"); // past the lease of the killed run
      await("every sync has succeeded", this::allDone, second);
      second.getOutputStream().close();
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      check(cutOff, killed);
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  private void prepare() throws SQLException {
    execute(
        "CREATE TABLE node_runs (run TEXT PRIMARY KEY, sync TEXT, node TEXT,"
            + " begun TIMESTAMPTZ, ended TIMESTAMPTZ, status TEXT)");
    execute("CREATE TABLE node_calls (number BIGSERIAL, node TEXT, sync TEXT)");
    for (int sync = 0; sync < SYNCS; sync++) {
      for (String table : List.of("tasks_", "pages_")) {
        execute(
            "CREATE TABLE "
                + table
                + sync
                + " (id BIGSERIAL PRIMARY KEY, title TEXT NOT NULL, status TEXT)");
      }
      execute(
          "INSERT INTO tasks_"
              + sync
              + " (title, status) SELECT 'task ' || n, 'open' FROM generate_series(1, "
              + ITEMS
              + ") AS n");
    }
  }

  private Process node(String name) throws IOException {
    PGSimpleDataSource postgres = (PGSimpleDataSource) source;
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterNode.class.getName(),
            String.valueOf(postgres.getPortNumbers()[0]),
            postgres.getCurrentSchema(),
            name,
            String.valueOf(SYNCS))
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Kills a node while it writes, and returns the sync that it was running. */
  private String killAmidARun(Process node) throws Exception {
    String[] running = new String[1];
    await(
        "the first node is amid a run, and the other at work",
        () -> {
          running[0] = amidWriting();
          return running[0] != null
              && number("SELECT count(*) FROM node_runs WHERE node = 'second'") > 0;
        },
        node);
    node.destroyForcibly().waitFor();
    return running[0];
  }

  private @Nullable String amidWriting() throws SQLException {
    for (String sync : texts("SELECT sync FROM node_runs WHERE node = 'first' AND ended IS NULL")) {
      long pages = number("SELECT count(*) FROM pages_" + sync.substring("sync-".length()));
      if (pages >= 2 && pages <= ITEMS / 2) {
        return sync;
      }
    }
    return null;
  }

  private boolean othersDone() throws SQLException {
    return number(
                "SELECT count(*) FROM generate_series(0, "
                    + (SYNCS - 1)
                    + ") AS n WHERE NOT EXISTS (SELECT 1 FROM node_runs WHERE sync = 'sync-' || n"
                    + " AND (status = 'success' OR (node = 'first' AND ended IS NULL)))")
            == 0
        && number("SELECT count(*) FROM node_runs WHERE node = 'second' AND status IS NULL") == 0;
  }

  private boolean allDone() throws SQLException {
    return number("SELECT count(DISTINCT sync) FROM node_runs WHERE status = 'success'") == SYNCS
        && number("SELECT count(*) FROM node_runs WHERE node = 'second' AND status IS NULL") == 0;
  }

  private void check(String cutOff, Instant killed) throws SQLException {
    for (int sync = 0; sync < SYNCS; sync++) {
      assertThat(texts("SELECT title FROM pages_" + sync + " ORDER BY title"))
          .as("sync %s", sync)
          .isEqualTo(texts("SELECT title FROM tasks_" + sync + " ORDER BY title"))
          .hasSize(ITEMS);
    }
    assertThat(texts("SELECT DISTINCT node FROM node_runs ORDER BY node"))
        .containsExactly("first", "second");
    assertThat(
            texts(
                "SELECT node FROM node_runs WHERE sync = '" + cutOff + "' AND status = 'success'"))
        .contains("second");
    checkNoneTwiceAtOnce(killed);
    checkLimits();
  }

  private record Interval(Instant begun, Instant ended) {}

  private void checkNoneTwiceAtOnce(Instant killed) throws SQLException {
    Map<String, List<Interval>> runs = new HashMap<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT sync, begun, ended FROM node_runs ORDER BY begun")) {
      while (rows.next()) {
        OffsetDateTime ended = rows.getObject(3, OffsetDateTime.class);
        runs.computeIfAbsent(rows.getString(1), each -> new ArrayList<>())
            .add(
                new Interval(
                    rows.getObject(2, OffsetDateTime.class).toInstant(),
                    ended == null ? killed : ended.toInstant()));
      }
    }
    assertThat(runs).hasSize(SYNCS);
    runs.forEach(
        (sync, each) -> {
          for (int i = 1; i < each.size(); i++) {
            assertThat(each.get(i).begun()).as(sync).isAfter(each.get(i - 1).ended());
          }
        });
  }

  private void checkLimits() throws SQLException {
    List<Instant> taken = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT at FROM sync_budget_calls ORDER BY number")) {
      while (rows.next()) {
        taken.add(rows.getObject(1, OffsetDateTime.class).toInstant());
      }
    }
    long made = number("SELECT count(*) FROM node_calls");
    assertThat((long) taken.size()).isEqualTo(number("SELECT latest FROM sync_budgets"));
    assertThat(made)
        .as("each call was taken first; the killed node may not have made its last ones")
        .isBetween((long) taken.size() - CONCURRENT_RUNS, (long) taken.size())
        .isGreaterThan((long) SYNCS * ITEMS);
    assertThat(texts("SELECT DISTINCT node FROM node_calls ORDER BY node"))
        .containsExactly("first", "second");
    for (RateWindow window : PacedTable.WINDOWS) {
      PostgresBudgetTest.assertKept(taken, window);
    }
  }

  private static void forward(Process node, String length) throws IOException {
    Writer input = new java.io.OutputStreamWriter(node.getOutputStream(), StandardCharsets.UTF_8);
    input.write(length + "\n");
    input.flush();
  }

  /** Something that becomes true. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(String what, Condition condition, Process node) throws Exception {
    long from = System.nanoTime();
    while (!condition.holds()) {
      assertThat(node.isAlive()).as("the node ended before this: " + what).isTrue();
      if (System.nanoTime() - from > GIVE_UP.toNanos()) {
        fail(
            what
                + " did not come about; runs: "
                + texts("SELECT concat_ws(' ', sync, node, begun, ended, status) FROM node_runs")
                + "; turns: "
                + texts(
                    "SELECT concat_ws(' ', task_instance, execution_time, picked) FROM sync_turns")
                + "; queues: "
                + JdbcStateStore.postgres(source).settings("queue"));
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private Instant time(String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
