package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link SQLException} means, told by SQLState, and by vendor code or name where a driver
 * gives no SQLState.
 *
 * @param what the meaning
 * @param message the first line of what the database says
 * @param column the column that it names, or null
 * @param cause the exception
 */
record SqlFault(What what, String message, @Nullable String column, SQLException cause) {

  /** What went wrong. */
  enum What {
    DUPLICATE(Reason.DUPLICATE),
    MISSING_REFERENCE(Reason.MISSING_REFERENCE),
    STILL_REFERENCED(Reason.OTHER),
    BAD_VALUE(Reason.INVALID_VALUE),
    CONTENDED(null),
    DISK_FULL(null),
    CONNECTION(null),
    AUTHENTICATION(null),
    PERMISSION(null),
    NOT_FOUND(null),
    TIMEOUT(null),
    OTHER(null);

    private final @Nullable Reason reason;

    What(@Nullable Reason reason) {
      this.reason = reason;
    }
  }

  private static final Pattern SQLITE_NAME = Pattern.compile("\\[(SQLITE_[A-Z_]+)]");

  private static final Map<String, What> SQLITE =
      Map.ofEntries(
          Map.entry("SQLITE_CONSTRAINT_UNIQUE", What.DUPLICATE),
          Map.entry("SQLITE_CONSTRAINT_PRIMARYKEY", What.DUPLICATE),
          Map.entry("SQLITE_CONSTRAINT_ROWID", What.DUPLICATE),
          Map.entry("SQLITE_CONSTRAINT_FOREIGNKEY", What.MISSING_REFERENCE),
          Map.entry("SQLITE_MISMATCH", What.BAD_VALUE),
          Map.entry("SQLITE_TOOBIG", What.BAD_VALUE),
          Map.entry("SQLITE_FULL", What.DISK_FULL),
          Map.entry("SQLITE_READONLY", What.PERMISSION),
          Map.entry("SQLITE_PERM", What.PERMISSION),
          Map.entry("SQLITE_AUTH", What.PERMISSION),
          Map.entry("SQLITE_CANTOPEN", What.CONNECTION),
          Map.entry("SQLITE_IOERR", What.CONNECTION));

  /** What MariaDB means by codes whose SQLState says less. */
  private static final Map<Integer, What> MARIADB =
      Map.ofEntries(
          Map.entry(1062, What.DUPLICATE),
          Map.entry(1586, What.DUPLICATE),
          Map.entry(1216, What.MISSING_REFERENCE),
          Map.entry(1452, What.MISSING_REFERENCE),
          Map.entry(1217, What.STILL_REFERENCED),
          Map.entry(1451, What.STILL_REFERENCED),
          Map.entry(1048, What.BAD_VALUE),
          Map.entry(1264, What.BAD_VALUE),
          Map.entry(1265, What.BAD_VALUE), // as of an enumeration that has no such word
          Map.entry(1292, What.BAD_VALUE),
          Map.entry(1364, What.BAD_VALUE),
          Map.entry(1366, What.BAD_VALUE),
          Map.entry(1367, What.BAD_VALUE),
          Map.entry(1406, What.BAD_VALUE),
          Map.entry(1411, What.BAD_VALUE),
          Map.entry(1690, What.BAD_VALUE),
          Map.entry(4025, What.BAD_VALUE),
          Map.entry(1020, What.CONTENDED), // changed since read, where snapshots are isolated
          Map.entry(1205, What.CONTENDED),
          Map.entry(1213, What.CONTENDED),
          Map.entry(1021, What.DISK_FULL),
          Map.entry(1114, What.DISK_FULL),
          Map.entry(1040, What.CONNECTION),
          Map.entry(1203, What.CONNECTION),
          Map.entry(1226, What.CONNECTION),
          Map.entry(1130, What.AUTHENTICATION),
          Map.entry(1044, What.PERMISSION),
          Map.entry(1142, What.PERMISSION),
          Map.entry(1143, What.PERMISSION),
          Map.entry(1227, What.PERMISSION),
          Map.entry(1290, What.PERMISSION), // the server only reads
          Map.entry(1049, What.NOT_FOUND),
          Map.entry(1317, What.TIMEOUT),
          Map.entry(1969, What.TIMEOUT));

  private static final Map<String, What> STATES =
      Map.ofEntries(
          Map.entry("23505", What.DUPLICATE),
          Map.entry("23001", What.STILL_REFERENCED),
          Map.entry("23506", What.MISSING_REFERENCE),
          Map.entry("P0001", What.BAD_VALUE),
          Map.entry("45000", What.BAD_VALUE),
          Map.entry("44000", What.BAD_VALUE),
          Map.entry("40001", What.CONTENDED),
          Map.entry("40P01", What.CONTENDED),
          Map.entry("55P03", What.CONTENDED),
          Map.entry("HYT00", What.CONTENDED),
          Map.entry("90131", What.CONTENDED),
          Map.entry("53100", What.DISK_FULL),
          Map.entry("90020", What.CONNECTION),
          Map.entry("42501", What.PERMISSION),
          Map.entry("25006", What.PERMISSION),
          Map.entry("42P01", What.NOT_FOUND),
          Map.entry("42703", What.NOT_FOUND),
          Map.entry("42S02", What.NOT_FOUND),
          Map.entry("42S22", What.NOT_FOUND),
          Map.entry("3D000", What.NOT_FOUND),
          Map.entry("57014", What.TIMEOUT));

  /** Where MariaDB repeats a value. */
  private static final Pattern MARIADB_VALUE =
      Pattern.compile(
          "(Duplicate entry|Incorrect [\\w ]+ value:) '.*'( for (?:key|column) )", Pattern.DOTALL);

  private static final List<Pattern> COLUMNS =
      List.of(
          Pattern.compile("null value in column \"(.+?)\""),
          Pattern.compile("Key \\((.+?)\\)="),
          Pattern.compile("constraint failed: (?:.*\\.)?([^.,)]+)\\)"),
          Pattern.compile("NULL not allowed for column \"(.+?)\""),
          Pattern.compile("Value too long for column \"(\\S+)"),
          Pattern.compile(" ON \\S+\\(([^\\s,)]+)(?: NULLS FIRST)?\\) VALUES"),
          Pattern.compile("FOREIGN KEY\\(([^\\s,)]+)\\)"),
          Pattern.compile("FOREIGN KEY \\(`([^`]+)`\\)"),
          Pattern.compile("Duplicate entry .* for key '(?:[^']*\\.)?([^'.]+)'$", Pattern.DOTALL),
          Pattern.compile("(?:[Cc]olumn|Field) '([^']+)'"));

  /** Returns what an exception means. */
  static SqlFault of(SQLException exception) {
    SQLException telling = mostTelling(exception);
    String text = telling.getMessage() == null ? telling.toString() : telling.getMessage();
    return new SqlFault(meaning(telling, text), firstLine(text), columnIn(text), exception);
  }

  /** Returns whether the database refuses what the rows hold, so that other rows may do. */
  boolean isContent() {
    return what.reason != null;
  }

  /**
   * Returns whether the database surely took back the transaction although a commit was asked for.
   */
  boolean surelyRolledBack() {
    return isContent() || what == What.CONTENDED || what == What.DISK_FULL;
  }

  /** Returns why the database refuses a row. */
  Reason reason() {
    return what.reason == null ? Reason.OTHER : what.reason;
  }

  /**
   * Returns the exception that the engine is told.
   *
   * @param doing what was being done, such as {@code "reading tasks"}
   */
  ConnectorException exception(String doing) {
    String said = doing + " failed: " + message;
    return switch (what) {
      case DUPLICATE, MISSING_REFERENCE, STILL_REFERENCED, BAD_VALUE ->
          new ConnectorException(Kind.INVALID, said, cause);
      case CONTENDED ->
          new ConnectorException(
              Kind.UNAVAILABLE,
              doing
                  + " failed: another program holds a lock ("
                  + message
                  + "); close it or let it finish, or raise busy_timeout or the lock time-out",
              cause);
      case DISK_FULL ->
          new ConnectorException(
              Kind.UNAVAILABLE,
              doing + " failed: the database's disk is full (" + message + "); make room",
              cause);
      case CONNECTION -> new ConnectorException(Kind.UNAVAILABLE, said, cause);
      case AUTHENTICATION ->
          new ConnectorException(
              Kind.AUTHENTICATION, said + "; check the data source's user and password", cause);
      case PERMISSION -> new ConnectorException(Kind.PERMISSION, said, cause);
      case NOT_FOUND -> new ConnectorException(Kind.NOT_FOUND, said, cause);
      case TIMEOUT -> new ConnectorException(Kind.TIMEOUT, said, cause);
      case OTHER -> new ConnectorException(Kind.PROTOCOL, said, cause);
    };
  }

  /**
   * Batches wrap what happened to one of their rows; the one with a SQLState or a code tells most.
   */
  private static SQLException mostTelling(SQLException exception) {
    SQLException found = exception;
    for (int depth = 0; depth < 8; depth++) {
      SQLException inner =
          found.getCause() instanceof SQLException cause ? cause : found.getNextException();
      if (inner == null || inner == found || found.getSQLState() != null) {
        return found;
      }
      found = inner;
    }
    return found;
  }

  private static What meaning(SQLException exception, String text) {
    Matcher sqlite = SQLITE_NAME.matcher(text);
    if (sqlite.find()) {
      return sqlite(sqlite.group(1), text);
    }
    String state = exception.getSQLState() == null ? "" : exception.getSQLState();
    What byCode = MARIADB.get(exception.getErrorCode());
    if (byCode != null) {
      return byCode;
    }
    What byState = STATES.get(state);
    if (byState != null) {
      return byState;
    }
    if (state.equals("23503")) {
      boolean referenced = text.contains("still referenced") || exception.getErrorCode() == 23503;
      return referenced ? What.STILL_REFERENCED : What.MISSING_REFERENCE;
    }
    if (exception instanceof SQLTransientConnectionException) {
      return What.CONNECTION;
    }
    if (exception instanceof SQLTimeoutException) {
      return What.TIMEOUT;
    }
    return byClass(state.length() < 2 ? "" : state.substring(0, 2));
  }

  private static What byClass(String stateClass) {
    return switch (stateClass) {
      case "22", "23" -> What.BAD_VALUE;
      case "28" -> What.AUTHENTICATION;
      case "08", "53", "57", "58" -> What.CONNECTION;
      case "40" -> What.CONTENDED;
      default -> What.OTHER;
    };
  }

  private static What sqlite(String name, String text) {
    What exact = SQLITE.get(name);
    if (exact != null) {
      return exact;
    }
    if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
      return What.CONTENDED;
    }
    if (name.startsWith("SQLITE_CONSTRAINT")) {
      return What.BAD_VALUE;
    }
    if (name.startsWith("SQLITE_READONLY")) {
      return What.PERMISSION;
    }
    if (name.startsWith("SQLITE_CANTOPEN") || name.startsWith("SQLITE_IOERR")) {
      return What.CONNECTION;
    }
    return text.contains("no such ") ? What.NOT_FOUND : What.OTHER;
  }

  private static @Nullable String columnIn(String text) {
    for (Pattern pattern : COLUMNS) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  /** What a row holds is nobody's business who reads the message. */
  private static String firstLine(String text) {
    return MARIADB_VALUE.matcher(text).replaceFirst("$1$2").lines().findFirst().orElse("").strip();
  }
}
