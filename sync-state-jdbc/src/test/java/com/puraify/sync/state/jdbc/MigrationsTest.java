package com.puraify.sync.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.StateException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

  private static final String FIRST = "-- a; comment\nCREATE TABLE one (a INTEGER);\n";
  private static final String SECOND =
      "CREATE TABLE two (a INTEGER);\nINSERT INTO two (a) VALUES (2);";
  private static final String BROKEN =
      "CREATE TABLE two (a INTEGER); INSERT INTO nowhere VALUES (1);";

  @TempDir Path folder;

  private final List<Database> databases = new ArrayList<>();

  @AfterEach
  void close() {
    databases.forEach(Database::close);
  }

  private List<Database> both() throws SQLException {
    databases.add(sqlite());
    databases.add(new PostgresDatabase(PostgresServer.newSchema(), Duration.ofSeconds(10)));
    return databases;
  }

  private Database sqlite() {
    return new SqliteDatabase(folder.resolve("state.db"), Duration.ofSeconds(10));
  }

  @Test
  void steps_runOnceAndInOrder() throws SQLException {
    for (Database database : both()) {
      new Migrations(database).run(List.of(FIRST));
      new Migrations(database).run(List.of(FIRST));
      assertThat(version(database)).isEqualTo(1);
      new Migrations(database).run(List.of(FIRST, SECOND));
      new Migrations(database).run(List.of(FIRST, SECOND));
      assertThat(version(database)).isEqualTo(2);
      assertThat(number(database, "SELECT SUM(a) FROM two")).isEqualTo(2);
    }
  }

  @Test
  void stepThatFails_leavesTheVersionBefore_andCanBeRunAgain() throws SQLException {
    for (Database database : both()) {
      assertThatThrownBy(() -> new Migrations(database).run(List.of(FIRST, BROKEN)))
          .isInstanceOf(StateException.class);
      assertThat(version(database)).isEqualTo(1);
      assertThatThrownBy(() -> number(database, "SELECT COUNT(*) FROM two"))
          .isInstanceOf(StateException.class);
      new Migrations(database).run(List.of(FIRST, SECOND));
      assertThat(version(database)).isEqualTo(2);
    }
  }

  @Test
  void newerVersion_isRefusedAndLeftAlone() throws SQLException {
    for (Database database : both()) {
      new Migrations(database).run(List.of(FIRST, SECOND));
      assertThatThrownBy(() -> new Migrations(database).run(List.of(FIRST)))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("newer version of Sync Engine")
          .hasMessageContaining("version 2, this one knows up to 1")
          .hasMessageContaining("Start at least that version");
      assertThat(version(database)).isEqualTo(2);
    }
  }

  @Test
  void realSteps_leadToTheSameVersionEverywhere() throws SQLException {
    for (Database database : both()) {
      new Migrations(database).run();
      assertThat(version(database)).isEqualTo(Migrations.STEPS.size());
      assertThat(number(database, "SELECT COUNT(*) FROM sync_links")).isZero();
    }
  }

  @Test
  void processesThatStartTogether_migrateOnce() throws Exception {
    for (Database database : both()) {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try {
        Callable<Boolean> start =
            () -> {
              if (database instanceof SqliteDatabase) {
                try (Database own = sqlite()) {
                  new Migrations(own).run(List.of(FIRST, SECOND));
                }
              } else {
                new Migrations(database).run(List.of(FIRST, SECOND));
              }
              return true;
            };
        for (Future<Boolean> done : pool.invokeAll(List.of(start, start))) {
          assertThat(done.get()).isTrue();
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(number(database, "SELECT COUNT(*) FROM two")).isEqualTo(1);
    }
  }

  @Test
  void newFile_isOpenToAllWhoComeAtOnce() throws Exception {
    int comers = 6;
    ExecutorService pool = Executors.newFixedThreadPool(comers);
    try {
      for (int i = 0; i < 20; i++) {
        Path file = folder.resolve("new-" + i + ".db");
        Callable<Integer> start =
            () -> {
              try (Database own = new SqliteDatabase(file, Duration.ofSeconds(10))) {
                new Migrations(own).run(List.of(FIRST, SECOND));
                return 1;
              }
            };
        for (Future<Integer> done : pool.invokeAll(Collections.nCopies(comers, start))) {
          assertThat(done.get()).isEqualTo(1);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static long version(Database database) {
    return number(database, "SELECT version FROM sync_schema");
  }

  private static long number(Database database, String sql) {
    return database.read(
        session -> {
          try (ResultSet found = session.prepare(sql).executeQuery()) {
            assertThat(found.next()).isTrue();
            return found.getLong(1);
          }
        });
  }
}
