package com.puraify.sync.webhook;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a platform says that something happened. The engine looks there itself; what else the
 * platform says of it is not believed. Immutable.
 *
 * @param delivery what tells this message from others: the same each time the platform sends it
 *     again, unlike that of any other. Where the platform's own id is not unique, the reader makes
 *     one of several parts
 * @param entity the {@linkplain com.puraify.sync.connector.EntityKey#id stable id} of the entity;
 *     or, where such ids have parts that a slash divides, the first of them, for all entities that
 *     begin so; or null if the platform does not say, or if it may be about several
 * @param items the ids of the items that were created, changed or removed; empty if something
 *     happened in the entity and the platform does not say to which
 * @param at when it happened by the platform's clock, or was sent; never compared with anything
 */
public record WebhookHint(String delivery, @Nullable String entity, Set<String> items, Instant at) {

  /** Copies the ids. */
  public WebhookHint {
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(at, "at");
    items = Set.copyOf(items);
  }

  /** Returns a hint at one item. */
  public static WebhookHint item(
      String delivery, @Nullable String entity, String item, Instant at) {
    return new WebhookHint(delivery, entity, Set.of(item), at);
  }

  /** Returns a hint that something in an entity changed. */
  public static WebhookHint entity(String delivery, @Nullable String entity, Instant at) {
    return new WebhookHint(delivery, entity, Set.of(), at);
  }
}
