package com.puraify.sync.testkit;

import com.puraify.sync.connector.Write;
import com.puraify.sync.value.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of an item of a {@link MemoryEntity}, made by a person or by an engine. Immutable.
 *
 * @param number which of the entity's changes it is, counted from 1
 * @param at when it was made, on the platform's clock
 * @param id the item's id
 * @param before what the item held, or null if it was not there
 * @param after what the item holds, or null if it is not there any more
 * @param write what the engine asked for, or null if a person made the change
 */
public record MemoryChange(
    long number,
    Instant at,
    String id,
    @Nullable Fields before,
    @Nullable Fields after,
    @Nullable Write write) {

  /** Returns whether an engine made the change. */
  public boolean byEngine() {
    return write != null;
  }
}
