package com.puraify.sync.delta;

import com.puraify.sync.connector.Lookup;
import java.util.Set;

/** How an item differs from its base. Immutable. */
public sealed interface Delta {

  /** It is as it was, as far as is known. */
  Delta NONE = new None();

  /** It is not linked to anything. */
  Delta ADDED = new Added();

  /** It was deleted, beyond doubt. */
  Delta REMOVED = new Removed();

  /** It is there, but no longer takes part. */
  Delta LEFT = new Left();

  /** It is as it was. */
  record None() implements Delta {}

  /** It is not linked to anything. */
  record Added() implements Delta {}

  /**
   * Some fields differ, or were never agreed on.
   *
   * @param fields the ids of those fields
   */
  record Changed(Set<String> fields) implements Delta {}

  /** It was deleted, beyond doubt. */
  record Removed() implements Delta {}

  /** It is there, but the filter no longer accepts it. */
  record Left() implements Delta {}

  /**
   * It is out of sight, and not known to be deleted.
   *
   * @param reason what is known of why
   */
  record Away(Lookup.Reason reason) implements Delta {}
}
