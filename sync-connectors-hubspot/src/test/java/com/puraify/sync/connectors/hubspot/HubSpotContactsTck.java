package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;

/** The certification kit on contacts of a simulated account, by the classic version. */
class HubSpotContactsTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return HubSpotUnderTest.withContacts();
  }
}
