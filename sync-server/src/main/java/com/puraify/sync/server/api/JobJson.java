package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.job.ScheduleStatus;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.server.http.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How jobs and schedules look as JSON. */
final class JobJson {

  private JobJson() {}

  static ObjectNode of(JobStatus job) {
    ObjectNode node = JsonText.object();
    node.put("job_id", job.id());
    node.put("status", job.state().word());
    node.put("sync_id", job.sync());
    node.put("project_id", job.project());
    node.put("priority", job.priority().name().toLowerCase(Locale.ROOT));
    node.put("cause", job.cause().word());
    node.put("queued_at", job.queuedAt().toString());
    put(node, "not_before", job.notBefore());
    put(node, "started_at", job.startedAt());
    put(node, "finished_at", job.finishedAt());
    if (job.run() != null) {
      node.put("run_id", job.run());
    }
    if (job.progress() != null) {
      node.set("progress", of(job.progress()));
    }
    if (job.report() != null) {
      node.set("report", JsonText.own(job.report()));
    }
    if (job.failure() != null) {
      node.put("failure", job.failure());
    }
    return node;
  }

  static ObjectNode of(ScheduleStatus schedule) {
    ObjectNode node = JsonText.object();
    node.put("sync_id", schedule.sync());
    node.put("project_id", schedule.project());
    node.put("schedule", schedule.schedule().toString());
    node.put("next_run", schedule.nextRun().toString());
    put(node, "last_run", schedule.lastRun());
    node.put("paused", schedule.paused());
    return node;
  }

  private static ObjectNode of(SyncProgress progress) {
    ObjectNode node = JsonText.object();
    node.put("phase", progress.phase().word());
    node.put("read", progress.read());
    node.put("planned", progress.planned());
    node.put("written", progress.written());
    Duration wait = progress.nextCall();
    if (wait != null) {
      node.put("next_call_in", wait.toString());
    }
    return node;
  }

  private static void put(ObjectNode node, String name, @Nullable Instant at) {
    if (at != null) {
      node.put(name, at.toString());
    }
  }
}
