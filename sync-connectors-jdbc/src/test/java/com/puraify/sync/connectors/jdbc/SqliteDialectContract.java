package com.puraify.sync.connectors.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The contract in SQLite's words. */
abstract class SqliteDialectContract extends JdbcEntityContract {

  @Override
  String autoKey() {
    return "INTEGER PRIMARY KEY";
  }

  @Override
  String moment() {
    return "TIMESTAMP";
  }

  @Override
  String naiveMoment() {
    return "DATETIME";
  }

  @Override
  String coarseMoment(boolean naive) {
    return naive ? naiveMoment() : moment();
  }

  @Override
  String bool() {
    return "BOOLEAN";
  }

  @Override
  String folded(String name) {
    return name;
  }

  @Override
  void insertTimed(String id, Instant at, boolean naive) throws SQLException {
    String text =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .format(at.atOffset(ZoneOffset.UTC));
    sql("INSERT INTO m (id, at) VALUES ('" + id + "', '" + text.replace(".000", "") + "')");
  }
}
