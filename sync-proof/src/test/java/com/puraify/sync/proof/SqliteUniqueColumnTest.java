package com.puraify.sync.proof;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteUniqueColumnTest extends UniqueColumnContract {

  @TempDir Path folder;

  @Override
  DataSource database() {
    return KilledEngine.table(folder.resolve("people.db"));
  }

  @Override
  String numbered() {
    return "INTEGER PRIMARY KEY";
  }
}
