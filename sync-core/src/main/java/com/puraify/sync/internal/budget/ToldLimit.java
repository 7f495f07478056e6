package com.puraify.sync.internal.budget;

import com.puraify.sync.connector.RateWindow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of a platform told of one of its limits. Immutable.
 *
 * @param source what tells this limit from others of the account: the same in every answer
 * @param windows the limit as windows; none if the answer did not say
 * @param remaining how many calls are left until the reset, or -1 if the answer did not say
 * @param reset how long it takes until the calls are renewed, or null if that is not known
 */
public record ToldLimit(
    String source, List<RateWindow> windows, long remaining, @Nullable Duration reset) {

  /** Copies the windows. */
  public ToldLimit {
    windows = List.copyOf(windows);
  }
}
