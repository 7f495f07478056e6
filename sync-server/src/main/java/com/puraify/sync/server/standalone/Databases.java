package com.puraify.sync.server.standalone;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.cluster.Cluster;
import com.puraify.sync.error.StateException;
import com.puraify.sync.server.ServerSettings.DatabaseAddress;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The databases that are open. Confined to one thread at a time. */
final class Databases implements AutoCloseable {

  private static final int CONNECTIONS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SQLITE = "jdbc:sqlite:";

  private final List<HikariDataSource> pools = new ArrayList<>();

  /** Opens a state store that is a file. */
  static JdbcStateStore file(DatabaseAddress address) {
    return JdbcStateStore.sqlite(Path.of(address.url().substring(SQLITE.length())));
  }

  /** Opens the state that several servers share: with connections for all runs, and some more. */
  Cluster cluster(DatabaseAddress address) {
    return Cluster.on(pool(address, SyncEngine.Builder.DEFAULT_MAX_RUNS + CONNECTIONS));
  }

  /** Returns the database of the local tables. */
  DataSource local(DatabaseAddress address) {
    return address.isSqlite() ? sqlite(address) : pool(address, CONNECTIONS);
  }

  /** Other programs write to the same file, so a lock is waited for. */
  private static DataSource sqlite(DatabaseAddress address) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout((int) PATIENCE.toMillis());
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(address.url());
    return source;
  }

  private DataSource pool(DatabaseAddress address, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(PATIENCE.toMillis());
    if (address.user() != null) {
      config.setUsername(address.user());
    }
    if (address.password() != null) {
      config.setPassword(address.password().reveal());
    }
    try {
      HikariDataSource pool = new HikariDataSource(config);
      pools.add(pool);
      return pool;
    } catch (RuntimeException e) {
      // Its message may quote the URL, which may hold a password.
      throw new StateException(
          "the database at "
              + address
              + " cannot be reached; see that it runs, and that the"
              + " user and the password are right",
          e);
    }
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
