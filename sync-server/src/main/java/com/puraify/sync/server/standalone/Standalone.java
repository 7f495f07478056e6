package com.puraify.sync.server.standalone;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.cluster.Cluster;
import com.puraify.sync.connectors.jdbc.JdbcDatabase;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.micrometer.SyncMetrics;
import com.puraify.sync.puraify.Puraify;
import com.puraify.sync.server.ServerSettings;
import com.puraify.sync.server.SyncServer;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A server with an engine and all that the engine needs, made from the settings. Thread-safe. */
public final class Standalone implements AutoCloseable {

  private final SyncServer server;
  private final Map<String, String> simulators;
  private final Deque<Runnable> ends;

  private Standalone(SyncServer server, Map<String, String> simulators, Deque<Runnable> ends) {
    this.server = server;
    this.simulators = Map.copyOf(simulators);
    this.ends = ends;
  }

  /**
   * Opens the databases, builds the engine and starts the server. The platform's other engines are
   * its ports as far as their addresses are known ({@code VAULT_URL} and the others).
   *
   * @param environment the environment's variables
   * @throws com.puraify.sync.error.SyncException if something cannot be opened
   * @throws IOException if the data folder cannot be made
   * @throws SQLException if the sample table cannot be made
   */
  public static Standalone start(
      ServerSettings settings, Map<String, String> environment, TimeSource time)
      throws IOException, SQLException {
    Deque<Runnable> ends = new ArrayDeque<>();
    try {
      return opened(settings, environment, time, ends);
    } catch (IOException | SQLException | RuntimeException e) {
      ends.forEach(Runnable::run);
      throw e;
    }
  }

  private static Standalone opened(
      ServerSettings settings,
      Map<String, String> environment,
      TimeSource time,
      Deque<Runnable> ends)
      throws IOException, SQLException {
    Files.createDirectories(settings.data());
    Databases databases = new Databases();
    ends.push(databases::close);
    SyncEngine.Builder builder = SyncEngine.builder();
    StateStore store = state(settings, databases, builder, ends);
    DataSource local = databases.local(settings.database());

    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    SyncMetrics metrics = SyncMetrics.in(registry);
    builder.local(tables(local, settings.databaseSchema())).addListener(metrics).time(time);
    Puraify puraify = Puraify.fromEnvironment(environment, store);
    ends.push(puraify::close);
    puraify.apply(builder);
    Map<String, String> simulators = new TreeMap<>();
    if (settings.simulators()) {
      SampleTasks.inTable(local);
      SimulatedPlatforms platforms = SimulatedPlatforms.start();
      ends.push(platforms::close);
      platforms.connectors().forEach(builder::addConnector);
      builder.credentials(platforms.credentials(credentials(puraify)));
      platforms.places().forEach((name, at) -> simulators.put(name, at.baseUri().toString()));
    }
    SyncEngine engine = builder.build();
    ends.push(engine::close);
    metrics.watch(engine);
    SyncServer server =
        SyncServer.start(
            settings,
            new SyncServer.Parts(
                engine, store, registry::scrape, time, puraify.feedback().orElse(null)));
    ends.push(server::close);
    return new Standalone(server, simulators, ends);
  }

  /** On PostgreSQL, servers share the work and the calls that accounts may make. */
  private static StateStore state(
      ServerSettings settings,
      Databases databases,
      SyncEngine.Builder builder,
      Deque<Runnable> ends) {
    if (settings.state().isSqlite()) {
      JdbcStateStore file = Databases.file(settings.state());
      ends.push(file::close);
      builder.state(file);
      return file;
    }
    Cluster cluster = databases.cluster(settings.state());
    ends.push(cluster::close);
    cluster.join(builder);
    return cluster.state();
  }

  private static CredentialProvider credentials(Puraify puraify) {
    return puraify
        .vault()
        .<CredentialProvider>map(each -> each)
        .orElseGet(CredentialProvider::environment);
  }

  private static JdbcDatabase tables(DataSource local, @Nullable String schema) {
    JdbcDatabase tables = JdbcDatabase.of(local);
    return schema == null ? tables : tables.schema(schema);
  }

  /** Returns the server. */
  public SyncServer server() {
    return server;
  }

  /** Returns where the simulators are, by platform; empty if there are none. */
  public Map<String, String> simulators() {
    return simulators;
  }

  /** Stops the server, then the engine's surroundings. */
  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
