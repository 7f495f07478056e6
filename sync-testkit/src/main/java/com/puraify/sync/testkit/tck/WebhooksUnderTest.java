package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A platform's webhooks for {@link WebhookReaderTck}: what it sends, and how it signs that. */
public interface WebhooksUnderTest {

  /** Returns the platform's name, for the certificate. */
  String platform();

  /** Returns the connector's reader. */
  WebhookReader reader();

  /** Returns a key like the ones that the platform signs with. Each call returns another one. */
  Secret key();

  /**
   * Returns the body of a message that tells of something of interest.
   *
   * @param at when it happened by the platform's clock
   * @param attempt which attempt to deliver it this is, from 1
   */
  byte[] message(Instant at, int attempt);

  /**
   * Signs a body as the platform does, whatever it holds.
   *
   * @param sent when it is sent by the platform's clock
   */
  WebhookDelivery sign(byte[] body, Secret key, Instant sent);

  /** Returns a delivery of a body with nothing of a signature. */
  WebhookDelivery unsigned(byte[] body);

  /**
   * Returns how old a delivery may be before it is refused; empty if the platform signs no time, so
   * that nobody can tell.
   */
  Optional<Duration> replayWindow();
}
