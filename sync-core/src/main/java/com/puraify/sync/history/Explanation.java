package com.puraify.sync.history;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is as it is. Immutable.
 *
 * @param side the side that the id is of
 * @param id the item's id
 * @param state how the sync stands to it
 * @param counterpart the id of the item that it is linked with, or was last; null if there is none
 * @param text that in a sentence
 * @param fields its mapped fields; empty if the sync never had to do with it
 * @param questions the open cases about it
 */
public record Explanation(
    Side side,
    String id,
    State state,
    @Nullable String counterpart,
    String text,
    List<FieldExplanation> fields,
    List<Case> questions) {

  /** How a sync stands to an item. */
  public enum State {
    /** It is linked with a counterpart, and kept equal with it. */
    LINKED,
    /** It is known and has no counterpart: refused, ambiguous, left out, or no longer linked. */
    APART,
    /** It is gone, or its counterpart is and the pair was given up. */
    GONE,
    /** The sync knows nothing of it, or no longer. */
    UNKNOWN
  }

  /** Copies the lists. */
  public Explanation {
    fields = List.copyOf(fields);
    questions = List.copyOf(questions);
  }

  /** Returns why a field has its value, by the name that the mapping gives it on this side. */
  public Optional<FieldExplanation> field(String name) {
    return fields.stream().filter(each -> each.field().equals(name)).findFirst();
  }
}
