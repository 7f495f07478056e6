package com.puraify.sync.internal.report;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of one write of one item. Fields are named by their ids. Immutable.
 *
 * @param run the run that wrote it
 * @param side the side that was written
 * @param id the item's id on that side
 * @param action what was planned for the item, such as {@code UPDATE}
 * @param reason why, in a few words
 * @param made whether it was made; false of a write that was intended and then was not
 * @param before what the item held, as far as it was read
 * @param after what was written
 * @param rules by which rule each field was written, as far as that is known
 */
public record JournalEntry(
    String run,
    Side side,
    String id,
    String action,
    String reason,
    boolean made,
    Fields before,
    Fields after,
    Map<String, Rule> rules) {

  /** The action of an item that was created. */
  public static final String CREATE = "CREATE";

  /** The action of an item that was deleted. */
  public static final String DELETE = "DELETE";

  /** Copies the rules. */
  public JournalEntry {
    rules = Map.copyOf(rules);
  }

  /**
   * Why a field was written.
   *
   * @param name the rule's or strategy's name, or {@code person}
   * @param third whether it is the value of neither side
   * @param local of a settled conflict, the local value; else null
   * @param remote of a settled conflict, the remote value; else null
   */
  public record Rule(String name, boolean third, @Nullable Value local, @Nullable Value remote) {}
}
