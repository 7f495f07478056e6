package com.puraify.sync.host;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where credentials come from, and where those go that platforms hand out. Thread-safe.
 *
 * <p>A credential has a name within its project. Under a platform's name stands what the engine
 * calls it with: a token, or the tokens of an OAuth grant as {@link
 * com.puraify.sync.connector.OAuthSettings} describes them. Under {@link #webhookKey} stands what
 * the platform's webhooks are signed with.
 *
 * <p>Asked once per run for each platform that a configuration names without giving an entity, once
 * for each webhook that comes in (while the platform waits for its answer, so it must be quick),
 * and when OAuth tokens turn out to be spent.
 */
@FunctionalInterface
public interface CredentialProvider {

  /**
   * Returns a credential of a project.
   *
   * @param project the tenant
   * @param name the platform's name in lower case, or a name that {@link #webhookKey} made of it
   * @return the credential, or empty if there is none
   */
  Optional<Secret> find(String project, String name);

  /**
   * Returns a credential as it is kept at this moment, past whatever {@link #find} may remember.
   * Asked once when a platform does not accept what {@code find} returned, and before OAuth tokens
   * are renewed. Default: what {@code find} returns.
   *
   * @param project the tenant
   * @param name as for {@link #find}
   */
  default Optional<Secret> findAnew(String project, String name) {
    return find(project, name);
  }

  /**
   * Keeps a credential for good, in place of the one of that name. When this returns, {@link #find}
   * gives the new one, also after a restart and to every other engine of the project.
   *
   * <p>Called with the tokens that a refresh brought, before they are used, and with the key of a
   * webhook, before the platform is answered. Never called unless {@link #canStore} says so.
   *
   * @param project the tenant
   * @param name as for {@link #find}
   * @param credential what to keep
   * @throws ConfigurationException if this provider keeps nothing, which is the default
   * @throws RuntimeException if it could not be kept; the engine asks again before it goes on
   */
  default void store(String project, String name, Secret credential) {
    throw new ConfigurationException(
        "credentials",
        "'"
            + name
            + "' has to be kept, and this credential provider keeps nothing; give the engine one"
            + " that implements store and canStore");
  }

  /**
   * Returns whether {@link #store} keeps what it is given. Asked before OAuth tokens are refreshed,
   * since many platforms void the old ones at once, and new ones that cannot be kept would be lost.
   * Default: no.
   */
  default boolean canStore() {
    return false;
  }

  /** Returns the name of the key that a platform's webhooks are signed with, for a project. */
  static String webhookKey(String platform) {
    return platform + "_webhook";
  }

  /**
   * Returns the name of the key of one subscription, where the platform makes a key for each.
   *
   * @param platform the platform's name in lower case
   * @param subscription the platform's id of the subscription
   */
  static String webhookKey(String platform, String subscription) {
    return webhookKey(platform) + "." + subscription;
  }

  /**
   * Returns the default: environment variables named after the credential, such as {@code
   * NOTION_TOKEN} and {@code NOTION_WEBHOOK_TOKEN}. It keeps nothing.
   */
  static CredentialProvider environment() {
    return (project, name) -> {
      String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_TOKEN";
      String value = System.getenv(variable);
      return value == null || value.isBlank()
          ? Optional.empty()
          : Optional.of(Secret.env(variable));
    };
  }
}
