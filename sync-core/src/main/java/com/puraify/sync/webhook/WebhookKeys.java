package com.puraify.sync.webhook;

import com.puraify.sync.connector.Secret;
import java.util.List;

/**
 * The keys with which a project's deliveries from a platform are checked. Thread-safe.
 *
 * <p>They come from the host's {@link com.puraify.sync.host.CredentialProvider}, asked anew for
 * each delivery.
 */
@FunctionalInterface
public interface WebhookKeys {

  /**
   * Returns the keys of a subscription: its own, as {@link WebhookSubscriptions#subscribe} gave it,
   * before the one that the project has for the platform as a whole.
   *
   * @param subscription the platform's id of the subscription; empty if it has none, or one key
   *     serves all. It may be read from the delivery itself, unchecked: it just picks the key
   * @return the keys that are there, none or more; a delivery is genuine if it fits any of them
   */
  List<Secret> of(String subscription);

  /** Returns the keys that the project has for the platform as a whole. */
  default List<Secret> all() {
    return of("");
  }
}
