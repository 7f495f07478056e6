package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Resolution;
import org.jspecify.annotations.Nullable;

/** What people answered to the questions of earlier runs. */
@FunctionalInterface
public interface Answers {

  /** No answers. */
  Answers NONE = (id, state) -> null;

  /**
   * Returns the answer to a case, or null if there is none for just this state.
   *
   * @param id the case's id
   * @param state a fingerprint of the state that it is asked about now
   */
  @Nullable Resolution find(String id, String state);
}
