package com.puraify.sync.internal.write;

import com.puraify.sync.connector.Write;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.state.Intent;
import com.puraify.sync.value.Side;

/**
 * One write of one item, ready to be sent.
 *
 * @param plan what is done about the item
 * @param side the side that is written
 * @param write the write
 * @param entry its entry in the intent
 */
public record WriteJob(ItemPlan plan, Side side, Write write, Intent.Entry entry) {

  /** Returns what kind of write it is. */
  public Intent.Action action() {
    return write instanceof Write.Create
        ? Intent.Action.CREATE
        : write instanceof Write.Update ? Intent.Action.UPDATE : Intent.Action.DELETE;
  }
}
