package com.puraify.sync;

import com.puraify.sync.connector.Entity;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a configuration points to the entity of a side. Immutable. */
public sealed interface EntityReference {

  /** The entity itself. */
  record Given(Entity entity) implements EntityReference {}

  /**
   * An entity of the engine's local connection.
   *
   * @param name its name
   */
  record Local(String name) implements EntityReference {}

  /**
   * An entity of a platform, reached through a registered connector with the host's credentials.
   *
   * @param platform the platform's name, in any case
   * @param name the entity's name or id, or null for the one with the local entity's name
   * @param baseUri where the platform is, or null for its public address
   * @param options further settings of the connector
   */
  record OnPlatform(
      String platform, @Nullable String name, @Nullable URI baseUri, Map<String, String> options)
      implements EntityReference {
    /** Copies the options. */
    public OnPlatform {
      Objects.requireNonNull(platform, "platform");
      options = Map.copyOf(options);
    }
  }
}
