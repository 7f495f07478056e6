package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import org.junit.jupiter.api.BeforeAll;

/** The certification kit on a table of MariaDB that keeps no times. */
class MariaDbSweepTck extends ConnectorTck {

  private static MariaDbServer server;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.get();
  }

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TableUnderTest(server.empty("sweep"), MariaDbFeedTck.DIALECT, false);
  }
}
