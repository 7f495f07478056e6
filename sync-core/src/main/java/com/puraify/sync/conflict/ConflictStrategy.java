package com.puraify.sync.conflict;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;

/**
 * How conflicts are settled. A pure function of the conflict: called while planning, once for each
 * conflict, with no order promised. Thread-safe.
 */
public interface ConflictStrategy {

  /**
   * Settles a conflict.
   *
   * @return {@link Resolution.Take}, {@link Resolution.Use} (fields only), {@link Resolution.Hold}
   *     or {@link Resolution.Fail}; anything else counts as a hold
   */
  Resolution resolve(Conflict conflict);

  /**
   * Returns the strategy's name as it stands in plans and journals, such as {@code prefer_local}.
   */
  default String name() {
    return "custom";
  }

  /** Returns the strategy by which the local side wins. */
  static ConflictStrategy preferLocal() {
    return named("prefer_local", conflict -> Resolution.take(Side.LOCAL));
  }

  /** Returns the strategy by which the remote side wins. */
  static ConflictStrategy preferRemote() {
    return named("prefer_remote", conflict -> Resolution.take(Side.REMOTE));
  }

  /** Returns the strategy by which a person decides; the rest of the item is written meanwhile. */
  static ConflictStrategy manualReview() {
    return named("manual_review", conflict -> Resolution.hold("manual review"));
  }

  /** Returns the strategy by which the run stops before it writes anything. */
  static ConflictStrategy fail() {
    return named("fail", conflict -> Resolution.fail("the strategy is to fail on conflicts"));
  }

  /**
   * Returns the strategy by which the later change wins. It trusts the clocks of both sides; times
   * that are missing, or as close as the tolerance, are a tie, and a tie is held.
   *
   * @param tolerance how far the two clocks may be apart, plus how coarse they are
   * @throws ConfigurationException if it is negative
   */
  static ConflictStrategy latestWins(Duration tolerance) {
    if (tolerance.isNegative()) {
      throw new ConfigurationException("tolerance", "must not be negative");
    }
    return named(
        "latest_wins",
        conflict -> {
          Instant local = conflict.localModifiedAt();
          Instant remote = conflict.remoteModifiedAt();
          if (local == null || remote == null) {
            return Resolution.hold("one side does not say when it was changed");
          }
          if (Duration.between(local, remote).abs().compareTo(tolerance) <= 0) {
            return Resolution.hold("both were changed within " + tolerance);
          }
          return Resolution.take(local.isAfter(remote) ? Side.LOCAL : Side.REMOTE);
        });
  }

  private static ConflictStrategy named(
      String name, java.util.function.Function<Conflict, Resolution> rule) {
    return new ConflictStrategy() {
      @Override
      public Resolution resolve(Conflict conflict) {
        return rule.apply(conflict);
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }
}
