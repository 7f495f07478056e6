package com.puraify.sync.job;

import java.util.List;
import java.util.Optional;

/** The engine's queue and its schedules. Thread-safe. */
public interface SyncJobs {

  /** Returns a job that waits, is under way, or was over lately. */
  Optional<Job> find(String id);

  /** Returns the jobs that wait, are under way, or were over lately; newest first. */
  List<JobStatus> list();

  /** Returns the scheduled syncs, the next due first. */
  List<ScheduleStatus> schedules();

  /**
   * Ends a sync's schedule; a job that it queued already stays.
   *
   * @return whether there was one
   */
  boolean unschedule(String sync);

  /**
   * Holds a sync back: no job of it begins until it is resumed, whoever asks. A run that is under
   * way goes on. It is remembered.
   */
  void pause(String sync);

  /** Lets a sync run again. What became due meanwhile is made up for by one run. */
  void resume(String sync);

  /** Returns whether a sync is paused. */
  boolean isPaused(String sync);
}
