package com.puraify.sync.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What anybody would write to copy a table: a select, and inserts in batches of 1,000 rows. */
final class PlainCopy {

  private static final int BATCH = 1_000;
  private static final int COLUMNS = 8;

  /** When a copy commits. */
  enum Commits {
    /** After each batch. */
    PER_BATCH,
    /** Once, at the end. */
    ONCE
  }

  private PlainCopy() {}

  /** Copies the rows of a table into an empty one, and returns how many. */
  static long run(DataSource from, String source, DataSource to, String target, Commits commits)
      throws SQLException {
    String insert =
        "INSERT INTO " + target + " (" + SampleRow.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    long rows = 0;
    try (Connection in = from.getConnection();
        Connection out = to.getConnection()) {
      in.setAutoCommit(false); // PostgreSQL would send all rows at once otherwise
      out.setAutoCommit(false);
      try (Statement select = in.createStatement();
          PreparedStatement statement = out.prepareStatement(insert)) {
        select.setFetchSize(BATCH);
        try (ResultSet row =
            select.executeQuery("SELECT " + SampleRow.COLUMNS + " FROM " + source)) {
          while (row.next()) {
            for (int column = 1; column <= COLUMNS; column++) {
              statement.setObject(column, row.getObject(column));
            }
            statement.addBatch();
            if (++rows % BATCH == 0) {
              statement.executeBatch();
              if (commits == Commits.PER_BATCH) {
                out.commit();
              }
            }
          }
        }
        statement.executeBatch();
      }
      out.commit();
      in.commit();
    }
    return rows;
  }
}
