/** Airtable tables as entities. */
module com.puraify.sync.connectors.airtable {
  requires transitive com.puraify.sync;
  requires static org.jspecify;

  exports com.puraify.sync.connectors.airtable;

  provides com.puraify.sync.connector.Connector with
      com.puraify.sync.connectors.airtable.AirtableConnector;
}
