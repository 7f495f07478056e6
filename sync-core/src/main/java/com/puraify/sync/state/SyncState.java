package com.puraify.sync.state;

import java.util.Map;

/**
 * What a run needs to know of its sync's state from the start. Immutable.
 *
 * @param settings small texts by name: cursors, seeds, times of the latest full reads
 * @param lastLinkNumber the highest link number ever given out, 0 for none
 * @param links how many links there are
 */
public record SyncState(Map<String, String> settings, long lastLinkNumber, long links) {

  /** Copies the settings. */
  public SyncState {
    settings = Map.copyOf(settings);
  }
}
