package com.puraify.sync.plan;

/** How sure a run makes itself that an item is still what the plan saw. */
public enum WriteGuard {
  /** Conditional writes where the platform has them; else what the run read. */
  AS_READ,
  /** Each item is read once more just before it is written, where writes are not conditional. */
  RECHECK
}
