package com.puraify.sync.testkit;

/**
 * What a test lets happen around an engine's calls to a {@link MemoryEntity}: faults, crashes, and
 * people's edits at the least convenient moment.
 *
 * <p>Each method is called on the calling thread. It may edit entities. What it throws decides what
 * the engine sees:
 *
 * <ul>
 *   <li>a {@link com.puraify.sync.error.ConnectorException} is a failure of the platform or of the
 *       way to it;
 *   <li>anything else goes through to the engine as it is: throw an {@link Error} of your own to
 *       kill a run at this very point.
 * </ul>
 *
 * <p>Implementations must be thread-safe if the engine writes in parallel.
 */
public interface Interference {

  /** No interference. */
  Interference NONE = new Interference() {};

  /**
   * Called before the platform gets to see a call. A {@code ConnectorException} means that nothing
   * was done, and is what the engine gets.
   */
  default void before(SpiCall call) {}

  /**
   * Called before a write of a batch is made. A {@code ConnectorException} means that the
   * connection broke here: of an entity with atomic batches nothing was written, of another one
   * what came before this write; the engine is told that every outcome is unknown.
   *
   * @param index which write of the batch, counted from 0
   */
  default void beforeItem(SpiCall call, int index) {}

  /**
   * Called when the platform is done with a call. A {@code ConnectorException} means that the
   * answer was lost: what was written stays written, and the engine is told that the outcomes are
   * unknown; for a call that does not write, it gets the exception.
   */
  default void after(SpiCall call) {}
}
