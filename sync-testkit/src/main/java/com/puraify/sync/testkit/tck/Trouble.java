package com.puraify.sync.testkit.tck;

/** What can go wrong between a connector and its platform while the kit looks on. */
public enum Trouble {
  /** The platform is down: nothing can be reached or written until it is relieved. */
  DOWN,
  /** The platform does not take the credentials any more. */
  REFUSED,
  /** The next call that writes is carried out, and its answer is lost on the way back. */
  ANSWER_LOST,
  /** The connection breaks amid the next batch that writes: some of it has arrived by then. */
  BATCH_BROKEN,
  /** From now on the platform lists no more than {@link #LISTED} items in one go, and stops. */
  LISTING_STOPS;

  /** How many items a platform in {@link #LISTING_STOPS} lists. */
  public static final int LISTED = 5;
}
