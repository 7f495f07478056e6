package com.puraify.sync.testkit.hubspot;

import java.time.Instant;

/**
 * One attempt to deliver an array of webhook events. Immutable.
 *
 * @param at when it was made, on the simulator's clock
 * @param attempt which attempt it was, from 0 to 10
 * @param events how many events the array had
 * @param status the status of the answer, or 0 when none came in time
 * @param body what was sent
 */
public record WebhookDelivery(Instant at, int attempt, int events, int status, String body) {

  /** Whether the target took the events. */
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }
}
