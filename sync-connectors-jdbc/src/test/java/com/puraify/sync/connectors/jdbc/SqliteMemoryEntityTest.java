package com.puraify.sync.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.sqlite.SQLiteDataSource;

/** The contract on a SQLite database in memory. */
class SqliteMemoryEntityTest extends SqliteDialectContract {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Connection keeper;

  @Override
  DataSource open() throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(
        "jdbc:sqlite:file:contract" + COUNT.incrementAndGet() + "?mode=memory&cache=shared");
    source.setEnforceForeignKeys(true);
    keeper = source.getConnection();
    return source;
  }

  @AfterEach
  void forget() throws SQLException {
    keeper.close();
  }
}
