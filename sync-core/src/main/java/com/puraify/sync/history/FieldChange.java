package com.puraify.sync.history;

import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What was done to one field. Values are in the terms of the side that was written. Immutable.
 *
 * @param field the field's name on that side, or its id if it is no longer mapped
 * @param before what it held, or null if there was no item yet, or that was not read and does not
 *     follow from what was written before
 * @param after what was written, or null if the item was deleted
 * @param rule the rule or strategy that decided, such as {@code one_side_changed} or {@code
 *     prefer_remote}; {@link #PERSON} if it was a person; of an item that was created or deleted,
 *     the reason
 * @param from the side that the value came from, or null if it is the value of neither
 * @param local of a settled conflict, the local value; else null
 * @param remote of a settled conflict, the remote value; else null
 */
public record FieldChange(
    String field,
    @Nullable Value before,
    @Nullable Value after,
    String rule,
    @Nullable Side from,
    @Nullable Value local,
    @Nullable Value remote) {

  /** The rule's name where a person decided. */
  public static final String PERSON = "person";

  /** Returns this change with what the field held. */
  public FieldChange withBefore(@Nullable Value value) {
    return new FieldChange(field, value, after, rule, from, local, remote);
  }

  /** Returns whether a person decided. */
  public boolean byPerson() {
    return rule.equals(PERSON);
  }
}
