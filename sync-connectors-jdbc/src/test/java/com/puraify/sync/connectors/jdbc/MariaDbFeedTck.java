package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import com.puraify.sync.value.Value;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;

/** The certification kit on a table of MariaDB whose deletes are marked. */
class MariaDbFeedTck extends ConnectorTck {

  static final TableUnderTest.Dialect DIALECT =
      new TableUnderTest.Dialect(
          "INTEGER AUTO_INCREMENT PRIMARY KEY",
          "DATETIME(6)", // TIMESTAMP ends in 2038
          "UTC_TIMESTAMP(6)",
          value ->
              value instanceof Value.Moment moment
                  ? LocalDateTime.ofInstant(moment.value(), ZoneOffset.UTC)
                  : TableUnderTest.bound(value));

  private static MariaDbServer server;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.get();
  }

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TableUnderTest(server.empty("feed"), DIALECT, true);
  }
}
