package com.puraify.sync.job;

import com.puraify.sync.Priority;
import java.time.Duration;
import java.time.Instant;

/**
 * When a sync has to be looked at, and how urgent that is. Immutable.
 *
 * @param sync the sync's id
 * @param notBefore when the turn comes, at the earliest
 * @param order its place among the turns that have come: the earlier, the sooner. It is the time at
 *     which the turn was asked for, put forward by {@link #AGEING} for each step of higher priority
 */
public record Turn(String sync, Instant notBefore, Instant order) {

  /**
   * How much longer a request must have waited to go before one of the next higher priority. So a
   * more urgent request overtakes the others, but none that has waited longer than that: none
   * starves.
   */
  public static final Duration AGEING = Duration.ofMinutes(5);

  /**
   * Returns a turn with its place in the order.
   *
   * @param askedAt when it was asked for
   */
  public static Turn of(String sync, Instant notBefore, Priority priority, Instant askedAt) {
    return new Turn(sync, notBefore, askedAt.minus(AGEING.multipliedBy(steps(priority))));
  }

  private static int steps(Priority priority) {
    return switch (priority) {
      case HIGH -> 2;
      case DEFAULT -> 1;
      case LOW -> 0;
    };
  }

  /**
   * Returns the turn as one time, for boards that keep just one: they hand out what is due by now,
   * the earliest first. A turn that has come is due at its {@link #order}, another one when it
   * comes.
   */
  public Instant due(Instant now) {
    return notBefore.isAfter(now) ? notBefore : order;
  }
}
