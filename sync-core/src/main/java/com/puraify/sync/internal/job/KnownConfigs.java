package com.puraify.sync.internal.job;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.job.JobStatus.Cause;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configurations that the host gave to this engine, as far as the store does not have them as
 * documents. Thread-safe.
 */
final class KnownConfigs {

  private final Map<String, SyncConfig> requested = new ConcurrentHashMap<>();
  private final Map<String, SyncConfig> scheduled = new ConcurrentHashMap<>();

  void requested(SyncConfig config) {
    put(requested, config);
  }

  void scheduled(SyncConfig config) {
    put(scheduled, config);
  }

  void unscheduled(String sync) {
    scheduled.remove(sync);
  }

  private static void put(Map<String, SyncConfig> known, SyncConfig config) {
    if (config.document().isPresent()) {
      known.remove(config.id());
    } else {
      known.put(config.id(), config);
    }
  }

  /** Returns whether a job or schedule of this sync could run here. */
  boolean canRun(String sync, QueueEntry entry) {
    QueuedJob waiting = entry.waiting();
    ScheduledSync plan = entry.scheduled();
    QueuedJob running = entry.running();
    return requested.containsKey(sync)
        || scheduled.containsKey(sync)
        || (running != null && running.document() != null)
        || (waiting != null && waiting.document() != null)
        || (plan != null && plan.document() != null);
  }

  /**
   * Returns the configuration that a waiting job runs with.
   *
   * @throws com.puraify.sync.error.ConfigurationException if its document is not valid any more
   */
  Optional<SyncConfig> of(String sync, QueueEntry entry) {
    QueuedJob waiting = entry.waiting();
    ScheduledSync plan = entry.scheduled();
    boolean bySchedule = waiting != null && waiting.cause() == Cause.SCHEDULE;
    Source job = new Source(requested.get(sync), waiting == null ? null : waiting.document());
    Source schedule = new Source(scheduled.get(sync), plan == null ? null : plan.document());
    return (bySchedule ? Stream.of(schedule, job) : Stream.of(job, schedule))
        .flatMap(source -> source.config().stream())
        .findFirst();
  }

  private record Source(@Nullable SyncConfig given, @Nullable String document) {
    Optional<SyncConfig> config() {
      return given != null
          ? Optional.of(given)
          : Optional.ofNullable(document).map(SyncConfig::fromJson);
    }
  }
}
