package com.puraify.sync.plan;

/** What happens to the counterpart of an item that leaves the filter. */
public enum LeavePolicy {
  /** Both stay, linked, and are not kept equal while the item is outside the filter. */
  KEEP,
  /** Both stay, no longer linked. */
  UNLINK,
  /** The counterpart is deleted. */
  DELETE
}
