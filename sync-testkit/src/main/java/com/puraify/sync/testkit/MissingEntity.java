package com.puraify.sync.testkit;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.error.ConnectorException;

/** An entity that turns out not to exist when it is opened. */
record MissingEntity(String platform, String name) implements Entity {
  @Override
  public EntitySession open(ConnectorContext context) {
    throw new ConnectorException(
        ConnectorException.Kind.NOT_FOUND, platform + " has no entity " + name);
  }
}
