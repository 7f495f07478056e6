package com.puraify.sync.internal.config;

import java.util.Set;

/**
 * A rule that keeps data safe, and that the engine's own tests can switch off, to show that they
 * would notice. An engine that a host builds has them all. See decision 0010.
 */
public enum Safeguard {
  /** Each side's base is kept in its own canonical form. */
  BASE_PER_SIDE,
  /** A write is noted durably before it is sent. */
  INTENT_LEDGER,
  /** A create in doubt is called absent only once it would have become visible. */
  VISIBILITY_LAG_WAIT,
  /** What a complete read did not show is looked up before it counts as deleted. */
  SWEEP_CONFIRMATION;

  /** All of them. */
  public static final Set<Safeguard> ALL = Set.of(values());
}
