package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;

/**
 * The objects of one type, not yet looked for.
 *
 * @param connection the account through which they are reached
 * @param name the type's name, its label, or its id
 */
record HubSpotEntity(HubSpotConnection connection, String name) implements Entity {

  @Override
  public String platform() {
    return HubSpot.PLATFORM;
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    HubSpotApi api = connection.api(context);
    ObjectType type =
        new ObjectTypeFinder(api).find(name).associatedWith(connection.associatedTypes());
    RecordType records = RecordType.read(type, api.properties(type.path()));
    return new HubSpotSession(api, connection.account(), connection.capabilities(), records);
  }
}
