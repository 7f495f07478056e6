/** Notion data sources as entities. */
module com.puraify.sync.connectors.notion {
  requires transitive com.puraify.sync;
  requires static org.jspecify;

  exports com.puraify.sync.connectors.notion;

  provides com.puraify.sync.connector.Connector with
      com.puraify.sync.connectors.notion.NotionConnector;
}
