package com.puraify.sync.webhook;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a platform is asked to send webhooks, where it has calls for that. Thread-safe.
 *
 * <p>Got from {@link com.puraify.sync.connector.Connection#subscriptions}. The engine calls it when
 * a host listens with an address of its own, outside of runs, one call at a time for each entity.
 * Each method may block, and throws a {@link com.puraify.sync.error.ConnectorException} if the
 * platform refuses or cannot be asked.
 */
public interface WebhookSubscriptions {

  /**
   * Asks the platform to send what happens in an entity to an address.
   *
   * @return the subscription, with its key if the platform made one for it: this is the only time
   *     that it is seen, and the engine stores it before anything else
   */
  Subscribed subscribe(ConnectorContext context, Request request);

  /**
   * Has a subscription last longer. Called well before it ends.
   *
   * @param subscription its id
   * @return its new end, or null if it has none
   * @throws com.puraify.sync.error.ConnectorException of kind {@code NOT_FOUND} if there is no such
   *     subscription any more, upon which the engine subscribes anew
   */
  @Nullable Instant renew(ConnectorContext context, String subscription);

  /**
   * Ends a subscription; nothing happens if there is none of that id.
   *
   * @param subscription its id
   */
  void unsubscribe(ConnectorContext context, String subscription);

  /**
   * What is asked for. Immutable.
   *
   * @param entity the {@linkplain com.puraify.sync.connector.EntityKey#id stable id} of the entity
   * @param fields the ids of the fields whose changes matter; empty for all
   * @param callback where to send deliveries
   */
  record Request(String entity, Set<String> fields, URI callback) {
    /** Copies the fields. */
    public Request {
      Objects.requireNonNull(entity, "entity");
      Objects.requireNonNull(callback, "callback");
      fields = Set.copyOf(fields);
    }
  }

  /**
   * A subscription. Immutable.
   *
   * @param id the platform's id of it
   * @param key the key that its deliveries are signed with, or null if that is one that the host
   *     has already, such as the secret of its app
   * @param expires when it ends unless it is renewed, or null if it does not end
   */
  record Subscribed(String id, @Nullable Secret key, @Nullable Instant expires) {
    /** Checks that nothing is missing. */
    public Subscribed {
      Objects.requireNonNull(id, "id");
    }
  }
}
