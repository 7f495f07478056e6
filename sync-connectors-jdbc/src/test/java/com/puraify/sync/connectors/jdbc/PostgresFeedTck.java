package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The certification kit on a table of PostgreSQL whose deletes are marked. */
class PostgresFeedTck extends ConnectorTck {

  static final TableUnderTest.Dialect DIALECT =
      new TableUnderTest.Dialect(
          "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
          "TIMESTAMPTZ",
          "now()",
          TableUnderTest::bound);

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TableUnderTest(server.getPostgresDatabase(), DIALECT, true);
  }
}
