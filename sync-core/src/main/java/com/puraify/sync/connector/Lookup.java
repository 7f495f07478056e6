package com.puraify.sync.connector;

import com.puraify.sync.value.Item;
import org.jspecify.annotations.Nullable;

/** What became of an item that was looked up by its id. Immutable. */
public sealed interface Lookup {

  /** Returns the id that was asked for. */
  String id();

  /** The item is there. */
  record Found(Item item) implements Lookup {
    @Override
    public String id() {
      return item.id();
    }
  }

  /**
   * The item is not there any more, or not for us.
   *
   * @param id the id that was asked for
   * @param reason what is known of why
   * @param into for {@link Reason#MERGED}, the id of the item that took it over; else null
   */
  record Gone(String id, Reason reason, @Nullable String into) implements Lookup {

    /** Returns an item that is gone for a reason other than a merge. */
    public static Gone because(String id, Reason reason) {
      return new Gone(id, reason, null);
    }
  }

  /** Why an item is not there. Only {@link #DELETED} is ever carried over to the other side. */
  enum Reason {
    /** It was deleted or put into the trash, beyond doubt. */
    DELETED,
    /** It was archived: still there, out of sight. */
    ARCHIVED,
    /** It was moved to another entity. */
    MOVED,
    /** It was merged into another item, which lives on. */
    MERGED,
    /** The platform does not tell whether it was deleted or is no longer shared with us. */
    UNKNOWN
  }
}
