package com.puraify.sync.history;

import com.puraify.sync.conflict.Case;
import org.jspecify.annotations.Nullable;

/**
 * Why a field of an item has its value, as far as syncing has to do with it. What a person made of
 * it since the latest run is not known to the engine. Immutable.
 *
 * @param field what the mapping calls the field on the item's side
 * @param why the answer
 * @param change the write that it comes from, or by which its value went to the other side; null if
 *     no run wrote it, or that is no longer known
 * @param written what that write did to the field; null if there is no write, or only the fact of
 *     it was kept
 * @param question the open case that holds it, or null
 * @param text the answer in a sentence
 */
public record FieldExplanation(
    String field,
    Why why,
    @Nullable Change change,
    @Nullable FieldChange written,
    @Nullable Case question,
    String text) {

  /** Why a field has its value. */
  public enum Why {
    /** A run wrote it. */
    WRITTEN,
    /** It is this side's own value, and a run took it to the other side. */
    OWN,
    /** Both sides held the same when the items were linked, and no run has written it since. */
    UNTOUCHED,
    /** An open case holds it: nothing is written until a person has decided. */
    HELD,
    /** No run ever wrote it, and both sides never agreed on it. */
    NEVER_SYNCED
  }
}
