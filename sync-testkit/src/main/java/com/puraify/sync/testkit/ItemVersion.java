package com.puraify.sync.testkit;

import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.value.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an item was from one moment on. Immutable.
 *
 * @param number counts the item's versions from 1
 * @param createdAt when the item was created
 * @param at when it became so
 * @param fields what it holds; what it last held if it is gone
 * @param gone why it is not there, or null if it is
 * @param into for a merge, the item that took it over
 */
record ItemVersion(
    long number,
    Instant createdAt,
    Instant at,
    Fields fields,
    @Nullable Reason gone,
    @Nullable String into) {

  /** Returns whether the item is there. */
  boolean isLive() {
    return gone == null;
  }

  /** Returns what it holds, or null if it is gone. */
  @Nullable Fields content() {
    return isLive() ? fields : null;
  }
}
