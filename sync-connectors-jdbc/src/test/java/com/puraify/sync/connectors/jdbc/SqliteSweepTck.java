package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The certification kit on a table of a SQLite file that keeps no times. */
class SqliteSweepTck extends ConnectorTck {

  @TempDir Path directory;

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TableUnderTest(SqliteFeedTck.database(directory), SqliteFeedTck.DIALECT, false);
  }
}
