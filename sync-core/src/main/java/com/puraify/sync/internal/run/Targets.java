package com.puraify.sync.internal.run;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.value.Side;
import java.util.Map;
import java.util.Optional;

/** Which items a run is about. Asked once, when both sides are open. */
@FunctionalInterface
public interface Targets {

  /** Everything: an ordinary run. */
  Targets EVERYTHING = keys -> Optional.empty();

  /**
   * Returns the items.
   *
   * @param keys what identifies the entities of both sides
   * @return the items; empty for everything
   */
  Optional<ItemSelection> of(Map<Side, EntityKey> keys);

  /** Returns some items, whatever the entities are. */
  static Targets of(ItemSelection items) {
    return keys -> Optional.of(items);
  }
}
