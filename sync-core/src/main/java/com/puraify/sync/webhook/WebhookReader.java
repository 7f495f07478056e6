package com.puraify.sync.webhook;

import java.time.Instant;

/**
 * A connector's half of webhooks: tells genuine deliveries from others, and where they point.
 * Thread-safe.
 *
 * <p>Called once for each delivery that is no larger than {@link WebhookDelivery#MAX_BODY}, on the
 * thread of the host's web server, which waits for the reply: it does no I/O. It checks the
 * signature over the raw body before it looks at anything but what it needs for picking the key,
 * compares in constant time (as {@link WebhookSignature} does), refuses what lies outside the
 * platform's replay window, and takes from the payload where to look and nothing else. A delivery
 * of a kind that it does not know, genuine otherwise, is read as no hints at all: platforms add
 * kinds.
 */
@FunctionalInterface
public interface WebhookReader {

  /**
   * Reads a delivery.
   *
   * @param delivery the request as it came in
   * @param keys the project's keys for the platform
   * @param now the engine's time
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if the body is not
   *     what the platform sends, which is answered like {@link WebhookReading#malformed}; anything
   *     else that is thrown is answered 500. Nothing of the delivery takes effect then
   */
  WebhookReading read(WebhookDelivery delivery, WebhookKeys keys, Instant now);
}
