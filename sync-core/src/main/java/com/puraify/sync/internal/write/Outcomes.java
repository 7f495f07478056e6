package com.puraify.sync.internal.write;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is made of writes and of their results. Thread-safe. */
public interface Outcomes {

  /** Returns what is to be remembered before a write is sent, together with its intent. */
  List<StateChange> intend(WriteJob job);

  /** Returns what is to be remembered of a write that was intended and then never sent. */
  List<StateChange> withdraw(WriteJob job);

  /**
   * Returns the links that items are in which a batch is told to have created, by their ids: a new
   * item should be in none.
   */
  Map<String, Link> holders(Side side, List<String> ids);

  /**
   * Returns what is to be remembered of a write, to be committed with the end of its intent.
   *
   * @param holder the link that an item is in already which the write is told to have created
   */
  List<StateChange> settle(WriteJob job, WriteResult result, @Nullable Link holder);

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
