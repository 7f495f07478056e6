package com.puraify.sync.connector;

import com.puraify.sync.value.Fields;
import java.util.List;

/** One change that the engine asks a platform to make. Immutable. */
public sealed interface Write {

  /**
   * A new item.
   *
   * @param key the engine's name for this creation: the same whenever it is tried again, and fit as
   *     an idempotency key; a UUID in lower case
   * @param fields the values to create it with, by field id
   * @param matchFields the ids of the fields that identify an item by the mapping, possibly none;
   *     an entity that declares {@link Capabilities.CreateSafety#UPSERT} may upsert on them, if
   *     none of their values is empty. The engine gives none at present: what an upsert hits may be
   *     an item that nobody has looked at
   */
  record Create(String key, Fields fields, List<String> matchFields) implements Write {
    /** Copies the list. */
    public Create {
      matchFields = List.copyOf(matchFields);
    }
  }

  /**
   * New values for some fields of an item.
   *
   * @param id the item's id
   * @param fields the values to write, by field id
   * @param expected what the item must still hold; conditional entities check it in the same step
   */
  record Update(String id, Fields fields, Expectation expected) implements Write {}

  /**
   * The removal of an item: into the trash where the platform has one.
   *
   * @param id the item's id
   * @param expected what the item must still hold; conditional entities check it in the same step
   */
  record Delete(String id, Expectation expected) implements Write {}
}
