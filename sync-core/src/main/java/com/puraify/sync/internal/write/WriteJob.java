package com.puraify.sync.internal.write;

import com.puraify.sync.connector.Write;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.state.Intent;
import com.puraify.sync.value.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write of one item, ready to be sent.
 *
 * @param plan what is done about the item
 * @param side the side that is written
 * @param write the write
 * @param entries its entries in the intent; the first one is never missing
 * @param earlier of a create that an earlier attempt may have made, that attempt's entry; else null
 */
public record WriteJob(
    ItemPlan plan,
    Side side,
    Write write,
    List<Intent.Entry> entries,
    Intent.@Nullable Entry earlier) {

  /** Copies the entries. */
  public WriteJob {
    entries = List.copyOf(entries);
  }

  /** Returns what kind of write it is. */
  public Intent.Action action() {
    return write instanceof Write.Create
        ? Intent.Action.CREATE
        : write instanceof Write.Update ? Intent.Action.UPDATE : Intent.Action.DELETE;
  }
}
