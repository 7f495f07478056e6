package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A SQL table as an entity: its rows are the items, its columns the fields, its key their id.
 *
 * <pre>{@code
 * Entity tasks = JdbcEntity.table("TasksTable", dataSource).modifiedAt("updated_at").build();
 * }</pre>
 *
 * <p>Without {@code modifiedAt} or {@code changeNumber} every run reads the whole table; without a
 * {@code tombstone} column, deleted rows show by their absence from such a read.
 *
 * <p>A row whose key is NULL is no item. Columns of binary types are left out of the schema; arrays
 * and other types that have no neutral form are texts that are never written. Views can be read
 * (name their key with {@code key}, which then must be unique) and not written. A column with a
 * foreign key is a reference to the rows of the table that it points to.
 *
 * <p>Writes are conditional: each batch locks its rows, compares them with what is expected, and
 * commits as a whole. A SQLite file should be in WAL mode ({@code PRAGMA journal_mode=WAL}), so
 * that readers and the writer do not wait for each other.
 *
 * <p>Connections are taken from the data source for the length of a call and always closed; a pool
 * spares the cost of opening them. Immutable and thread-safe.
 */
public final class JdbcEntity implements Entity {

  /** The platform's name. */
  public static final String PLATFORM = "sql";

  /**
   * How far before its checkpoint a read of changes starts unless told otherwise: five minutes, for
   * transactions that commit later than the times of change that they wrote.
   */
  public static final Duration DEFAULT_OVERLAP = Duration.ofMinutes(5);

  /** How many change numbers before its checkpoint a read starts unless told otherwise. */
  public static final long DEFAULT_NUMBER_OVERLAP = 1000;

  /** How many rows a page of a read holds unless told otherwise. */
  public static final int DEFAULT_PAGE_SIZE = 1000;

  private final TableSettings settings;
  private final DataSource dataSource;

  JdbcEntity(TableSettings settings, DataSource dataSource) {
    this.settings = settings;
    this.dataSource = dataSource;
  }

  /**
   * Returns a builder for a table.
   *
   * @param table its name, exactly or but for case
   */
  public static Builder table(String table, DataSource dataSource) {
    return new Builder(table, dataSource);
  }

  @Override
  public String platform() {
    return PLATFORM;
  }

  @Override
  public String name() {
    return settings.table();
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    return JdbcEntitySession.open(settings, dataSource, context);
  }

  @Override
  public String toString() {
    return PLATFORM + " table " + settings.table();
  }

  /**
   * Collects what there is to say about a table. Confined to one thread at a time.
   *
   * <p>Defaults: the schema that the connection is in, the table's primary key, no incremental
   * reads, deletes by {@code DELETE}, naive timestamps in UTC, an overlap of {@link
   * #DEFAULT_OVERLAP}, pages of {@link #DEFAULT_PAGE_SIZE} rows. Columns are named exactly or but
   * for case.
   */
  public static final class Builder {
    private final String table;
    private final DataSource dataSource;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable String schema;
    private List<String> key = List.of();
    private @Nullable String modifiedAt;
    private @Nullable String changeNumber;
    private @Nullable String version;
    private @Nullable String tombstone;
    private ZoneId zone = ZoneOffset.UTC;
    private Duration overlap = DEFAULT_OVERLAP;
    private long numberOverlap = DEFAULT_NUMBER_OVERLAP;
    private boolean touchModifiedAt = true;
    private boolean raiseVersion = true;
    private boolean readBack;
    private int pageSize = DEFAULT_PAGE_SIZE;

    private Builder(String table, DataSource dataSource) {
      this.table = Objects.requireNonNull(table, "table");
      this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
      if (table.isBlank()) {
        problems.add(new Problem("table", "is blank; name a table"));
      }
    }

    /** Sets the schema (on MariaDB, the database) of the table. Default: the connection's own. */
    public Builder schema(String name) {
      this.schema = Objects.requireNonNull(name, "schema");
      return this;
    }

    /**
     * Sets the columns that tell the rows apart; a primary key or a unique index must make sure of
     * it. Default: the primary key.
     */
    public Builder key(String... columns) {
      this.key = List.of(columns);
      return this;
    }

    /**
     * Sets the column with the time of a row's last change, by which reads of changes go. The
     * database's own clock must fill it, or clocks that agree with it within the {@linkplain
     * #overlap overlap}. Default: none.
     */
    public Builder modifiedAt(String column) {
      this.modifiedAt = Objects.requireNonNull(column, "modifiedAt");
      return this;
    }

    /**
     * Sets a column with a number that grows over the whole table: each insert and each update
     * gives the row a higher one than any before it, which takes a sequence and a trigger. Reads of
     * changes go by it rather than by {@code modifiedAt}. A number that counts each row's changes
     * by itself is a {@linkplain #version version}, and would lose changes here. Default: none.
     *
     * @param overlap how many numbers before the checkpoint reading starts: more than are handed
     *     out while a transaction is open
     */
    public Builder changeNumber(String column, long overlap) {
      this.changeNumber = Objects.requireNonNull(column, "changeNumber");
      this.numberOverlap = overlap;
      if (overlap < 0) {
        problems.add(new Problem("changeNumber", "an overlap cannot be negative: " + overlap));
      }
      return this;
    }

    /** Sets a change number with an overlap of {@link #DEFAULT_NUMBER_OVERLAP}. */
    public Builder changeNumber(String column) {
      return changeNumber(column, DEFAULT_NUMBER_OVERLAP);
    }

    /** Sets the column with a row's version, such as a counter of its changes. Default: none. */
    public Builder version(String column) {
      this.version = Objects.requireNonNull(column, "version");
      return this;
    }

    /**
     * Sets the column that marks a row as deleted: a boolean or a number that is not zero, or a
     * date or time that is not NULL. Deleting an item then sets it, and reads of changes tell of
     * deleted rows. Default: none; deleting an item deletes its row.
     */
    public Builder tombstone(String column) {
      this.tombstone = Objects.requireNonNull(column, "tombstone");
      return this;
    }

    /**
     * Sets the zone of timestamps that are stored without one. On MariaDB this holds for {@code
     * TIMESTAMP} too, which it shows in the session's zone. In a zone with daylight saving, a
     * moment in the hour that occurs twice cannot be told from its twin: the first is read, and
     * writing the second is refused. Default: UTC.
     */
    public Builder zone(ZoneId zone) {
      this.zone = Objects.requireNonNull(zone, "zone");
      return this;
    }

    /**
     * Sets how far before its checkpoint a read of changes starts: at least as long as the longest
     * transaction that writes to the table. Default: {@link #DEFAULT_OVERLAP}.
     */
    public Builder overlap(Duration length) {
      this.overlap = Objects.requireNonNull(length, "overlap");
      if (length.isNegative()) {
        problems.add(new Problem("overlap", "cannot be negative: " + length));
      }
      return this;
    }

    /**
     * Sets whether a write sets the {@code modifiedAt} column to the database's time. Right where
     * programs set the column themselves, and harmless where a trigger does; without it, other
     * readers of the column would not see what the engine wrote. Default: yes, unless it is
     * generated.
     */
    public Builder touchModifiedAt(boolean yes) {
      this.touchModifiedAt = yes;
      return this;
    }

    /**
     * Sets whether an update raises a {@code version} that is a whole number by one, as programs
     * with optimistic locking expect of each other. Default: yes, unless it is generated.
     */
    public Builder raiseVersion(boolean yes) {
      this.raiseVersion = yes;
      return this;
    }

    /**
     * Sets whether rows are read again after each write, in the same transaction: needed where
     * triggers change written values. Default: no.
     */
    public Builder readBack(boolean yes) {
      this.readBack = yes;
      return this;
    }

    /** Sets how many rows a page of a read holds. Default: {@link #DEFAULT_PAGE_SIZE}. */
    public Builder pageSize(int rows) {
      this.pageSize = rows;
      if (rows < 1) {
        problems.add(new Problem("pageSize", "must be at least 1, not " + rows));
      }
      return this;
    }

    /**
     * Returns the entity. Does no I/O: that the table and its columns exist is found out when it is
     * opened.
     *
     * @throws ConfigurationException if a setting cannot work
     */
    public JdbcEntity build() {
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new JdbcEntity(
          new TableSettings(
              table,
              schema,
              key,
              modifiedAt,
              changeNumber,
              version,
              tombstone,
              zone,
              overlap,
              numberOverlap,
              touchModifiedAt,
              raiseVersion,
              readBack,
              pageSize),
          dataSource);
    }
  }
}
