package com.puraify.sync.testkit.engine;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import java.util.List;

/** Finds one entity by whatever name: as a local connection, or as a platform named cloud. */
final class CloudPlatform implements Connector, Connection {

  private final Entity entity;

  CloudPlatform(Entity entity) {
    this.entity = entity;
  }

  @Override
  public String platform() {
    return "cloud";
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    return this;
  }

  @Override
  public List<EntityName> entities(ConnectorContext context) {
    return List.of(new EntityName(entity.name(), entity.name()));
  }

  @Override
  public Entity entity(String nameOrId) {
    return entity;
  }
}
