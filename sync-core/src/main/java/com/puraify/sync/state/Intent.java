package com.puraify.sync.state;

import com.puraify.sync.delta.Base;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The note that is committed before a call that writes, so that a crash leaves no doubt unnoticed.
 * It is removed in the same transaction that commits what came of the call. Immutable.
 *
 * @param id unique within the sync
 * @param side the side that is written
 * @param action what kind of write it is
 * @param at when it was noted, on the engine's clock
 * @param entries the writes of the call
 */
public record Intent(String id, Side side, Action action, Instant at, List<Entry> entries) {

  /** Copies the entries. */
  public Intent {
    entries = List.copyOf(entries);
  }

  /** What kind of write is intended. */
  public enum Action {
    /** New items. */
    CREATE,
    /** New values for fields of items. */
    UPDATE,
    /** Removals. */
    DELETE
  }

  /**
   * One write.
   *
   * @param key the write's own name; of a create, its idempotency key
   * @param link the link's number; for a create, that of the link whose lost item it replaces, or 0
   * @param sourceId the id on the other side, or null if there is none any more
   * @param targetId the id on the written side, or null for a create
   * @param content fingerprints of what is written, by field id of the written side; none for a
   *     delete
   * @param sourceContent fingerprints of what the other side held of it; for a create, of all
   *     fields
   */
  public record Entry(
      String key,
      long link,
      @Nullable String sourceId,
      @Nullable String targetId,
      Base content,
      Base sourceContent) {

    /** What the key of an entry begins with whose fields are written on both sides. */
    public static final String BOTH_SIDES = "both|";
  }
}
