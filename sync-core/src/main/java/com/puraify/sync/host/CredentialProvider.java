package com.puraify.sync.host;

import com.puraify.sync.connector.Secret;
import java.util.Locale;
import java.util.Optional;

/**
 * Where credentials come from. Thread-safe.
 *
 * <p>Asked once per run for each platform that a configuration names without giving an entity.
 */
@FunctionalInterface
public interface CredentialProvider {

  /**
   * Returns the token of a project for a platform.
   *
   * @param project the tenant
   * @param platform the platform's name in lower case
   * @return the token, or empty if there is none
   */
  Optional<Secret> find(String project, String platform);

  /**
   * Returns the default: environment variables named after the platform, such as {@code
   * NOTION_TOKEN}.
   */
  static CredentialProvider environment() {
    return (project, platform) -> {
      String variable = platform.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_TOKEN";
      String value = System.getenv(variable);
      return value == null || value.isBlank()
          ? Optional.empty()
          : Optional.of(Secret.env(variable));
    };
  }
}
