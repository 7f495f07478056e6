/** HubSpot CRM objects as entities. */
module com.puraify.sync.connectors.hubspot {
  requires transitive com.puraify.sync;
  requires static org.jspecify;

  exports com.puraify.sync.connectors.hubspot;

  provides com.puraify.sync.connector.Connector with
      com.puraify.sync.connectors.hubspot.HubSpotConnector;
}
