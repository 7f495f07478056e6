package com.puraify.sync.value;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row, page or object as it was read.
 *
 * <p>Immutable.
 *
 * @param id the platform's id of the item; never reused while the item exists
 * @param fields the values that were read, by field id
 * @param modifiedAt when the platform says that it was last changed, or null if it does not say;
 *     used by {@code latestWins} alone
 * @param version the platform's version of it (etag, row version), or null if it has none; passed
 *     back with a conditional write
 */
public record Item(
    String id, Fields fields, @Nullable Instant modifiedAt, @Nullable String version) {

  /** Checks that nothing is missing. */
  public Item {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(fields, "fields");
  }

  /** Returns an item without a time of change and without a version. */
  public static Item of(String id, Fields fields) {
    return new Item(id, fields, null, null);
  }

  /** Returns this item with other fields. */
  public Item withFields(Fields others) {
    return new Item(id, others, modifiedAt, version);
  }
}
