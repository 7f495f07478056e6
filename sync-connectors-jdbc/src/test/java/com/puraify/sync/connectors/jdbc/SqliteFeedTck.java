package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import com.puraify.sync.value.Value;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The certification kit on a table of a SQLite file whose deletes are marked. */
class SqliteFeedTck extends ConnectorTck {

  static final TableUnderTest.Dialect DIALECT =
      new TableUnderTest.Dialect(
          "INTEGER PRIMARY KEY",
          "TIMESTAMP",
          "strftime('%Y-%m-%d %H:%M:%f', 'now')",
          SqliteFeedTck::bound);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  @TempDir Path directory;

  static DataSource database(Path directory) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + directory.resolve("app.db"));
    source.setJournalMode("WAL");
    return source;
  }

  private static Object bound(Value value) {
    if (value instanceof Value.Day day) {
      return day.value().toString();
    }
    return value instanceof Value.Moment moment
        ? TIME.format(moment.value().atOffset(ZoneOffset.UTC))
        : TableUnderTest.bound(value);
  }

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TableUnderTest(database(directory), DIALECT, true);
  }
}
