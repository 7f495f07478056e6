package com.puraify.sync.internal.report;

/**
 * What a run did on one side. Immutable.
 *
 * @param read how many items it read
 * @param created how many items it created
 * @param updated how many items it updated
 * @param deleted how many items it deleted
 * @param apiCalls how many calls it made, 0 where calls do not count
 */
public record SideCounts(long read, long created, long updated, long deleted, long apiCalls) {

  /** Nothing. */
  public static final SideCounts NONE = new SideCounts(0, 0, 0, 0, 0);
}
