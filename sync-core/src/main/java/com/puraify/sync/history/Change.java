package com.puraify.sync.history;

import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One write of one item. Immutable.
 *
 * @param run the id of the run that made it
 * @param at when
 * @param kind what was done
 * @param side the side that was written
 * @param localId the local item's id, or null if that is not known any more
 * @param remoteId the remote item's id, or null if that is not known any more
 * @param reason why, in a few words
 * @param fields what was written field by field; of a deleted item, what it held; empty of an item
 *     that was created together with many others
 */
public record Change(
    String run,
    Instant at,
    Kind kind,
    Side side,
    @Nullable String localId,
    @Nullable String remoteId,
    String reason,
    List<FieldChange> fields) {

  /** What was done to the item. */
  public enum Kind {
    /** It was created. */
    CREATED,
    /** Some of its fields were written. */
    UPDATED,
    /** It was deleted. */
    DELETED
  }

  /** Copies the list. */
  public Change {
    fields = List.copyOf(fields);
  }

  /** Returns an item's id on a side, if it is known. */
  public Optional<String> id(Side of) {
    return Optional.ofNullable(of == Side.LOCAL ? localId : remoteId);
  }

  /** Returns what was done to a field, by its name on the side that was written. */
  public Optional<FieldChange> field(String name) {
    return fields.stream().filter(each -> each.field().equals(name)).findFirst();
  }
}
