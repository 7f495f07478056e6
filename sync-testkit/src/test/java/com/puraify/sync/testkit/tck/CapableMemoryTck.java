package com.puraify.sync.testkit.tck;

/** The kit on an entity in memory that can do everything. */
class CapableMemoryTck extends ConnectorTck {
  @Override
  protected PlatformUnderTest platform() {
    return MemoryUnderTest.honest(MemoryUnderTest.everything().build());
  }
}
