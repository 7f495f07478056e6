package com.puraify.sync.testkit.notion;

import org.jspecify.annotations.Nullable;

/**
 * A user of the simulated workspace. Immutable.
 *
 * @param id the dashed UUID
 * @param name the display name
 * @param email the e-mail address; null for bots
 * @param kind what sort of user it is
 */
public record SimulatedUser(String id, String name, @Nullable String email, Kind kind) {

  /** The sorts of users. */
  public enum Kind {
    /** A member of the workspace. */
    PERSON,
    /** A person outside the workspace: can be assigned, is never listed. */
    GUEST,
    /** A connection. */
    BOT,
    /** A person who has left: known by id only. */
    REMOVED
  }
}
