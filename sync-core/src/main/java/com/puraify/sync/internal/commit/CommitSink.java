package com.puraify.sync.internal.commit;

import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What committing an item tells the run. Thread-safe. */
public interface CommitSink {

  /** Returns the number of a new link. */
  long nextLink();

  /** Returns the engine's time. */
  Instant now();

  /** Notes a write that was made. */
  void written(Side side, String action, String id);

  /** Notes that an item was created, changed or removed; once for each item. */
  void synced(ItemPlan plan);

  /** Notes an item that could not be written, and returns what is to be remembered of it. */
  List<StateChange> rejected(Rejection rejection);

  /** Notes a question, and returns what is to be remembered of it. */
  List<StateChange> asked(CaseDraft question);

  /** Notes that two items were linked because they match. */
  void adopted(String localId, String remoteId);

  /** Notes something that happened, for people. */
  void note(String text);

  /** Takes over what is to be done next about an item, once the current writes are over. */
  void followUp(ItemPlan plan);

  /** Notes a link that has to be looked at again in this run. */
  void lookAgain(long link);

  /** Returns the entries of the journal for values that a write replaced. */
  List<StateChange> journal(ItemPlan plan, Side side, @Nullable Item before);

  /** Returns what closes the questions about a pair of items that are no longer asked. */
  List<StateChange> closeCases(String localId, String remoteId, List<CaseDraft> stillAsked);
}
