package com.puraify.sync.internal.budget;

import java.time.Duration;

/**
 * Who is told of calls that wait for their turn. Thread-safe; never called with a budget's lock
 * held.
 */
public interface CallWatch {

  /** Nobody. */
  CallWatch NONE =
      new CallWatch() {
        @Override
        public void waiting(Object call, Duration left) {
          // nobody to tell
        }

        @Override
        public void over(Object call) {
          // nobody to tell
        }
      };

  /**
   * A call waits. Told again and again while it does, about every {@link Cancellation#SLICE}.
   *
   * @param call stands for the call, the same object until its wait is over
   * @param left how much longer it has to wait, as far as can be foretold
   * @throws RuntimeException to end the wait; the call is not made then
   */
  void waiting(Object call, Duration left);

  /** A call waits no longer: its turn has come, or it gave up. Not told of calls that never did. */
  void over(Object call);
}
