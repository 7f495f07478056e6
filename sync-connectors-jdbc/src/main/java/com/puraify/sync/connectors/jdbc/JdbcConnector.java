package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.error.ConfigurationException;
import java.util.Set;
import java.util.TreeSet;

/**
 * The connector for platform {@code "sql"}: databases by their JDBC URL.
 *
 * <p>Options: {@code url}, required; {@code user}, without which the credential is not used; {@code
 * schema}. The credential is the user's password. The database's driver must be on the class path.
 * A host that has a {@link javax.sql.DataSource} uses {@link JdbcDatabase} or {@link JdbcEntity}
 * instead. Thread-safe.
 */
public final class JdbcConnector implements Connector {

  private static final Set<String> OPTIONS = Set.of("url", "user", "schema");

  /** Creates the connector; called by {@link java.util.ServiceLoader}. */
  public JdbcConnector() {}

  @Override
  public String platform() {
    return JdbcEntity.PLATFORM;
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    Set<String> unknown = new TreeSet<>(settings.options().keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "options", "unknown " + unknown + "; known are " + new TreeSet<>(OPTIONS));
    }
    String url =
        settings
            .option("url")
            .filter(text -> text.startsWith("jdbc:"))
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "options.url", "give the database's JDBC URL, such as jdbc:sqlite:app.db"));
    DriverDataSource dataSource =
        new DriverDataSource(url, settings.option("user").orElse(null), settings.credential());
    JdbcDatabase database = JdbcDatabase.of(dataSource);
    return settings.option("schema").map(database::schema).orElse(database);
  }
}
