package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database whose tables are entities with the settings that {@link JdbcEntity} has by default.
 *
 * <p>Immutable and thread-safe.
 */
public final class JdbcDatabase implements Connection {

  private final DataSource dataSource;
  private final @Nullable String schema;

  private JdbcDatabase(DataSource dataSource, @Nullable String schema) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    this.schema = schema;
  }

  /** Returns the database behind a data source, in the schema that its connections are in. */
  public static JdbcDatabase of(DataSource dataSource) {
    return new JdbcDatabase(dataSource, null);
  }

  /** Returns this database with the tables of another schema (on MariaDB, another database). */
  public JdbcDatabase schema(String name) {
    return new JdbcDatabase(dataSource, name);
  }

  /** Lists the tables and views of the schema, in the order of their names. */
  @Override
  public List<EntityName> entities(ConnectorContext context) {
    try (SqlCalls calls = new SqlCalls(dataSource, context)) {
      return calls.query(
          "listing tables",
          connection ->
              TableCatalog.of(connection, schema).tables().stream()
                  .map(table -> new EntityName(table.id(), table.name()))
                  .toList());
    }
  }

  @Override
  public Entity entity(String nameOrId) {
    JdbcEntity.Builder table = JdbcEntity.table(nameOrId, dataSource);
    return (schema == null ? table : table.schema(schema)).build();
  }
}
