package com.puraify.sync.benchmarks;

import com.puraify.sync.value.Side;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where the two tables of a measurement are: a SQLite file each, or one PostgreSQL server. */
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 4;

  /** The kinds of database. */
  enum Kind {
    /** Two files in WAL mode, {@code synchronous=FULL}. */
    SQLITE,
    /** A server on this machine, with its own defaults. */
    POSTGRES
  }

  private final Kind kind;
  private final Map<Side, HikariDataSource> pools;
  private final @Nullable EmbeddedPostgres server;

  private Database(
      Kind kind, Map<Side, HikariDataSource> pools, @Nullable EmbeddedPostgres server) {
    this.kind = kind;
    this.pools = pools;
    this.server = server;
  }

  /** Opens empty databases in a folder. */
  static Database open(Kind kind, Path folder) {
    Map<Side, HikariDataSource> pools = new EnumMap<>(Side.class);
    if (kind == Kind.SQLITE) {
      for (Side side : Side.values()) {
        pools.put(side, pool(sqlite(folder.resolve(word(side) + ".db"))));
      }
      return new Database(kind, pools, null);
    }
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      for (Side side : Side.values()) {
        pools.put(side, pool(server.getPostgresDatabase()));
      }
      return new Database(kind, pools, server);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  private static DataSource sqlite(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static HikariDataSource pool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  Kind kind() {
    return kind;
  }

  /** Returns the data source of a side. */
  DataSource side(Side side) {
    return Objects.requireNonNull(pools.get(side));
  }

  /** Returns the name of a side's table. */
  static String table(Side side) {
    return "tasks_" + word(side);
  }

  /** Returns the statement that makes a table of sample rows. */
  String ddl(String table, SampleRow.Key key) {
    boolean sqlite = kind == Kind.SQLITE;
    String id = key == SampleRow.Key.NUMBER ? "INTEGER" : sqlite ? "CHAR(36)" : "UUID";
    return "CREATE TABLE "
        + table
        + " (id "
        + id
        + " NOT NULL PRIMARY KEY, code VARCHAR(40) NOT NULL, title VARCHAR(200), notes TEXT,"
        + " amount DECIMAL(12,2), active BOOLEAN, due DATE, seen TIMESTAMP)"
        + (sqlite ? " WITHOUT ROWID" : "");
  }

  private static String word(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be stopped", e);
    }
  }
}
