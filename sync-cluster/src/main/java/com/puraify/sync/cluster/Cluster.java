package com.puraify.sync.cluster;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.state.SharedBudget;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import java.time.Duration;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Engines on several machines that share one PostgreSQL (11 or later): what they remember, their
 * queue and schedules, and the calls that accounts may make.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.on(dataSource);
 *     SyncEngine engine = cluster.join(SyncEngine.builder()).build()) {
 *   engine.schedule(config);
 * }
 * }</pre>
 *
 * <p>Any engine runs any sync that was configured by a document; a sync that a host built in code
 * is run by the engines whose hosts submit or schedule it. A sync is run by one engine at a time.
 * Where an engine dies, another takes over: its turns once its heartbeat is missed, and a sync that
 * it was running once the run's lease is over, which is a minute after it was last renewed. Until
 * then nobody writes for that sync.
 *
 * <p>A connection is taken for each question and given back after it, so the data source should
 * have a pool: with some connections more than runs are made at once. Engines' clocks should not
 * differ by more than some seconds; the limits on calls are kept by the database's clock.
 *
 * <p>Thread-safe.
 */
public final class Cluster implements AutoCloseable {

  /** How often an engine shows that it lives. */
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  /** How often an engine looks for turns that have come. */
  public static final Duration DEFAULT_POLL = Duration.ofSeconds(1);

  private final DataSource source;
  private final Database database;
  private final JdbcStateStore state;
  private final PostgresBudget budget;
  private final Duration heartbeat;
  private final Duration poll;

  private Cluster(Builder builder) {
    this.source = builder.source;
    this.heartbeat = builder.heartbeat;
    this.poll = builder.poll;
    this.database = new Database(source, PostgresBudget.PATIENCE);
    this.budget = PostgresBudget.on(database);
    JdbcStateStore.Builder store = JdbcStateStore.builder(source);
    SecretKey key = builder.documentKey;
    this.state = (key == null ? store : store.documentKey(key)).build();
  }

  /**
   * Returns the cluster in a data source's current schema, whose tables are made if need be.
   *
   * @throws com.puraify.sync.error.StateException if it cannot be reached, or was written by a
   *     newer version
   */
  public static Cluster on(DataSource source) {
    return builder(source).build();
  }

  /** Returns a builder. */
  public static Builder builder(DataSource source) {
    return new Builder(source);
  }

  /**
   * Makes an engine one of the cluster's, by setting its state store, its board of jobs and its
   * shared budget.
   *
   * @param engine the builder of one engine
   * @return the same builder
   */
  public SyncEngine.Builder join(SyncEngine.Builder engine) {
    return engine
        .state(state)
        .sharedBudget(budget)
        .jobs(new SchedulerBoard(source, database, heartbeat, poll));
  }

  /** Returns what the engines remember. */
  public StateStore state() {
    return state;
  }

  /** Returns the calls that accounts may make. */
  public SharedBudget budget() {
    return budget;
  }

  /** Closes the state store; to be called after the engines are closed. The data source stays. */
  @Override
  public void close() {
    state.close();
  }

  /**
   * Collects settings. Confined to one thread at a time.
   *
   * <p>Defaults: a heartbeat every 15 seconds, turns looked for every second, documents kept in
   * clear text.
   */
  public static final class Builder {

    private final DataSource source;
    private Duration heartbeat = DEFAULT_HEARTBEAT;
    private Duration poll = DEFAULT_POLL;
    private @Nullable SecretKey documentKey;

    private Builder(DataSource source) {
      this.source = source;
    }

    /**
     * Sets how often an engine shows that it lives. Another takes its turns over once it missed
     * four heartbeats.
     */
    public Builder heartbeat(Duration interval) {
      this.heartbeat = positive("heartbeat", interval);
      return this;
    }

    /** Sets how often an engine looks for turns that have come. */
    public Builder poll(Duration interval) {
      this.poll = positive("poll", interval);
      return this;
    }

    /** Has documents encrypted; see {@link JdbcStateStore.Builder#documentKey}. */
    public Builder documentKey(SecretKey key) {
      this.documentKey = key;
      return this;
    }

    /**
     * Returns the cluster.
     *
     * @throws com.puraify.sync.error.StateException as {@link Cluster#on}
     */
    public Cluster build() {
      return new Cluster(this);
    }

    private static Duration positive(String name, Duration length) {
      if (length.isZero() || length.isNegative()) {
        throw new ConfigurationException(name, "must be longer than nothing, not " + length);
      }
      return length;
    }
  }
}
