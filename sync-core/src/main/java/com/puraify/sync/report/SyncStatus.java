package com.puraify.sync.report;

import java.util.Locale;

/** How a run ended. */
public enum SyncStatus {
  /** Everything was read to the end, and nothing was left out. */
  SUCCESS,
  /** Something was left out; the report says what and why. */
  PARTIAL,
  /** The run stopped at an error. What was written before it stands and is remembered. */
  FAILED,
  /** The run was cancelled. What was written before stands and is remembered. */
  CANCELLED,
  /** A safety limit was reached, and nothing was written; a case asks for approval. */
  NEEDS_APPROVAL,
  /**
   * An allowance is used up, or the platform asks to wait for longer than a run does; a later run
   * goes on where this one stopped. {@link SyncReport#resumeAt} says when.
   */
  PAUSED;

  /** Returns the word that reports use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
