package com.puraify.sync.internal.commit;

import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What committing an item tells the run. Thread-safe. */
public interface CommitSink {

  /** Returns the number of a new link. */
  long nextLink();

  /** Returns whether an item is in a link. */
  boolean isLinked(Side side, String id);

  /** Returns the engine's time. */
  Instant now();

  /** Notes a write that was made. */
  void written(Side side, String action, String id);

  /** Notes that an item was created, changed or removed; once for each item. */
  void synced(ItemPlan plan);

  /** Notes an item that could not be written, and returns what is to be remembered of it. */
  List<StateChange> rejected(Rejection rejection);

  /** Notes an item that is not written because just that was refused before. */
  List<StateChange> stillRefused(Rejection rejection);

  /**
   * Takes over an item that was refused on account of another one: because it holds a value already
   * that must be unique, or is not there to be referred to. That other item may give way in this
   * very run.
   *
   * @return whether it will be tried again in this run; if not, it counts as refused
   */
  boolean contested(ItemPlan plan, Side side);

  /** Notes a question, and returns what is to be remembered of it. */
  List<StateChange> asked(CaseDraft question);

  /** Notes that two items were linked because they match. */
  void adopted(String localId, String remoteId);

  /** Notes something that happened, for people. */
  void note(String text);

  /** Notes something that keeps the run from being a full success. */
  void leftOut(String text);

  /** Takes over what is to be done next about an item, once the current writes are over. */
  void followUp(ItemPlan plan);

  /** Notes a link that has to be looked at again in this run. */
  void lookAgain(long link);

  /**
   * Returns the journal's entry for the values that a write replaces, if they are known.
   *
   * @param before what the item held, or null for what was read of it
   */
  Optional<Entry> journal(ItemPlan plan, Side side, @Nullable Item before);

  /** Returns what is to be remembered of a write that replaced values that nobody had read. */
  StateChange unread(ItemPlan plan, Side side);

  /**
   * An entry of the journal.
   *
   * @param made puts it in place
   * @param notMade puts it in place as that of a write that was intended and never made
   */
  record Entry(StateChange made, StateChange notMade) {}

  /** Returns what is to be remembered of two items that are no longer linked. */
  List<StateChange> parted(Link link);

  /** Returns what closes the questions about a pair of items that are no longer asked. */
  List<StateChange> closeCases(String localId, String remoteId, List<CaseDraft> stillAsked);
}
