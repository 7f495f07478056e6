package com.puraify.sync.connectors.airtable;

import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;

/** The certification kit on a simulated base whose changes are read from a webhook's log. */
class AirtableWebhookTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return new AirtableUnderTest(true);
  }
}
