package com.puraify.sync.internal.report;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run that is over, made by a {@link ReportBuilder}. Immutable.
 *
 * @param stoppedBy what stopped the run, or null if nothing did
 * @param goesOn when a run can go on, or null
 */
record FinishedReport(
    String sync,
    String run,
    SyncStatus status,
    Instant startedAt,
    Instant finishedAt,
    long syncedItems,
    SideCounts local,
    SideCounts remote,
    long matched,
    long conflictsDetected,
    String conflictResolution,
    long openCases,
    List<Rejection> rejections,
    long rejected,
    List<String> notes,
    @Nullable SyncException stoppedBy,
    @Nullable Instant goesOn)
    implements SyncReport {

  FinishedReport {
    rejections = List.copyOf(rejections);
    notes = List.copyOf(notes);
  }

  @Override
  public long created(Side side) {
    return counts(side).created();
  }

  @Override
  public long updated(Side side) {
    return counts(side).updated();
  }

  @Override
  public long deleted(Side side) {
    return counts(side).deleted();
  }

  @Override
  public long read(Side side) {
    return counts(side).read();
  }

  @Override
  public long apiCalls(Side side) {
    return counts(side).apiCalls();
  }

  @Override
  public Optional<SyncException> failure() {
    return Optional.ofNullable(stoppedBy);
  }

  @Override
  public Optional<Instant> resumeAt() {
    return Optional.ofNullable(goesOn);
  }

  /** The platform's members come first, in the platform's order; what is ours follows. */
  @Override
  public String toJson() {
    return Json.object(
            members -> {
              members
                  .put("status", status.word())
                  .put("synced_items", syncedItems)
                  .put("conflicts_detected", conflictsDetected)
                  .put("conflict_resolution", conflictResolution)
                  .put("last_sync", seconds(finishedAt))
                  .put("sync_id", sync)
                  .put("run_id", run)
                  .put("started_at", seconds(startedAt))
                  .put("local", json(local))
                  .put("remote", json(remote))
                  .put("matched", matched)
                  .put("rejected", rejected)
                  .put(
                      "rejections",
                      Json.array(rejections.stream().map(FinishedReport::json).toList()))
                  .put("open_cases", openCases)
                  .put("notes", Json.array(notes.stream().map(Json::of).toList()));
              if (goesOn != null) { // rounded up: nobody is to come too early
                members.put("resume_at", seconds(goesOn.plusNanos(999_999_999)));
              }
              SyncException failure = stoppedBy;
              if (failure != null) {
                members.put("failure", json(failure));
              }
            })
        .toString();
  }

  private SideCounts counts(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Json json(SideCounts counts) {
    return Json.object(
        members ->
            members
                .put("read", counts.read())
                .put("created", counts.created())
                .put("updated", counts.updated())
                .put("deleted", counts.deleted())
                .put("api_calls", counts.apiCalls()));
  }

  private static Json json(Rejection rejection) {
    return Json.object(
        members ->
            members
                .put("side", word(rejection.side()))
                .put("local_id", rejection.localId())
                .put("remote_id", rejection.remoteId())
                .put("reason", word(rejection.reason()))
                .put("field", rejection.field())
                .put("detail", rejection.detail()));
  }

  private static Json json(SyncException failure) {
    return Json.object(
        members -> members.put("code", failure.code()).put("message", failure.getMessage()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
