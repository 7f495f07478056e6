package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;

/** The certification kit on a table of H2 that keeps no times. */
class H2SweepTck extends ConnectorTck {

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TableUnderTest(H2FeedTck.database(), H2FeedTck.DIALECT, false);
  }
}
