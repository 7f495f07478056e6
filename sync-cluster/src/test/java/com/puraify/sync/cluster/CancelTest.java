package com.puraify.sync.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.testkit.EntityView;
import com.puraify.sync.testkit.SpiCall;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that one engine runs, cancelled by another. */
@Timeout(240)
class CancelTest {

  /** More than a run gets through before it learns that it is to stop, however fast it is. */
  private static final int ITEMS = 1_200;

  private final CountDownLatch writing = new CountDownLatch(3);
  private volatile boolean slow = true;
  private DataSource source;

  @BeforeEach
  void prepare() throws SQLException {
    source = PostgresServer.newSchema();
    for (String table : new String[] {"tasks", "pages"}) {
      execute("CREATE TABLE " + table + " (id BIGSERIAL PRIMARY KEY, title TEXT NOT NULL)");
    }
    execute(
        "INSERT INTO tasks (title) SELECT 'task ' || n FROM generate_series(1, " + ITEMS + ") n");
  }

  @Test
  void runOfAnotherEngine_stopsWithinItsNextCalls_andItsJobIsOverForBoth() throws Exception {
    try (Cluster cluster = cluster();
        SyncEngine runs = cluster.join(SyncEngine.builder()).build()) {
      Job job = runs.submit(config());
      assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
      try (Cluster elsewhere = cluster();
          SyncEngine cancels = elsewhere.join(SyncEngine.builder()).build()) {
        Job known = cancels.jobs().find(job.id()).orElseThrow();
        assertThat(known.status().state()).isEqualTo(State.RUNNING);

        known.cancel();

        SyncReport report = job.await(Duration.ofMinutes(2)).orElseThrow();
        assertThat(report.status()).isEqualTo(SyncStatus.CANCELLED);
        assertThat(known.await(Duration.ofMinutes(1)).map(SyncReport::status))
            .contains(SyncStatus.CANCELLED);
        assertThat(known.status().finishedAt()).isNotNull();
        assertThat(number("SELECT count(*) FROM pages")).isBetween(1L, ITEMS - 1L);

        slow = false;
        assertThat(runs.sync(config()).status())
            .as("what was written is remembered, and the rest follows")
            .isEqualTo(SyncStatus.SUCCESS);
        assertThat(number("SELECT count(DISTINCT title) FROM pages")).isEqualTo(ITEMS);
        assertThat(number("SELECT count(*) FROM pages")).isEqualTo(ITEMS);
      }
    }
  }

  private Cluster cluster() {
    return Cluster.builder(source)
        .heartbeat(Duration.ofSeconds(1))
        .poll(Duration.ofMillis(100))
        .build();
  }

  private SyncConfig config() {
    return SyncConfig.between(
            JdbcEntity.table("tasks", source).build(),
            new SlowTable(JdbcEntity.table("pages", source).build()))
        .id("long")
        .guards(Guards.OFF)
        .mapping(SchemaMapping.builder().matchOn("title", "title").field("title", "title").build())
        .build();
  }

  /** A table that is written item by item, at first no more than twenty a second. */
  private final class SlowTable extends EntityView {

    SlowTable(Entity table) {
      super(table);
    }

    @Override
    protected EntitySession view(EntitySession session) {
      return new Session(session) {
        @Override
        public Capabilities capabilities() {
          return Capabilities.builder().batches(1, 1, 1).lookupBatch(50).build();
        }
      };
    }

    @Override
    protected <T> T around(SpiCall.Kind kind, int size, Supplier<T> call) {
      if (slow && kind.isWrite()) {
        writing.countDown();
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      return call.get();
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
}
