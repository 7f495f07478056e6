package com.puraify.sync.state.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.StateStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStateStoreTest extends StateStoreContract {

  private DataSource source;

  @Override
  protected StateStore open() throws SQLException {
    source = PostgresServer.newSchema();
    return JdbcStateStore.postgres(source);
  }

  @Override
  protected StateStore reopen(StateStore store) {
    store.close();
    return JdbcStateStore.postgres(source);
  }

  @Test
  void unreachableServer_isSaidSo() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setServerNames(new String[] {"localhost"});
    nowhere.setPortNumbers(new int[] {1});
    assertThatThrownBy(() -> JdbcStateStore.postgres(nowhere))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("Check that it runs");
  }

  @Test
  void lockedRow_isSaidSo() throws SQLException {
    try (StateStore store =
            JdbcStateStore.builder(source).patience(Duration.ofMillis(100)).build();
        Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      store.acquire("s", "a", Duration.ofMinutes(1), Instant.EPOCH);
      other.setAutoCommit(false);
      statement.execute("SELECT * FROM sync_syncs FOR UPDATE");
      assertThatThrownBy(() -> store.acquire("s", "b", Duration.ofMinutes(1), Instant.EPOCH))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("locked by somebody else")
          .hasMessageContaining("pg_stat_activity");
      other.rollback();
    }
  }

  @Test
  void userWithoutRights_isSaidSo() throws SQLException {
    String role = "guest" + Integer.toHexString(System.identityHashCode(this));
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + role + " LOGIN");
    }
    PGSimpleDataSource guest = (PGSimpleDataSource) source;
    guest.setUser(role);
    assertThatThrownBy(() -> JdbcStateStore.postgres(guest))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("refuses the state store a right");
  }
}
