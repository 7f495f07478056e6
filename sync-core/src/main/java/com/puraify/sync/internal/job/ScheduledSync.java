package com.puraify.sync.internal.job;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.job.Turn;
import com.puraify.sync.schedule.Schedule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the state store keeps of a schedule. Immutable.
 *
 * @param project the project of its sync
 * @param priority how urgent its runs are
 * @param schedule when it is due, in words
 * @param next when it is due next
 * @param last when it last queued a run, or null
 * @param document the document of its sync, or null
 */
record ScheduledSync(
    String project,
    Priority priority,
    String schedule,
    Instant next,
    @Nullable Instant last,
    @Nullable String document) {

  /** Returns whether its words are a schedule. */
  boolean isReadable() {
    try {
      Schedule.parse(schedule);
      return true;
    } catch (ConfigurationException e) {
      return false;
    }
  }

  ScheduledSync dueAt(Instant time) {
    return new ScheduledSync(project, priority, schedule, time, last, document);
  }

  ScheduledSync ran(Instant at, Instant following) {
    return new ScheduledSync(project, priority, schedule, following, at, document);
  }

  Turn turn(String sync) {
    return Turn.of(sync, next, priority, next);
  }

  Json json() {
    return Json.object(
        members -> {
          members
              .put("project", project)
              .put("priority", QueuedJob.word(priority))
              .put("schedule", schedule)
              .put("next", next.toString());
          QueuedJob.put(members, "last", last);
          QueuedJob.put(members, "document", document);
        });
  }

  static @Nullable ScheduledSync read(Json json) {
    if (json.isMissing()) {
      return null;
    }
    return new ScheduledSync(
        json.at("project").text(),
        Priority.valueOf(QueuedJob.constant(json.at("priority"))),
        json.at("schedule").text(),
        Instant.parse(json.at("next").text()),
        QueuedJob.time(json.at("last")),
        json.at("document").textOrNull());
  }
}
