package com.puraify.sync.internal.schedule;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.schedule.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * When a sync's schedule is due: at the schedule's times, put off a little, always the same for a
 * sync and different among syncs. Immutable.
 */
public final class DueTimes {

  private final Schedule schedule;
  private final long share;
  private final Duration jitter;

  private DueTimes(Schedule schedule, long share, Duration jitter) {
    this.schedule = schedule;
    this.share = share;
    this.jitter = jitter;
  }

  /**
   * Returns the times of a sync's schedule.
   *
   * @param jitter by how much they are put off at most
   */
  public static DueTimes of(Schedule schedule, String sync, Duration jitter) {
    CRC32 digest = new CRC32();
    digest.update(sync.getBytes(StandardCharsets.UTF_8));
    return new DueTimes(schedule, digest.getValue(), jitter);
  }

  /**
   * Returns when it is due first.
   *
   * @param now when it is scheduled
   * @throws ConfigurationException if it never is
   */
  public Instant first(Instant now) {
    if (schedule instanceof Schedule.Every every) {
      return now.plus(every.interval()).plus(putOff(every.interval()));
    }
    return onClock(now);
  }

  /**
   * Returns when it is due after it was; times that are over are left out.
   *
   * @param due when it was due
   * @param now the time, not before that
   */
  public Instant following(Instant due, Instant now) {
    if (schedule instanceof Schedule.Every every) {
      long missed = Duration.between(due, now).dividedBy(every.interval());
      return due.plus(every.interval().multipliedBy(missed + 1));
    }
    return onClock(now);
  }

  /** Returns when runs that were missed are made up for by one. */
  public Instant madeUpFor(Instant now) {
    return now.plus(putOff(Duration.ofDays(1)));
  }

  private Instant onClock(Instant now) {
    CronTimes times = times();
    Instant next = next(times, now);
    return next.plus(putOff(Duration.between(next, next(times, next))));
  }

  private Instant next(CronTimes times, Instant after) {
    return times
        .next(after)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "schedule", "'" + schedule + "' never comes; look at its day and month"));
  }

  private CronTimes times() {
    if (schedule instanceof Schedule.DailyAt daily) {
      String fields = daily.time().getMinute() + " " + daily.time().getHour() + " * * *";
      return CronTimes.of(fields, daily.zone());
    }
    Schedule.Cron cron = (Schedule.Cron) schedule;
    return CronTimes.of(cron.expression(), cron.zone());
  }

  /** A tenth of the time between two runs at most, so that their order stays. */
  private Duration putOff(Duration between) {
    Duration most = between.dividedBy(10);
    long bound = (most.compareTo(jitter) < 0 ? most : jitter).toMillis();
    return Duration.ofMillis(bound <= 0 ? 0 : share % (bound + 1));
  }
}
