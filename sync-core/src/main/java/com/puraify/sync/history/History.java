package com.puraify.sync.history;

import com.puraify.sync.report.SyncReport;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a sync, as its state store remembers it, for as long as the sync's {@code
 * keepJournal} says.
 *
 * <p>It knows what the engine did, not what people did: an edit shows as the change that it led to.
 * Items are found by either side's id, also after they were deleted or are no longer linked. A
 * write of a run that was cut off is told as made unless it is known not to be. Thread-safe; each
 * call reads the store anew.
 *
 * <p>Every method throws {@link com.puraify.sync.error.StateException} if the store cannot be
 * reached, or holds what this version cannot read.
 */
public interface History {

  /**
   * Returns the reports of past runs, newest first. A run that was killed left none.
   *
   * @param limit how many at most
   */
  List<SyncReport> runs(int limit);

  /** Returns the report of a run, if it left one and that is still kept. */
  Optional<SyncReport> run(String id);

  /**
   * Returns what a run changed, newest first, one entry for each write of an item.
   *
   * <p>Of the items that it created, some hundred come with their values; the entries of further
   * ones have no fields. All of it is held in memory at once.
   */
  List<Change> changes(String run);

  /**
   * Returns what was changed of an item and of its counterparts, newest first.
   *
   * @param side the side that the id is of
   * @param id the item's id
   * @param limit how many at most
   */
  List<Change> changes(Side side, String id, int limit);

  /**
   * Returns why each field of an item has its value, as far as syncing has to do with it.
   *
   * @param side the side that the id is of
   * @param id the item's id
   */
  Explanation explain(Side side, String id);
}
