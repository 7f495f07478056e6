package com.puraify.sync.report;

import com.puraify.sync.error.SyncException;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run did. Immutable. */
public interface SyncReport {

  /** Returns the id of the sync. */
  String sync();

  /** Returns the id of the run. */
  String run();

  /** Returns how it ended. */
  SyncStatus status();

  /** Returns when it began. */
  Instant startedAt();

  /** Returns when it ended. */
  Instant finishedAt();

  /** Returns how many items it created, changed or removed on either side, each counted once. */
  long syncedItems();

  /** Returns how many items it created on a side. */
  long created(Side side);

  /** Returns how many items it updated on a side. */
  long updated(Side side);

  /** Returns how many items it deleted on a side. */
  long deleted(Side side);

  /** Returns how many items it read on a side. */
  long read(Side side);

  /** Returns how many pairs of items it linked because they match. */
  long matched();

  /** Returns how many conflicts it met, settled or held. */
  long conflictsDetected();

  /**
   * Returns how its conflicts were settled: {@code none}, {@code auto_override_from_remote}, {@code
   * auto_override_from_local}, {@code pending_manual_review}, {@code latest_wins}, {@code custom},
   * or {@code mixed}.
   */
  String conflictResolution();

  /** Returns how many items wait for a person, including those from earlier runs. */
  long openCases();

  /** Returns the items that could not be written, at most {@value #MAX_REJECTIONS} of them. */
  List<Rejection> rejections();

  /** Returns how many items could not be written. */
  long rejected();

  /** Returns how many calls were made to the platform of a side; 0 where calls do not count. */
  long apiCalls(Side side);

  /** Returns why the run is not a full success, and what else is worth knowing. */
  List<String> notes();

  /** Returns what stopped the run, if anything did. */
  Optional<SyncException> failure();

  /**
   * Returns when a run can go on from here, if this one is {@link SyncStatus#PAUSED} and the
   * platform or the account's limits tell. A run before that ends at once, likewise paused.
   */
  Optional<Instant> resumeAt();

  /**
   * Returns this report if nothing stopped the run.
   *
   * @throws SyncException what stopped the run
   */
  default SyncReport orThrow() {
    if (failure().isPresent()) {
      throw failure().get();
    }
    return this;
  }

  /** Returns the report as one line of JSON, as documented in {@code ENGINE_SPEC.md}. */
  String toJson();

  /** How many rejections a report lists. */
  int MAX_REJECTIONS = 100;
}
