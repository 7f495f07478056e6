package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A state store in a SQLite file or in PostgreSQL.
 *
 * <p>A file serves one machine, any number of processes on it; PostgreSQL serves a cluster. The
 * tables, all named {@code sync_…}, are made and brought up to date when the store is opened; an
 * older version of the library refuses a newer one's. A commit is on the disk when it returns: the
 * file is written with {@code synchronous=FULL}, PostgreSQL as its server is set.
 *
 * <p>Times are kept to the microsecond where they are queried (marks), otherwise in full.
 * Thread-safe.
 */
public final class JdbcStateStore implements StateStore {

  /** How long a call waits for a lock unless told otherwise. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final Syncs syncs;
  private final Layouts layouts = new Layouts();
  private final DocumentTable documents;

  private JdbcStateStore(Database database, @Nullable SecretKey documentKey) {
    this.database = database;
    syncs = new Syncs(database);
    documents = new DocumentTable(new TextSeal(documentKey));
  }

  /**
   * Opens a store in a SQLite file, which is created if it is not there; its folder must be.
   *
   * @throws StateException if it cannot be opened; the message says what to do
   */
  public static JdbcStateStore sqlite(Path file) {
    return builder(file).build();
  }

  /**
   * Opens a store in PostgreSQL (11 or later), in the data source's current schema. A connection is
   * taken for each call and given back after it, so a pool pays off. The data source stays open.
   *
   * @throws StateException if it cannot be opened; the message says what to do
   */
  public static JdbcStateStore postgres(DataSource source) {
    return builder(source).build();
  }

  /** Starts a store in a SQLite file. */
  public static Builder builder(Path file) {
    return new Builder(patience -> new SqliteDatabase(file, patience));
  }

  /** Starts a store in PostgreSQL. */
  public static Builder builder(DataSource postgres) {
    return new Builder(patience -> new PostgresDatabase(postgres, patience));
  }

  static JdbcStateStore on(Database database, @Nullable SecretKey documentKey) {
    try {
      new Migrations(database).run();
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    return new JdbcStateStore(database, documentKey);
  }

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    return database.write(session -> syncs.acquire(session, sync, owner, length, now));
  }

  @Override
  public boolean renew(Lease lease, Duration length, Instant now) {
    return database.write(session -> syncs.renew(session, lease, length, now));
  }

  @Override
  public void release(Lease lease) {
    database.write(session -> syncs.release(session, lease));
  }

  @Override
  public Optional<String> holder(String sync, Instant now) {
    return database.read(
        session -> Optional.ofNullable(syncs.find(session, sync)).flatMap(row -> row.holder(now)));
  }

  @Override
  public SyncState load(String sync) {
    return database.read(
        session -> {
          Syncs.Row row = syncs.find(session, sync);
          return row == null
              ? new SyncState(Map.of(), 0, 0)
              : new SyncState(SettingTable.all(session, row.number()), row.lastLink(), row.links());
        });
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    commit(lease.sync(), lease, changes);
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    commit(sync, null, changes);
  }

  private void commit(String sync, @Nullable Lease lease, List<StateChange> changes) {
    Layouts.Writing written;
    try {
      written = database.write(session -> make(session, sync, lease, changes));
    } catch (DuplicateItem e) {
      throw new StateException(
          "In sync '" + sync + "' " + clash(sync, changes) + ". Nothing was committed.",
          e.getCause());
    }
    written.committed();
  }

  private Layouts.Writing make(
      Session session, String sync, @Nullable Lease lease, List<StateChange> changes)
      throws SQLException {
    Syncs.Row row = syncs.lock(session, sync);
    Commit commit = new Commit(session, row);
    commit.refuseUnexpected(changes, sync);
    if (lease == null) {
      commit.refuseWhatOnlyRunsMayChange(changes, links(session, row.number()));
    } else if (!row.isLatest(lease.token())) {
      throw new StateException(
          "The lease of sync '"
              + sync
              + "' with token "
              + lease.token()
              + " ("
              + lease.owner()
              + ") is no longer the latest one: "
              + (row.owner() == null ? "it was given back" : row.owner() + " holds it")
              + ", token "
              + row.token()
              + ". Nothing was committed; stop this run.");
    }
    Layouts.Writing writing = layouts.writing(session, row.number());
    try {
      commit.make(changes, syncs, database.links(), writing, documents);
    } catch (SQLException e) {
      if (database.isDuplicate(e)) {
        throw new DuplicateItem(e);
      }
      throw e;
    }
    return writing;
  }

  private String clash(String sync, List<StateChange> changes) {
    Set<Long> numbers = new HashSet<>();
    List<Link> stored = new ArrayList<>();
    for (Side side : Side.values()) {
      Set<String> ids = new HashSet<>();
      for (StateChange change : changes) {
        if (change instanceof StateChange.PutLink put) {
          ids.add(put.link().id(side));
          numbers.add(put.link().number());
        } else if (change instanceof StateChange.RemoveLink remove) {
          numbers.add(remove.number());
        }
      }
      stored.addAll(links(sync, side, ids));
    }
    stored.addAll(links(sync, numbers));
    String clash = new Bijection(stored).clash(changes);
    return clash == null ? "an id would be in two links" : clash;
  }

  @Override
  public Map<String, String> settings(String name) {
    return database.read(session -> SettingTable.everywhere(session, name));
  }

  @Override
  public List<Link> links(String sync, Side side, Collection<String> ids) {
    return fromLinks(sync, table -> table.byIds(side, ids));
  }

  @Override
  public List<Link> links(String sync, Collection<Long> numbers) {
    return fromLinks(sync, table -> table.byNumbers(numbers));
  }

  @Override
  public List<Link> linksAfter(String sync, long number, int limit) {
    return fromLinks(sync, table -> table.after(number, limit));
  }

  @Override
  public List<Link> linksToRevisit(String sync) {
    return fromLinks(sync, LinkTable::toRevisit);
  }

  @Override
  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
    return list(sync, (session, number) -> MarkTable.byIds(session, number, side, ids));
  }

  @Override
  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
    return list(sync, (session, number) -> MarkTable.byKeys(session, number, side, keys));
  }

  @Override
  public List<Mark> marksToRevisit(String sync) {
    return list(sync, MarkTable::toRevisit);
  }

  @Override
  public List<Intent> intents(String sync) {
    return list(sync, IntentTable::all);
  }

  @Override
  public Optional<Document> document(String sync, Document.Kind kind, String id) {
    return list(
            sync, (session, number) -> documents.get(session, number, kind, id).stream().toList())
        .stream()
        .findFirst();
  }

  @Override
  public List<Document> documents(
      String sync, Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    return list(
        sync, (session, number) -> documents.list(session, number, kind, subject, openOnly, limit));
  }

  @Override
  public void close() {
    database.close();
  }

  private LinkTable links(Session session, int number) {
    return new LinkTable(
        session, database.links(), new LinkKeys(number), layouts.reading(session, number));
  }

  private List<Link> fromLinks(String sync, LinkQuery query) {
    return list(sync, (session, number) -> query.run(links(session, number)));
  }

  private <T> List<T> list(String sync, Query<T> query) {
    return database.read(
        session -> {
          int number = syncs.number(session, sync);
          return number == 0 ? List.of() : query.run(session, number);
        });
  }

  private interface LinkQuery {
    List<Link> run(LinkTable table) throws SQLException;
  }

  private interface Query<T> {
    List<T> run(Session session, int sync) throws SQLException;
  }

  /** Carries a refused insert out of its transaction, for the message to be made outside it. */
  private static final class DuplicateItem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DuplicateItem(SQLException cause) {
      super(cause);
    }
  }

  /** Settings of a store that is about to be opened. Confined to one thread at a time. */
  public static final class Builder {

    private interface Opening {
      Database open(Duration patience);
    }

    private final Opening opening;
    private Duration patience = DEFAULT_PATIENCE;
    private @Nullable SecretKey documentKey;

    private Builder(Opening opening) {
      this.opening = opening;
    }

    /** How long a call waits for a lock that somebody else holds; 10 seconds by default. */
    public Builder patience(Duration longest) {
      if (longest.isNegative() || longest.compareTo(Duration.ofHours(1)) > 0) {
        throw new ConfigurationException("patience", longest + " is not from 0 to an hour");
      }
      patience = longest;
      return this;
    }

    /**
     * An AES key that the texts of documents (cases, reports, the journal of overwritten values)
     * are encrypted with. Nothing else that is stored holds values of items. None by default.
     */
    public Builder documentKey(SecretKey key) {
      documentKey = key;
      return this;
    }

    /**
     * Opens the store.
     *
     * @throws StateException if it cannot be opened; the message says what to do
     */
    public JdbcStateStore build() {
      return on(opening.open(patience), documentKey);
    }
  }
}
