package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.StateStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest extends StateStoreContract {

  @TempDir Path folder;

  @Override
  protected StateStore open() {
    return JdbcStateStore.sqlite(folder.resolve("state.db"));
  }

  @Override
  protected StateStore reopen(StateStore store) {
    store.close();
    return open();
  }
}
