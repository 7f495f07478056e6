package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;

/**
 * A data source, not yet looked for.
 *
 * @param connection the account through which it is reached
 * @param name its name, its id, or the id of a database that holds it alone
 */
record NotionEntity(NotionConnection connection, String name) implements Entity {

  @Override
  public String platform() {
    return Notion.PLATFORM;
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    NotionApi api = connection.api(context);
    DataSource source = new DataSourceFinder(api).find(name);
    return new NotionSession(api, connection.token().account(), connection.capabilities(), source);
  }
}
