package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.List;
import java.util.Set;

/**
 * An entity that is open for one run.
 *
 * <p>The engine calls, in this order: {@link #key}, {@link #capabilities}, {@link #schema}, then
 * any number of {@link #read}, {@link #lookup}, {@link #find} and {@link #write}, and last {@link
 * #close}. Reads come from one thread at a time. Writes come from up to {@link
 * Capabilities#parallelWrites} threads at once, never two for the same item, and never while a read
 * is under way. Every call may block; one whose thread is interrupted ends within a second with a
 * {@link com.puraify.sync.error.SyncCancelledException}.
 *
 * <p>A call that fails as a whole throws a {@link ConnectorException}; what befalls a single item
 * is part of the answer.
 */
public interface EntitySession extends AutoCloseable {

  /** Returns what identifies the entity for good. */
  EntityKey key();

  /** Returns what this entity can do. The answer never changes while the session is open. */
  Capabilities capabilities();

  /**
   * Returns the entity's fields as they are now. Called once per run.
   *
   * @throws ConnectorException if the platform cannot be asked
   */
  Schema schema();

  /**
   * Reads one page.
   *
   * <p>Each item that exists from the beginning of the first page's read to the end of the last
   * page's appears at least once in a {@linkplain ReadRequest.Scope#ALL full read}; repeats are
   * allowed. A page may be empty and still have a next one. A {@linkplain ReadRequest.Scope#CHANGES
   * read of changes} delivers at least what changed since the checkpoint was given out, and may
   * deliver more.
   *
   * @throws ConnectorException if the page cannot be read; the engine may ask for it again
   */
  Page read(ReadRequest request);

  /**
   * Reads items by their ids, and says of each that is not there what became of it.
   *
   * @param ids at most {@link Capabilities#lookupBatch} ids
   * @param fields the ids of the fields that are wanted
   * @return one answer per id, in the order of the ids
   * @throws ConnectorException if the platform cannot be asked
   */
  List<Lookup> lookup(List<String> ids, Set<String> fields);

  /**
   * Finds items by content. Called when {@link Capabilities#findable} says so, to recover creates
   * whose outcome is unknown, and to match items of a side that was not read in full.
   *
   * @return every item that fits the request, possibly with others
   * @throws ConnectorException of kind {@code UNSUPPORTED} unless declared; or if the platform
   *     cannot be asked
   */
  default List<Item> find(FindRequest request) {
    throw new ConnectorException(
        ConnectorException.Kind.UNSUPPORTED, key().platform() + " cannot find items by content");
  }

  /**
   * Writes a batch of actions of one kind, and says of each what came of it.
   *
   * <p>Only the fields that an action mentions are written. A write that cannot be known to have
   * failed is {@link WriteResult.Unknown}, never an exception and never repeated by the connector.
   *
   * @param batch actions of one kind, at most as many as {@link Capabilities} allows for it
   * @return one result per action, in the order of the batch
   * @throws ConnectorException if nothing of the batch was written; of kind {@code INVALID} if the
   *     batch was refused for its content, upon which the engine looks for the culprit in halves
   */
  List<WriteResult> write(List<? extends Write> batch);

  /** Ends the use of this session. Releases what it holds; never throws. */
  @Override
  void close();
}
