package com.puraify.sync.state;

import com.puraify.sync.delta.Base;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A local id and a remote id that are known to be the same thing. Immutable.
 *
 * @param number the link's number within its sync: ascending from 1, never used again
 * @param localId the local item's id, in at most one link of the sync
 * @param remoteId the remote item's id, in at most one link of the sync
 * @param local what the local side held when both last agreed, in its own canonical form
 * @param remote the same for the remote side
 * @param condition what is out of the ordinary about it
 */
public record Link(
    long number, String localId, String remoteId, Base local, Base remote, Condition condition) {

  /** What lost ids begin with: the character that stands for one that could not be kept. */
  private static final String LOST = "\u001A";

  /** Checks that nothing is missing. */
  public Link {
    if (number < 1) {
      throw new IllegalArgumentException("link numbers start at 1");
    }
    Objects.requireNonNull(localId, "localId");
    Objects.requireNonNull(remoteId, "remoteId");
  }

  /** Returns the id on a side. */
  public String id(Side side) {
    return side == Side.LOCAL ? localId : remoteId;
  }

  /** Returns the base of a side. */
  public Base base(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  /** Returns this link with another base for a side. */
  public Link withBase(Side side, Base base) {
    return side == Side.LOCAL
        ? new Link(number, localId, remoteId, base, remote, condition)
        : new Link(number, localId, remoteId, local, base, condition);
  }

  /** Returns this link with another id for a side, for an item that was merged into another. */
  public Link withId(Side side, String id) {
    return side == Side.LOCAL
        ? new Link(number, id, remoteId, local, remote, condition)
        : new Link(number, localId, id, local, remote, condition);
  }

  /**
   * Returns this link without the id on a side, for an item that is gone and whose id another item
   * was given. It has an id there still that no platform gives, and tells what it was.
   */
  public Link withLostId(Side side) {
    return withId(side, LOST + "formerly " + id(side) + " (link " + number + ")");
  }

  /** Returns whether the id on a side was given to another item, so that its own is gone. */
  public boolean hasLostId(Side side) {
    return isLost(id(side));
  }

  /** Returns whether an id is that of an item which is gone and whose id another item was given. */
  public static boolean isLost(String id) {
    return id.startsWith(LOST);
  }

  /** Returns this link in another condition. */
  public Link withCondition(Condition other) {
    return new Link(number, localId, remoteId, local, remote, other);
  }

  /**
   * What is out of the ordinary about a link. Immutable.
   *
   * @param revisit whether the next run must look at both items even if no change is reported
   * @param frozen whether nothing is written until a person has decided
   * @param rejectedLocal a fingerprint of the write that the local side refused last, or 0
   * @param rejectedRemote a fingerprint of the write that the remote side refused last, or 0
   * @param recent the latest writes, oldest first, to notice values that keep flipping
   */
  public record Condition(
      boolean revisit,
      boolean frozen,
      long rejectedLocal,
      long rejectedRemote,
      List<Written> recent) {

    /** Nothing out of the ordinary. */
    public static final Condition SOUND = new Condition(false, false, 0, 0, List.of());

    /** Copies the list. */
    public Condition {
      recent = List.copyOf(recent);
    }

    /** Returns this condition, with another answer to whether the next run must look. */
    public Condition withRevisit(boolean yes) {
      return new Condition(yes, frozen, rejectedLocal, rejectedRemote, recent);
    }

    /** Returns this condition, frozen or not. */
    public Condition withFrozen(boolean yes) {
      return new Condition(revisit, yes, rejectedLocal, rejectedRemote, recent);
    }

    /** Returns the fingerprint of the write that a side refused last, or 0. */
    public long rejected(Side side) {
      return side == Side.LOCAL ? rejectedLocal : rejectedRemote;
    }

    /** Returns this condition with a write that a side refused; 0 for none. */
    public Condition withRejected(Side side, long write) {
      return side == Side.LOCAL
          ? new Condition(revisit, frozen, write, rejectedRemote, recent)
          : new Condition(revisit, frozen, rejectedLocal, write, recent);
    }

    /** Returns this condition with other latest writes. */
    public Condition withRecent(List<Written> writes) {
      return new Condition(revisit, frozen, rejectedLocal, rejectedRemote, writes);
    }
  }

  /**
   * A write that was made.
   *
   * @param content a fingerprint of side, fields and values
   * @param at when, to the second
   */
  public record Written(long content, Instant at) {}
}
