package com.puraify.sync.connector;

import com.puraify.sync.webhook.WebhookReader;
import java.util.Optional;

/**
 * A plug-in that speaks to one platform.
 *
 * <p>Found through {@link java.util.ServiceLoader} when an engine is built, or registered with it
 * explicitly, which wins. Needs a public constructor without parameters. Thread-safe.
 */
public interface Connector {

  /**
   * Returns the platform's name in lower case, such as {@code "notion"}. Configurations name it
   * without regard to case, spaces and punctuation; credentials are kept under it.
   */
  String platform();

  /**
   * Returns a connection to an account. Called once per run; does no I/O.
   *
   * @throws com.puraify.sync.error.ConfigurationException if the settings cannot work
   */
  Connection connect(ConnectionSettings settings);

  /**
   * Returns what reads the platform's webhooks. Called once, when an engine is built.
   *
   * @return the reader; empty, which is the default, if the platform sends none that this connector
   *     understands: deliveries from it are then answered 404
   */
  default Optional<WebhookReader> webhooks() {
    return Optional.empty();
  }
}
