package com.puraify.sync.connectors.notion;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;

/** The certification kit on a simulated workspace. */
class NotionConnectorTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return new NotionUnderTest();
  }
}
