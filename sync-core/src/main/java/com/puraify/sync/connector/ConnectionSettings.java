package com.puraify.sync.connector;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a connector needs to connect to an account. Immutable.
 *
 * @param project the tenant on whose behalf the connection is made
 * @param credential the platform's token
 * @param baseUri where the platform is, or null for its public address
 * @param options further settings by name; a connector says which it knows and refuses others
 */
public record ConnectionSettings(
    String project, Secret credential, @Nullable URI baseUri, Map<String, String> options) {

  /** Copies the options. */
  public ConnectionSettings {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(credential, "credential");
    options = Map.copyOf(options);
  }

  /** Returns a further setting. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }
}
