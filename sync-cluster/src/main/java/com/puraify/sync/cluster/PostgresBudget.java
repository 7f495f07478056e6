package com.puraify.sync.cluster;

import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.state.SharedBudget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The calls of accounts, counted in PostgreSQL (11 or later) by the database's clock.
 *
 * <p>A call is a row under its account and a running number, so that when the n-th latest call was
 * made is one look-up by the primary key. The account's row is locked for the length of one short
 * transaction. Of each account as many calls are kept as its largest window counts. A connection is
 * taken for each question and given back after it, so a pool pays off. The data source stays open.
 *
 * <p>Thread-safe.
 */
public final class PostgresBudget implements SharedBudget {

  /** How long a question waits for a lock. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How many calls go by until old ones are deleted. */
  private static final int SWEEP = 256;

  /** From when on an account that nobody uses is forgotten: longer than any window is. */
  private static final int FORGOTTEN_DAYS = 62;

  private static final String LOCK =
      "SELECT account, latest, earliest FROM sync_budgets WHERE account = ANY (?)"
          + " ORDER BY account FOR UPDATE";

  private static final String CREATE =
      "INSERT INTO sync_budgets (account) SELECT unnest(?::text[]) ON CONFLICT DO NOTHING";

  /** A statement of its own: it must see what was committed until the accounts were locked. */
  private static final String WAITS =
      "SELECT account, TRUE AS paused,"
          + " CEIL(EXTRACT(EPOCH FROM paused_until - clock_timestamp()) * 1000000)::bigint AS wait"
          + " FROM sync_budgets WHERE account = ANY (?) AND paused_until > clock_timestamp()"
          + " UNION ALL SELECT calls.account, FALSE, CEIL(EXTRACT(EPOCH FROM"
          + " calls.at + asked.span * interval '1 microsecond' - clock_timestamp())"
          + " * 1000000)::bigint"
          + " FROM unnest(?::text[], ?::int8[], ?::int8[]) AS asked (account, number, span)"
          + " JOIN sync_budget_calls AS calls"
          + " ON calls.account = asked.account AND calls.number = asked.number"
          + " ORDER BY wait DESC LIMIT 1";

  private static final String TAKE =
      "WITH taken AS (UPDATE sync_budgets AS own SET latest = own.latest + 1,"
          + " latest_at = GREATEST(own.latest_at, clock_timestamp()),"
          + " most = GREATEST(own.most, asked.most)"
          + " FROM unnest(?::text[], ?::int4[]) AS asked (account, most)"
          + " WHERE own.account = asked.account"
          + " RETURNING own.account, own.latest, own.latest_at)"
          + " INSERT INTO sync_budget_calls (account, number, at)"
          + " SELECT account, latest, latest_at FROM taken";

  private static final String SWEEP_ROWS =
      "DELETE FROM sync_budget_calls AS calls USING sync_budgets AS own"
          + " WHERE own.account = ? AND calls.account = own.account"
          + " AND calls.number <= own.latest - own.most";

  private static final String SWEPT =
      "UPDATE sync_budgets SET earliest = GREATEST(earliest, latest - most + 1) WHERE account = ?";

  private static final String PAUSE =
      "INSERT INTO sync_budgets AS own (account, paused_until)"
          + " VALUES (?, clock_timestamp() + ? * interval '1 microsecond')"
          + " ON CONFLICT (account) DO UPDATE"
          + " SET paused_until = GREATEST(own.paused_until, EXCLUDED.paused_until)";

  private final Database database;

  private PostgresBudget(Database database) {
    this.database = database;
  }

  /**
   * Returns the budget in a data source's current schema, whose tables are made if need be.
   *
   * @throws com.puraify.sync.error.StateException if it cannot be reached, or was written by a
   *     newer version
   */
  public static PostgresBudget on(DataSource source) {
    return on(new Database(source, PATIENCE));
  }

  static PostgresBudget on(Database database) {
    Migrations.run(database);
    database.write(PostgresBudget::forgetUnused);
    return new PostgresBudget(database);
  }

  private static int forgetUnused(Connection connection) throws SQLException {
    String unused =
        "latest_at < clock_timestamp() - interval '"
            + FORGOTTEN_DAYS
            + " days' AND latest > 0 AND paused_until < clock_timestamp()";
    Database.execute(
        connection,
        "WITH unused AS (DELETE FROM sync_budgets WHERE "
            + unused
            + " RETURNING account) DELETE FROM sync_budget_calls USING unused"
            + " WHERE sync_budget_calls.account = unused.account");
    return 0;
  }

  @Override
  public Turn take(List<Claim> claims) {
    return claims.isEmpty() ? Turn.taken() : database.write(connection -> take(connection, claims));
  }

  @Override
  public void pause(String account, Duration length) {
    database.write(
        connection -> {
          try (PreparedStatement pause = connection.prepareStatement(PAUSE)) {
            pause.setString(1, account);
            pause.setLong(2, micros(length));
            return pause.executeUpdate();
          }
        });
  }

  /** What an account's row says. */
  private record Row(long latest, long earliest) {}

  private static Turn take(Connection connection, List<Claim> claims) throws SQLException {
    String[] accounts = claims.stream().map(Claim::account).toArray(String[]::new);
    Map<String, Row> rows = lock(connection, accounts);
    if (rows.size() < accounts.length) {
      try (PreparedStatement create = connection.prepareStatement(CREATE)) {
        create.setArray(1, connection.createArrayOf("text", accounts));
        create.executeUpdate();
      }
      rows = lock(connection, accounts);
    }
    Turn wait = longestWait(connection, claims, accounts, rows);
    if (wait.isTaken()) {
      count(connection, claims, rows);
    }
    return wait;
  }

  private static Map<String, Row> lock(Connection connection, String[] accounts)
      throws SQLException {
    Map<String, Row> rows = new HashMap<>();
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setArray(1, connection.createArrayOf("text", accounts));
      try (ResultSet found = lock.executeQuery()) {
        while (found.next()) {
          rows.put(found.getString(1), new Row(found.getLong(2), found.getLong(3)));
        }
      }
    }
    return rows;
  }

  private static Turn longestWait(
      Connection connection, List<Claim> claims, String[] accounts, Map<String, Row> rows)
      throws SQLException {
    List<String> asked = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    List<Long> spans = new ArrayList<>();
    for (Claim claim : claims) {
      Row row = rows.getOrDefault(claim.account(), new Row(0, 1));
      for (RateWindow window : claim.windows()) {
        if (row.latest() >= window.calls()) {
          asked.add(claim.account());
          // Of a call that is not kept any more it is known that it was made before this one.
          numbers.add(Math.max(row.earliest(), row.latest() - window.calls() + 1));
          spans.add(micros(window.span()));
        }
      }
    }
    try (PreparedStatement waits = connection.prepareStatement(WAITS)) {
      waits.setArray(1, connection.createArrayOf("text", accounts));
      waits.setArray(2, connection.createArrayOf("text", asked.toArray()));
      waits.setArray(3, connection.createArrayOf("int8", numbers.toArray()));
      waits.setArray(4, connection.createArrayOf("int8", spans.toArray()));
      try (ResultSet longest = waits.executeQuery()) {
        if (!longest.next() || longest.getLong(3) <= 0) {
          return Turn.taken();
        }
        return new Turn(
            Duration.ofNanos(longest.getLong(3) * 1_000),
            longest.getString(1),
            longest.getBoolean(2));
      }
    }
  }

  private static void count(Connection connection, List<Claim> claims, Map<String, Row> rows)
      throws SQLException {
    List<Claim> counted = claims.stream().filter(claim -> !claim.windows().isEmpty()).toList();
    if (counted.isEmpty()) {
      return;
    }
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setArray(
          1, connection.createArrayOf("text", counted.stream().map(Claim::account).toArray()));
      take.setArray(
          2,
          connection.createArrayOf("int4", counted.stream().map(PostgresBudget::most).toArray()));
      take.executeUpdate();
    }
    for (Claim claim : counted) {
      Row row = rows.get(claim.account());
      if (row != null && (row.latest() + 1) % SWEEP == 0) {
        sweep(connection, claim.account());
      }
    }
  }

  private static Integer most(Claim claim) {
    return claim.windows().stream().mapToInt(RateWindow::calls).max().orElse(1);
  }

  private static void sweep(Connection connection, String account) throws SQLException {
    for (String statement : List.of(SWEEP_ROWS, SWEPT)) {
      try (PreparedStatement sweep = connection.prepareStatement(statement)) {
        sweep.setString(1, account);
        sweep.executeUpdate();
      }
    }
  }

  private static long micros(Duration length) {
    return length.plusNanos(999).toNanos() / 1_000;
  }
}
