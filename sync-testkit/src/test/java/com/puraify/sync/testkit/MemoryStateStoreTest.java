package com.puraify.sync.testkit;

import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;

class MemoryStateStoreTest extends StateStoreContract {

  @Override
  protected StateStore open() {
    return MemoryStateStore.create();
  }

  @Override
  protected StateStore reopen(StateStore store) {
    store.close();
    return store;
  }
}
