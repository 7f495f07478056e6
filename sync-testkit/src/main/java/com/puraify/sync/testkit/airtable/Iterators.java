package com.puraify.sync.testkit.airtable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lists that are being paged through: which records and in which order is frozen at the first
 * page. Guarded by the lock of the workspace.
 */
final class Iterators {
  private static final int MOST = 200;

  /** One list. */
  static final class Run {
    final String id;
    final String fingerprint;
    final List<String> recordIds;
    Instant lastAsked;
    int pages;

    private Run(String id, String fingerprint, List<String> recordIds, Instant now) {
      this.id = id;
      this.fingerprint = fingerprint;
      this.recordIds = recordIds;
      this.lastAsked = now;
    }

    /** Returns what leads to the record at this place. */
    String offset(int place) {
      return id + "/" + recordIds.get(place);
    }
  }

  /**
   * A place in a list.
   *
   * @param at the index of the next record
   */
  record Place(Run run, int at) {}

  private final Workspace workspace;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  Iterators(Workspace workspace) {
    this.workspace = workspace;
  }

  String nextId() {
    return workspace.ids.passing("itr");
  }

  Place open(String id, String fingerprint, List<String> recordIds) {
    Run run = new Run(id, fingerprint, recordIds, workspace.now());
    Instant dead = workspace.now().minus(workspace.quirks.iteratorLife());
    runs.values().removeIf(other -> other.lastAsked.isBefore(dead));
    runs.put(id, run);
    if (runs.size() > MOST) {
      runs.remove(runs.keySet().iterator().next());
    }
    return new Place(run, 0);
  }

  Place resume(String offset, String fingerprint) {
    int slash = offset.indexOf('/');
    String id = slash < 0 ? "" : offset.substring(0, slash);
    String record = offset.substring(slash + 1);
    if (!Ids.is("itr", id) || !Ids.is("rec", record)) {
      throw AirtableError.refused(
          "INVALID_OFFSET_VALUE", "The value of offset " + offset + " is invalid");
    }
    Run run = runs.get(id);
    Instant now = workspace.now();
    if (run == null
        || workspace.quirks.iteratorsLost()
        || now.isAfter(run.lastAsked.plus(workspace.quirks.iteratorLife()))) {
      throw AirtableError.refused("LIST_RECORDS_ITERATOR_NOT_AVAILABLE", null);
    }
    int place = run.recordIds.indexOf(record);
    if (place < 0 || !run.fingerprint.equals(fingerprint)) {
      throw AirtableError.refused(
          "INVALID_OFFSET_VALUE", "The value of offset belongs to another list");
    }
    run.lastAsked = now;
    return new Place(run, place);
  }

  void forget() {
    runs.clear();
  }
}
