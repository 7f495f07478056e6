package com.puraify.sync;

/**
 * A sync that listens to webhooks, until this is closed. Made by {@link SyncEngine#listen}.
 * Thread-safe.
 */
public interface Listening extends AutoCloseable {

  /** Returns the sync. */
  SyncConfig config();

  /** Returns whether it was told of something that no run has begun to look at. */
  boolean isWaiting();

  /**
   * Stops listening. What it was told of and has not queued is forgotten, and lost is nothing: no
   * webhook moves a checkpoint, so the next ordinary run reads it. A run that is queued or under
   * way goes on. Closing twice does nothing more.
   */
  @Override
  void close();
}
