package com.puraify.sync.connectors.airtable;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;

/** The certification kit on a simulated base. */
class AirtableConnectorTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return new AirtableUnderTest(false);
  }
}
