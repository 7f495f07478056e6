package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A session of a platform that is called for one item at a time.
 *
 * <p>Such a connector gets, creates, updates and deletes one item in one call, and lets failures be
 * thrown. What they mean for the item is worked out here: an id that is not found is gone, content
 * that is refused is rejected, a lost answer leaves the outcome unknown, and anything else ends the
 * call as a whole. Holds nothing unless a connector does.
 */
public interface ItemwiseSession extends EntitySession {

  /**
   * Reads one item.
   *
   * @param fields the ids of the fields that are wanted
   * @throws ConnectorException of kind {@code NOT_FOUND} if there is no such item
   */
  Item get(String id, Set<String> fields);

  /**
   * Creates one item.
   *
   * @return the item as it is now, with at least the fields that were written
   * @throws ConnectorException of kind {@code INVALID} if it is refused
   */
  Item create(Write.Create write);

  /**
   * Changes one item.
   *
   * @return the item as it is now, with at least the fields that were written
   * @throws ConnectorException of kind {@code INVALID} if it is refused, {@code NOT_FOUND} if there
   *     is no such item, {@code STALE} if it is not as expected
   */
  Item update(Write.Update write);

  /**
   * Deletes one item.
   *
   * @throws ConnectorException as {@link #update} does
   */
  void delete(Write.Delete write);

  /**
   * Says why an item is not there that was not found. Unless a connector knows better, nothing is
   * known of it: then its delete is not carried over to the other side.
   */
  default Lookup.Gone gone(String id) {
    return Lookup.Gone.because(id, Lookup.Reason.UNKNOWN);
  }

  @Override
  default List<Lookup> lookup(List<String> ids, Set<String> fields) {
    List<Lookup> answers = new ArrayList<>(ids.size());
    for (String id : ids) {
      try {
        answers.add(new Lookup.Found(get(id, fields)));
      } catch (ConnectorException e) {
        if (e.kind() != ConnectorException.Kind.NOT_FOUND) {
          throw e;
        }
        answers.add(gone(id));
      }
    }
    return answers;
  }

  @Override
  default List<WriteResult> write(List<? extends Write> batch) {
    if (batch.size() != 1) {
      throw new IllegalArgumentException("items are written one at a time, not " + batch.size());
    }
    return List.of(write(batch.get(0)));
  }

  private WriteResult write(Write write) {
    try {
      if (write instanceof Write.Create create) {
        return WriteResult.Done.with(create(create));
      }
      if (write instanceof Write.Update update) {
        return WriteResult.Done.with(update(update));
      }
      Write.Delete delete = (Write.Delete) write;
      delete(delete);
      return new WriteResult.Done(delete.id(), null, null);
    } catch (ConnectorException e) {
      return WriteResult.afterFailure(write, e);
    }
  }

  @Override
  default void close() {
    // holds nothing
  }
}
