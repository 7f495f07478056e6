package com.puraify.sync.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Databases by their URL, and settings that cannot work. */
class JdbcConnectorTest {

  private static final String URL = "jdbc:h2:mem:connector;USER=sa;PASSWORD=secret";

  private static com.puraify.sync.connector.Connection connect(Map<String, String> options) {
    Connector connector =
        ServiceLoader.load(Connector.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.platform().equals("sql"))
            .findFirst()
            .orElseThrow();
    return connector.connect(new ConnectionSettings("p", Secret.of("secret"), null, options));
  }

  @Test
  void connector_isFound_andOpensTablesByUrl() throws SQLException {
    try (Connection keeper = DriverManager.getConnection(URL);
        Statement statement = keeper.createStatement()) {
      statement.execute("CREATE TABLE tasks (id INT PRIMARY KEY)");
      TestContext context = new TestContext();
      var database = connect(Map.of("url", "jdbc:h2:mem:connector", "user", "sa"));
      assertThat(database.entities(context))
          .containsExactly(new EntityName("PUBLIC.TASKS", "TASKS"));
      try (EntitySession session = database.entity("tasks").open(context)) {
        assertThat(session.key().account()).isEqualTo("jdbc:h2:mem:connector");
      }
      var wrong = connect(Map.of("url", "jdbc:h2:mem:connector", "user", "nobody"));
      ConnectorException e =
          catchThrowableOfType(ConnectorException.class, () -> wrong.entities(context));
      assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(e.toString()).doesNotContain("secret");
    }
  }

  @Test
  void options_thatAreMissingOrUnknown_areNamed() {
    assertThatThrownBy(() -> connect(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("options.url");
    assertThatThrownBy(() -> connect(Map.of("url", "jdbc:h2:mem:x", "pasword", "y")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[pasword]");
  }

  @Test
  void settings_thatCannotWork_areAllNamedAtOnce() {
    JdbcEntity.Builder builder =
        JdbcEntity.table(" ", new FaultyDataSource(null))
            .pageSize(0)
            .overlap(Duration.ofSeconds(-1));
    ConfigurationException e = catchThrowableOfType(ConfigurationException.class, builder::build);
    assertThat(e.problems())
        .extracting(ConfigurationException.Problem::where)
        .containsExactly("table", "pageSize", "overlap");
  }
}
