package com.puraify.sync.testkit.tck;

/** The kit on a host's own objects, looked up one by one. */
class FindingHostEntityTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return new HostEntityTck.HostUnderTest(true);
  }
}
