package com.puraify.sync.plan;

/** What happens to edits on the target of a one-way sync. */
public enum Drift {
  /** They stay until the source changes the same field. */
  KEEP,
  /** They are set back to what the source holds, when the target is read. */
  REVERT
}
