package com.puraify.sync.host;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import java.util.Optional;

/**
 * Who asks people. Told of each case at the end of the run that opened it, or, if that run was cut
 * off, of the next one: at least once, and rarely twice. A failure to tell is logged and leaves the
 * case where it is. Thread-safe.
 */
@FunctionalInterface
public interface ConflictReviewer {

  /**
   * Passes a question on.
   *
   * @return the answer if it is there at once, to take effect in the next run; else empty, and the
   *     answer comes through {@code SyncEngine.resolve}
   */
  Optional<Resolution> review(Case question);

  /** Returns the default: the cases wait in the state store. */
  static ConflictReviewer none() {
    return question -> Optional.empty();
  }
}
