package com.puraify.sync.testkit.tck;

/** The kit on an entity in memory that declares next to nothing. */
class CautiousMemoryTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return MemoryUnderTest.honest(MemoryUnderTest.little().build());
  }
}
