package com.puraify.sync.internal.delta;

import com.puraify.sync.delta.Delta;
import com.puraify.sync.value.Item;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one side shows of an item in this run.
 *
 * @param delta how it differs from its base
 * @param item the item, or null if it is not there, or was not kept because nothing changed
 */
public record Sighting(Delta delta, @Nullable Item item) {

  /** Nothing new: not kept, or not read. */
  public static final Sighting UNCHANGED = new Sighting(Delta.NONE, null);

  /** Gone, beyond doubt. */
  public static final Sighting REMOVED = new Sighting(Delta.REMOVED, null);

  /** Returns the ids of the fields that differ. */
  public Set<String> changed() {
    return delta instanceof Delta.Changed changed ? changed.fields() : Set.of();
  }

  /** Returns whether the item's values are at hand. */
  public boolean loaded() {
    return item != null;
  }
}
