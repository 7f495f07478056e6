package com.puraify.sync.job;

import com.puraify.sync.schedule.Schedule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a scheduled sync stands. Immutable.
 *
 * @param project the sync's project
 * @param sync the sync's id
 * @param schedule when it runs
 * @param nextRun when it is due next
 * @param lastRun when it was last queued by its schedule, or null
 * @param paused whether it is {@linkplain SyncJobs#pause paused}
 */
public record ScheduleStatus(
    String project,
    String sync,
    Schedule schedule,
    Instant nextRun,
    @Nullable Instant lastRun,
    boolean paused) {}
