package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;

/** The certification kit on custom objects of a simulated account, by the newest version. */
class HubSpotConnectorTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return HubSpotUnderTest.withCustomObjects();
  }
}
