package com.puraify.sync.plan;

/** What happens to an item whose counterpart was deleted. */
public enum DeletePolicy {
  /** It is deleted too. */
  PROPAGATE,
  /** It stays, no longer linked, and is not created again on the side that deleted it. */
  KEEP
}
