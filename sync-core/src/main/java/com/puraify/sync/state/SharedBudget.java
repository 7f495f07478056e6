package com.puraify.sync.state;

import com.puraify.sync.connector.RateWindow;
import java.time.Duration;
import java.util.List;

/**
 * The calls of accounts that several engines use, counted in one place.
 *
 * <p>An engine that is given one asks it before every call, once the engine's own count would let
 * the call through. So the accounts' windows hold over all engines together, as measured by the
 * shared budget's clock, whatever the engines' clocks say. Thread-safe.
 *
 * <p>Every method throws {@link com.puraify.sync.error.StateException} if the place cannot be
 * reached or does not answer in time. The engine does not call on its own account then: the run
 * ends with that exception, and a later one goes on.
 */
public interface SharedBudget {

  /**
   * A wish to call. Immutable.
   *
   * @param account the account's name, the same in every engine and different from all others
   * @param windows the limits that the asking engine knows of; all of them hold at once
   */
  record Claim(String account, List<RateWindow> windows) {

    /** Copies the windows. */
    public Claim {
      windows = List.copyOf(windows);
    }
  }

  /**
   * What came of a wish. Immutable.
   *
   * @param left zero if the call may be made and was counted; else how long it takes until it is
   *     worth asking again, and nothing was counted
   * @param account the account that it has to wait for; of no meaning if it need not
   * @param paused whether it has to wait for the end of a pause
   */
  record Turn(Duration left, String account, boolean paused) {

    /** Returns that the call was counted. */
    public static Turn taken() {
      return new Turn(Duration.ZERO, "", false);
    }

    /** Returns whether the call may be made. */
    public boolean isTaken() {
      return left.isZero();
    }
  }

  /**
   * Counts a call for all accounts at once, if no window of any of them would be exceeded and none
   * is paused; else for none.
   *
   * @param claims the accounts, each named once; an account without windows is asked for its pause
   */
  Turn take(List<Claim> claims);

  /**
   * Holds an account back, for all engines; of overlapping pauses the one that ends last counts.
   */
  void pause(String account, Duration length);
}
