package com.puraify.sync;

/** How urgent a sync's calls are among those that share an account's budget. */
public enum Priority {
  /** Before all others. */
  HIGH,
  /** In its turn. */
  DEFAULT,
  /** After all others, but never starved. */
  LOW
}
