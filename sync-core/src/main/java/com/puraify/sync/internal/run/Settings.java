package com.puraify.sync.internal.run;

import com.puraify.sync.value.Side;

/** The names of the settings that a sync's state holds. */
public final class Settings {

  /** The seed of the sync's fingerprints, in hexadecimal. */
  static final String SEED = "seed";

  /** Set once the items that both sides held at first are matched. */
  static final String ADOPTED = "adopted";

  /** A fingerprint of the mapping under which the latest run read both sides. */
  static final String MAPPING = "mapping";

  /** The pairs of fields that were bound last, by name and id. */
  static final String FIELDS = "fields";

  /** Set while there are questions that have not been passed on to whoever asks people. */
  static final String TO_REVIEW = "review";

  /**
   * Set while a run writes and questions wait about items that were refused on account of others:
   * if it is still set when the next run begins, that one was cut off, and nobody can tell any more
   * whether the others gave way in it.
   */
  static final String CONTESTED = "contested";

  /** The sync's jobs, its schedule, and whether it is paused. */
  public static final String QUEUE = "queue";

  private Settings() {}

  /**
   * Returns the name of how many of a side's items targeted runs were about to delete since the
   * latest ordinary run: the limits hold for all of them together.
   */
  static String targetedDeletes(Side side) {
    return "deletes." + side;
  }

  /** Returns the name of what is known of the webhook subscription for a side. */
  public static String subscription(Side side) {
    return "webhook." + side;
  }

  /** Returns the name of a side's checkpoint. */
  static String cursor(Side side) {
    return "cursor." + side;
  }

  /** Returns the name of what says that a side's checkpoint was kept back in the latest run. */
  static String keptBack(Side side) {
    return "kept.back." + side;
  }

  /** Returns the name of the time at which a side was last read in full. */
  static String swept(Side side) {
    return "swept." + side;
  }
}
