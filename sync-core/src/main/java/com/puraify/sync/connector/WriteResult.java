package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Item;
import org.jspecify.annotations.Nullable;

/** What came of one write. Immutable. */
public sealed interface WriteResult {

  /**
   * The write was made.
   *
   * @param id the item's id; of a created item, the one that the platform gave it
   * @param after the item as the platform now holds it, with at least the written fields; or null
   *     if the platform does not say, and after a delete
   * @param before what the item held before, if it was read in the same step; else null
   */
  record Done(String id, @Nullable Item after, @Nullable Item before) implements WriteResult {

    /** Returns a write that was made, with the item as it is now. */
    public static Done with(Item after) {
      return new Done(after.id(), after, null);
    }
  }

  /**
   * The item was not as expected; nothing was written.
   *
   * @param current the item as it is now, or null if that is not known
   */
  record Stale(@Nullable Item current) implements WriteResult {}

  /**
   * The platform refuses this item; nothing was written.
   *
   * @param reason what is wrong with it
   * @param detail what the platform says, for people; never a secret
   * @param field the id of the field at fault, or null if that is not known
   */
  record Rejected(Reason reason, String detail, @Nullable String field) implements WriteResult {

    /** Returns a refusal for a reason without a known field. */
    public static Rejected because(Reason reason, String detail) {
      return new Rejected(reason, detail, null);
    }
  }

  /**
   * The write was sent and no trustworthy answer came: it may have been made or not.
   *
   * @param detail what happened, for people
   * @param createdId the id of the item if the platform told it nevertheless; else null
   */
  record Unknown(String detail, @Nullable String createdId) implements WriteResult {}

  /**
   * Returns what came of the write of one item that failed.
   *
   * @param write what was to be written
   * @param failure how it failed
   * @return {@link Unknown} if it may have had its effect nevertheless; {@link Rejected} if its
   *     content was refused, or the item is not there any more; {@link Stale} if it was not as
   *     expected
   * @throws ConnectorException the failure, if it is not this item's: nothing was written then
   */
  static WriteResult afterFailure(Write write, ConnectorException failure) {
    String detail = String.valueOf(failure.getMessage());
    if (failure.effectPossible()) {
      return new Unknown(detail, null);
    }
    return switch (failure.kind()) {
      case INVALID -> Rejected.because(Reason.INVALID_VALUE, detail);
      case STALE -> new Stale(null);
      case NOT_FOUND -> {
        if (write instanceof Write.Create) {
          throw failure; // it is the entity that is missing
        }
        yield Rejected.because(Reason.GONE, detail);
      }
      default -> throw failure;
    };
  }

  /** Why a platform refuses an item. */
  enum Reason {
    /** A value that the platform does not take. */
    INVALID_VALUE,
    /** A value that another item holds already, in a field that must be unique. */
    DUPLICATE,
    /** A reference to an item that does not exist. */
    MISSING_REFERENCE,
    /** The item to be written is not there any more. */
    GONE,
    /** Writing is not allowed: locked, or beyond the account's rights. */
    FORBIDDEN,
    /** Anything else. */
    OTHER
  }
}
