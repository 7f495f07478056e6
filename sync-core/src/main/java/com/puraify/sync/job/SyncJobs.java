package com.puraify.sync.job;

import java.util.List;
import java.util.Optional;

/**
 * The engine's queue and its schedules. Thread-safe.
 *
 * <p>Of each sync at most one job waits and one is under way. Jobs begin in the order in which they
 * were asked for, as if each had come later by {@link Turn#AGEING} per step of lower priority, as
 * many at once as {@linkplain com.puraify.sync.SyncEngine.Builder#maxRuns the engine may run}.
 *
 * <p>Queue and schedules are kept in the state store, and taken up again by the next engine on it.
 * Of a sync that was made from JSON the store keeps the document. A sync that was made by the
 * builder goes on when the host submits or schedules it anew: its schedule where it was, and its
 * waiting job under the same id.
 *
 * <p>Every method throws {@link com.puraify.sync.error.StateException} if the state store cannot be
 * reached.
 */
public interface SyncJobs {

  /** Returns a job that waits, is under way, or was over lately. */
  Optional<Job> find(String id);

  /**
   * Returns the jobs that wait, are under way, or were over lately; newest first. Reports are left
   * out: {@link Job#status} has them.
   */
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
