package com.puraify.sync.connector;

import com.puraify.sync.webhook.WebhookSubscriptions;
import java.util.List;
import java.util.Optional;

/**
 * An account on a platform, or a database: what names entities. Thread-safe.
 *
 * <p>Making one does no I/O.
 */
public interface Connection {

  /**
   * Lists the entities that this account can reach. Called when a configuration names an entity
   * loosely or not at all.
   *
   * @throws com.puraify.sync.error.ConnectorException if the platform cannot be asked
   */
  List<EntityName> entities(ConnectorContext context);

  /**
   * Returns an entity by its id or its exact name, unchecked: that it exists is found out when it
   * is {@linkplain Entity#open opened}.
   */
  Entity entity(String nameOrId);

  /**
   * Returns how the platform is asked to send webhooks.
   *
   * @return the calls for it; empty, which is the default, if the platform has none: a person sets
   *     webhooks up there by hand
   */
  default Optional<WebhookSubscriptions> subscriptions() {
    return Optional.empty();
  }

  /**
   * How an entity is called.
   *
   * @param id the platform's stable id of it
   * @param name what people call it
   */
  record EntityName(String id, String name) {}
}
