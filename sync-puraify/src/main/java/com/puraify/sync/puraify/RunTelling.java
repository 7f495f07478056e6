package com.puraify.sync.puraify;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.puraify.MonitoringLog.LogEntry;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts events into entries: steps one by one, items in batches. Thread-safe. */
final class RunTelling {

  private static final int MOST_RUNS = 10_000;

  private final TimeSource time;
  private final int batch;
  private final Consumer<LogEntry> out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Known> runs = new HashMap<>();

  /** What is known of a run that is under way. */
  private static final class Known {
    private final String project;
    private final String platform;
    private final long begun;
    private SyncProgress.@Nullable Phase phase;
    private final Map<String, List<Json>> items = new HashMap<>();

    Known(String project, String platform, long begun) {
      this.project = project;
      this.platform = platform;
      this.begun = begun;
    }
  }

  RunTelling(TimeSource time, int batch, Consumer<LogEntry> out) {
    this.time = time;
    this.batch = batch;
    this.out = out;
  }

  void tell(SyncEvent event) {
    lock.lock();
    try {
      dispatch(event);
    } finally {
      lock.unlock();
    }
  }

  private void dispatch(SyncEvent event) {
    if (event instanceof SyncEvent.RunStarted started) {
      if (runs.size() < MOST_RUNS) {
        runs.put(event.run(), new Known(started.project(), started.platform(), time.nanos()));
      }
      step(event, "info", "run_started", "the run has begun", Json.object());
    } else if (event instanceof SyncEvent.Progressed progressed) {
      phase(event, progressed.progress());
    } else if (event instanceof SyncEvent.ItemWritten item) {
      collect(event, "items_written", written(item));
    } else if (event instanceof SyncEvent.ItemsLinked linked) {
      collect(event, "items_linked", ids(linked.localId(), linked.remoteId()));
    } else if (event instanceof SyncEvent.ConflictResolved resolved) {
      collect(event, "conflicts_resolved", resolved(resolved));
    } else if (event instanceof SyncEvent.ItemRejected rejected) {
      collect(event, "items_rejected", rejected(rejected));
    } else if (event instanceof SyncEvent.ConflictHeld held) {
      step(event, "warning", "conflict_held", held.conflict().question(), facts(held.conflict()));
    } else if (event instanceof SyncEvent.CaseOpened opened) {
      step(event, "warning", "case_opened", opened.question().question(), facts(opened.question()));
    } else if (event instanceof SyncEvent.GuardTripped guard) {
      step(event, "warning", "guard_tripped", guard.guard().message(), Json.object());
    } else if (event instanceof SyncEvent.RunFinished finished) {
      finished(event, finished.report());
    } else if (event instanceof SyncEvent.RunAborted aborted) {
      aborted(aborted);
    }
  }

  private void phase(SyncEvent event, SyncProgress progress) {
    Known run = runs.get(event.run());
    if (run == null || progress.phase() == run.phase) {
      return;
    }
    run.phase = progress.phase();
    flush(event, run);
    step(
        event,
        "info",
        "phase",
        "the run is " + progress.phase().word(),
        Json.object(
            facts ->
                facts
                    .put("phase", progress.phase().word())
                    .put("items_read", progress.read())
                    .put("items_planned", progress.planned())
                    .put("items_done", progress.written())));
  }

  private void finished(SyncEvent event, SyncReport report) {
    Known run = runs.get(event.run());
    if (run != null) {
      flush(event, run);
    }
    boolean failed = report.status() == SyncStatus.FAILED;
    boolean whole = report.status() == SyncStatus.SUCCESS;
    Json facts =
        Json.object(
            members -> {
              members.put("report", Json.parse(report.toJson()));
              members.put("duration_ms", duration(run));
              report.failure().ifPresent(e -> members.put("error_type", e.code()));
            });
    String text = "the run ended: " + report.status().word();
    emit(
        event,
        failed ? "error" : whole ? "info" : "warning",
        "run_finished",
        text,
        report.status().word(),
        facts,
        false);
    if (failed) {
      String why = report.failure().map(SyncException::getMessage).orElse("");
      emit(
          event,
          "critical",
          "run_failed",
          "sync '" + event.sync() + "' failed: " + why,
          "failed",
          facts,
          true);
    } else if (report.status() == SyncStatus.NEEDS_APPROVAL) {
      emit(
          event,
          "warning",
          "approval_needed",
          "sync '" + event.sync() + "' has reached a safety limit and waits for approval",
          "needs_approval",
          facts,
          true);
    }
    runs.remove(event.run());
  }

  private void aborted(SyncEvent.RunAborted event) {
    Known known = runs.get(event.run());
    if (known != null) {
      flush(event, known);
    } else if (runs.size() < MOST_RUNS) {
      runs.put(event.run(), new Known(event.project(), event.platform(), time.nanos()));
    }
    String text = "sync '" + event.sync() + "' could not run: " + event.failure().getMessage();
    Json facts =
        Json.object(
            members ->
                members
                    .put("error_type", event.failure().code())
                    .put("duration_ms", duration(known)));
    emit(event, "error", "run_aborted", text, "failed", facts, false);
    emit(event, "critical", "run_failed", text, "failed", facts, true);
    runs.remove(event.run());
  }

  private long duration(@Nullable Known run) {
    return run == null ? 0 : Math.max(0, (time.nanos() - run.begun) / 1_000_000);
  }

  /** A run that is not known began before the listener did, or too many are under way at once. */
  private void collect(SyncEvent event, String type, Json item) {
    Known run = runs.get(event.run());
    if (run == null) {
      emitItems(event, type, List.of(item));
      return;
    }
    List<Json> items = run.items.computeIfAbsent(type, each -> new ArrayList<>());
    items.add(item);
    if (items.size() >= batch) {
      emitItems(event, type, items);
      items.clear();
    }
  }

  private void flush(SyncEvent event, Known run) {
    run.items.keySet().stream()
        .sorted()
        .forEach(
            type -> {
              List<Json> items = run.items.get(type);
              if (items != null && !items.isEmpty()) {
                emitItems(event, type, items);
              }
            });
    run.items.clear();
  }

  private void emitItems(SyncEvent event, String type, List<Json> items) {
    String level = type.equals("items_rejected") ? "warning" : "info";
    step(
        event,
        level,
        type,
        items.size() + " " + type.replace('_', ' '),
        Json.object(facts -> facts.put("count", items.size()).put("items", Json.array(items))));
  }

  private void step(SyncEvent event, String level, String type, String text, Json more) {
    emit(event, level, type, text, level.equals("info") ? "ok" : level, more, false);
  }

  private void emit(
      SyncEvent event,
      String level,
      String type,
      String text,
      String status,
      Json more,
      boolean alert) {
    Known run = runs.get(event.run());
    Json facts =
        Json.object(
            members -> {
              members.put("text", text).put("event_type", type).put("action", "sync");
              members.put("status", status).put("timestamp", time.instant().toString());
              members.put("sync_id", event.sync()).put("flow_id", event.run());
              if (run != null) {
                members.put("project_id", run.project).put("platform", run.platform);
              }
              more.members().forEach(members::put);
            });
    out.accept(new LogEntry(level, alert, facts));
  }

  private static Json written(SyncEvent.ItemWritten item) {
    return Json.object(
        facts ->
            facts
                .put("side", item.side().name().toLowerCase(Locale.ROOT))
                .put("action", item.action())
                .put("id", item.id()));
  }

  private static Json ids(@Nullable String localId, @Nullable String remoteId) {
    return Json.object(facts -> facts.put("local_id", localId).put("remote_id", remoteId));
  }

  private static Json resolved(SyncEvent.ConflictResolved event) {
    return Json.object(
        facts ->
            facts
                .put("local_id", event.localId())
                .put("remote_id", event.remoteId())
                .put("field", event.decision().localField())
                .put("rule", event.decision().rule())
                .put("outcome", event.decision().outcome().name().toLowerCase(Locale.ROOT)));
  }

  private static Json rejected(SyncEvent.ItemRejected event) {
    return Json.object(
        facts ->
            facts
                .put("side", event.rejection().side().name().toLowerCase(Locale.ROOT))
                .put("local_id", event.rejection().localId())
                .put("remote_id", event.rejection().remoteId())
                .put("reason", event.rejection().reason().name().toLowerCase(Locale.ROOT))
                .put("field", event.rejection().field())
                .put("detail", event.rejection().detail()));
  }

  /** What a case says without the values: those are for whoever answers it. */
  private static Json facts(Case question) {
    return Json.object(
        facts ->
            facts
                .put("case_id", question.id())
                .put("kind", question.kind().name().toLowerCase(Locale.ROOT))
                .put("field", question.field()));
  }
}
