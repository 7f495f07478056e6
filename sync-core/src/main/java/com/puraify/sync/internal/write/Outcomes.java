package com.puraify.sync.internal.write;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import java.util.List;

/** What is made of writes and of their results. Thread-safe. */
public interface Outcomes {

  /** Returns what is to be remembered before a write is sent, together with its intent. */
  List<StateChange> intend(WriteJob job);

  /** Returns what is to be remembered of a write that was intended and then never sent. */
  List<StateChange> withdraw(WriteJob job);

  /** Returns what is to be remembered of a write, to be committed with the end of its intent. */
  List<StateChange> settle(WriteJob job, WriteResult result);

  /**
   * Returns what is to be remembered of the items that a batch created, once each is settled.
   *
   * @param intent the batch's
   * @param made what it made, at least one item
   */
  List<StateChange> created(Intent intent, List<Created> made);

  /**
   * An item that was created.
   *
   * @param job the write that created it
   * @param link its link
   */
  record Created(WriteJob job, Link link) {}
}
