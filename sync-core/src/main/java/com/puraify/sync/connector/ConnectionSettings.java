package com.puraify.sync.connector;

import com.puraify.sync.error.ConfigurationException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /**
   * Makes sure that a connector knows every further setting.
   *
   * @param known the names of those that it knows
   * @throws ConfigurationException if there are others, naming all of them
   */
  public void requireOptionsAmong(Set<String> known) {
    List<ConfigurationException.Problem> problems =
        options.keySet().stream()
            .filter(name -> !known.contains(name))
            .sorted()
            .map(
                name ->
                    new ConfigurationException.Problem(
                        name, "is not known; known are " + new TreeSet<>(known)))
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /** Returns a further setting. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }
}
