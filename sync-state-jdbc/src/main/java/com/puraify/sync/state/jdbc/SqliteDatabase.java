package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import com.puraify.sync.host.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * A SQLite file: one connection that writes, and readers that never wait for it.
 *
 * <p>Write-ahead log with {@code synchronous=FULL}: what was committed survives a power cut. The
 * log is copied back every 4,000 pages instead of 1,000, because unique ids touch pages all over
 * the index and a longer log copies each of them once for many commits.
 */
final class SqliteDatabase implements Database {

  private static final int LOG_PAGES = 4000;
  private static final int READERS_KEPT = 4;
  private static final int READER_CACHE = 2000;
  private static final int WRITER_CACHE = 32000;

  private final Path file;
  private final Duration patience;
  private static final Duration AGAIN = Duration.ofMillis(10);

  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private final LinkStatements links = new SqliteLinks();
  private @Nullable Session writer;
  private volatile boolean closed;

  SqliteDatabase(Path path, Duration patience) {
    this.file = path.toAbsolutePath();
    this.patience = patience;
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StateException(
          "The folder of the state file " + file + " does not exist. Create it first.");
    }
    if (Files.isDirectory(file)) {
      throw new StateException("The state file " + file + " is a folder. Name a file in it.");
    }
    if (file.toString().indexOf('?') >= 0) {
      throw new StateException(
          "SQLite takes what follows the '?' in " + file + " for options. Choose another name.");
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    refuseIfClosed();
    try {
      Session idle = readers.poll();
      Session session = idle == null ? open(READER_CACHE) : idle;
      T result;
      try {
        result = work.run(session);
      } catch (Throwable e) {
        closeAfter(session, e);
        throw e;
      }
      keep(session);
      return result;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    writing.lock();
    try {
      refuseIfClosed();
      Session session = writer;
      if (session == null) {
        session = open(WRITER_CACHE);
        writer = session;
      }
      begin(session);
      try {
        T result = work.run(session);
        session.execute("COMMIT");
        return result;
      } catch (Throwable e) {
        rollBack(session, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      writing.unlock();
    }
  }

  private void begin(Session session) throws SQLException {
    patiently(
        () -> {
          session.execute("BEGIN IMMEDIATE");
          return session;
        });
  }

  /**
   * Takes back what a failed transaction did. After some failures SQLite has done so by itself and
   * says that there is nothing to roll back; closing the connection is then surest.
   */
  private void rollBack(Session session, Throwable because) {
    try {
      session.forget();
      session.execute("ROLLBACK");
    } catch (SQLException e) {
      because.addSuppressed(e);
      writer = null;
      closeAfter(session, because);
    }
  }

  private static void closeAfter(Session session, Throwable because) {
    try {
      session.close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private Session open(int cacheKibibytes) throws SQLException {
    return patiently(() -> connect(cacheKibibytes));
  }

  /**
   * Does what SQLite may refuse at once, however patient the connection is: while a file is given
   * its write-ahead log, or loses it with its last user, whoever comes is turned away. They come
   * again until their patience ends.
   */
  private <T> T patiently(Attempt<T> attempt) throws SQLException {
    TimeSource time = TimeSource.system();
    long begun = time.nanos();
    while (true) {
      try {
        return attempt.make();
      } catch (SQLException e) {
        if (code(e) != SQLiteErrorCode.SQLITE_BUSY.code
            || time.nanos() - begun >= patience.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  /** Something that is tried. */
  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws SQLException;
  }

  private Session connect(int cacheKibibytes) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setCacheSize(-cacheKibibytes);
    Session session = new Session(config.createConnection("jdbc:sqlite:" + file));
    try {
      session.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
      return session;
    } catch (SQLException e) {
      closeAfter(session, e);
      throw e;
    }
  }

  private void keep(Session session) {
    if (closed || readers.size() >= READERS_KEPT) {
      abandon(session);
    } else {
      readers.push(session);
    }
  }

  private static void abandon(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      throw new StateException("A connection to the state file could not be closed.", e);
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new StateException("The state store on " + file + " was closed. Open it again.");
    }
  }

  @Override
  public String forUpdate() {
    return ""; // BEGIN IMMEDIATE excludes every other writer
  }

  @Override
  public boolean isDuplicate(SQLException failure) {
    return code(failure) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }

  @Override
  public LinkStatements links() {
    return links;
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public void lockMigrations(Session session) {
    // BEGIN IMMEDIATE has done it.
  }

  @Override
  public void close() {
    writing.lock();
    try {
      closed = true;
      for (Session reader = readers.poll(); reader != null; reader = readers.poll()) {
        abandon(reader);
      }
      if (writer != null) {
        abandon(writer);
        writer = null;
      }
    } finally {
      writing.unlock();
    }
  }

  private static int code(SQLException failure) {
    return failure.getErrorCode() & 0xFF;
  }

  private StateException failure(SQLException e) {
    return new StateException(advice(e), e);
  }

  private String advice(SQLException e) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(code(e));
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "The state file "
              + file
              + " is locked by another program for longer than "
              + patience
              + ". End what holds it (a backup, a database browser) and run again.";
      case SQLITE_FULL ->
          "No room is left for the state file " + file + ". Free disk space and run again.";
      case SQLITE_READONLY, SQLITE_PERM ->
          "The state file "
              + file
              + " cannot be written. Give this process the right to write the file and its folder"
              + " (two more files lie beside it).";
      case SQLITE_CANTOPEN ->
          "The state file "
              + file
              + " cannot be opened or created. Check that this process may write its folder.";
      case SQLITE_NOTADB ->
          file + " is not a SQLite database. Name another file for the state, or restore this one.";
      case SQLITE_CORRUPT ->
          "The state file "
              + file
              + " is damaged. Restore a copy, or move it away: without state the next run matches"
              + " the items again and deletes nothing.";
      case SQLITE_IOERR ->
          "The disk under the state file " + file + " fails. Check it, then run again.";
      default -> "The state file " + file + " could not be used: " + e.getMessage();
    };
  }
}
