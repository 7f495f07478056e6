/** SQL tables as entities. */
module com.puraify.sync.connectors.jdbc {
  requires transitive com.puraify.sync;
  requires transitive java.sql;
  requires static org.jspecify;

  exports com.puraify.sync.connectors.jdbc;

  provides com.puraify.sync.connector.Connector with
      com.puraify.sync.connectors.jdbc.JdbcConnector;
}
