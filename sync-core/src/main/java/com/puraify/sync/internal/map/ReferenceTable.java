package com.puraify.sync.internal.map;

import com.puraify.sync.value.Side;
import org.jspecify.annotations.Nullable;

/** Which id on the other side stands for an id on one side. */
@FunctionalInterface
public interface ReferenceTable {

  /** Knows nothing. */
  ReferenceTable EMPTY = (sync, from, id) -> null;

  /**
   * Returns the id on the other side, or null if the item is not linked.
   *
   * @param sync the sync whose links count
   * @param from the side of the id
   */
  @Nullable String translate(String sync, Side from, String id);
}
