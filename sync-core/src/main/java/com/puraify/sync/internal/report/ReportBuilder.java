package com.puraify.sync.internal.report;

import com.puraify.sync.error.SyncException;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a run does. Thread-safe.
 *
 * <p>The status is {@link SyncStatus#SUCCESS} until another one is set; counting never changes it.
 */
public final class ReportBuilder {

  /** How many notes a report has; of further ones it says only that they were left out. */
  static final int MAX_NOTES = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final String sync;
  private final String run;
  private final Instant startedAt;

  private final Tally local = new Tally();
  private final Tally remote = new Tally();
  private SyncStatus status = SyncStatus.SUCCESS;
  private long syncedItems;
  private long matched;
  private long conflicts;
  private final Set<String> settled = new TreeSet<>();
  private long openCases;
  private final List<Rejection> rejections = new ArrayList<>();
  private long rejected;
  private final Set<String> notes = new LinkedHashSet<>();
  private boolean notesLeftOut;
  private @Nullable SyncException failure;
  private @Nullable Instant resumeAt;

  private static final class Tally {
    private long read;
    private long created;
    private long updated;
    private long deleted;
    private long apiCalls;

    SideCounts counts() {
      return new SideCounts(read, created, updated, deleted, apiCalls);
    }
  }

  private ReportBuilder(String sync, String run, Instant startedAt) {
    this.sync = sync;
    this.run = run;
    this.startedAt = startedAt;
  }

  /** Returns a builder for a run that has just begun. */
  public static ReportBuilder of(String sync, String run, Instant startedAt) {
    return new ReportBuilder(sync, run, startedAt);
  }

  /** Counts items that were read. */
  public void read(Side side, long count) {
    locked(() -> tally(side).read += count);
  }

  /** Counts an item that was created. */
  public void created(Side side) {
    locked(() -> tally(side).created++);
  }

  /** Counts an item that was updated. */
  public void updated(Side side) {
    locked(() -> tally(side).updated++);
  }

  /** Counts an item that was deleted. */
  public void deleted(Side side) {
    locked(() -> tally(side).deleted++);
  }

  /** Counts calls. */
  public void apiCalls(Side side, long count) {
    locked(() -> tally(side).apiCalls += count);
  }

  /** Counts an item that was created, changed or removed, once for both sides together. */
  public void itemSynced() {
    locked(() -> syncedItems++);
  }

  /** Counts a pair of items that was linked because it matches. */
  public void itemsMatched() {
    locked(() -> matched++);
  }

  /**
   * Counts a conflict that was settled by a strategy.
   *
   * @param strategy the strategy's name
   */
  public void conflictSettled(String strategy) {
    conflict(
        switch (strategy) {
          case "prefer_remote" -> "auto_override_from_remote";
          case "prefer_local" -> "auto_override_from_local";
          case "latest_wins" -> "latest_wins";
          default -> "custom";
        });
  }

  /** Counts a conflict that waits for a person, under whatever strategy. */
  public void conflictHeld() {
    conflict("pending_manual_review");
  }

  /** Counts a conflict that stopped the run, and so was not settled at all. */
  public void conflictFailed() {
    locked(() -> conflicts++);
  }

  /** Sets how many items wait for a person, including those from earlier runs. */
  public void openCases(long count) {
    locked(() -> openCases = count);
  }

  /** Counts an item that could not be written. */
  public void rejected(Rejection rejection) {
    locked(
        () -> {
          rejected++;
          if (rejections.size() < SyncReport.MAX_REJECTIONS) {
            rejections.add(rejection);
          }
        });
  }

  /** Adds a sentence that is worth knowing, unless it was added already. */
  public void note(String sentence) {
    locked(
        () -> {
          if (notes.size() < MAX_NOTES) {
            notes.add(sentence);
          } else if (!notes.contains(sentence)) {
            notesLeftOut = true;
          }
        });
  }

  /** Sets how the run ends. */
  public void status(SyncStatus end) {
    locked(() -> status = end);
  }

  /** Sets what stopped the run. The status is the caller's to set. */
  public void failure(SyncException cause) {
    locked(() -> failure = cause);
  }

  /** Sets when a later run can go on. */
  public void resumeAt(Instant moment) {
    locked(() -> resumeAt = moment);
  }

  /** Returns how many items could not be written so far. */
  public long rejected() {
    return lockedGet(() -> rejected);
  }

  /** Returns the report as it is now, of a run that is over. */
  public SyncReport build(Instant finishedAt) {
    return lockedGet(
        () -> {
          List<String> said = new ArrayList<>(notes);
          if (notesLeftOut) {
            said.add("further notes were left out");
          }
          return new FinishedReport(
              sync,
              run,
              status,
              startedAt,
              finishedAt,
              syncedItems,
              local.counts(),
              remote.counts(),
              matched,
              conflicts,
              resolution(),
              openCases,
              rejections,
              rejected,
              said,
              failure,
              resumeAt);
        });
  }

  private void conflict(String resolution) {
    locked(
        () -> {
          conflicts++;
          settled.add(resolution);
        });
  }

  private String resolution() {
    if (settled.isEmpty()) {
      return "none";
    }
    return settled.size() == 1 ? settled.iterator().next() : "mixed";
  }

  private Tally tally(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T lockedGet(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
