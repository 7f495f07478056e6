package com.puraify.sync.connector;

import com.puraify.sync.value.Fields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an item must still hold for a write to be made.
 *
 * <p>An entity that declares {@link Capabilities#conditionalWrites} makes sure of it in the same
 * atomic step as the write: by re-reading the item under a lock and asking {@link #holds}, or by
 * sending {@link #version} along. Immutable.
 */
public interface Expectation {

  /** Returns the ids of the fields that it speaks of. */
  Set<String> fields();

  /**
   * Returns whether an item's fields are still as expected.
   *
   * @param current the item's fields now; those of {@link #fields} must be among them
   */
  boolean holds(Fields current);

  /** Returns the version in which the item was read, or null if it has none. */
  @Nullable String version();

  /** Returns an expectation that always holds. */
  static Expectation none() {
    return new Expectation() {
      @Override
      public Set<String> fields() {
        return Set.of();
      }

      @Override
      public boolean holds(Fields current) {
        return true;
      }

      @Override
      public @Nullable String version() {
        return null;
      }
    };
  }
}
