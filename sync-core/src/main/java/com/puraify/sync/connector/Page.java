package com.puraify.sync.connector;

import com.puraify.sync.value.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a read. Immutable.
 *
 * @param changes what the page holds
 * @param next what comes after it
 */
public record Page(List<Change> changes, Next next) {

  /** Copies the changes. */
  public Page {
    changes = List.copyOf(changes);
  }

  /** One entry of a page. */
  public sealed interface Change {
    /** Returns the id of the item that it speaks of. */
    String id();
  }

  /** An item as it is now. */
  public record Present(Item item) implements Change {
    @Override
    public String id() {
      return item.id();
    }
  }

  /** An item that is no longer there; only from platforms that tell. */
  public record Removed(Lookup.Gone gone) implements Change {
    @Override
    public String id() {
      return gone.id();
    }
  }

  /** What comes after a page. A read is complete only when an {@link End} was seen. */
  public sealed interface Next {}

  /**
   * There are more pages.
   *
   * @param token the connector's opaque position, valid within this read
   */
  public record More(String token) implements Next {}

  /**
   * This was the last page, and the read was complete.
   *
   * @param checkpoint the opaque position from which a later read of changes misses nothing, or
   *     null if the platform has none; see {@link Watermark}
   */
  public record End(@Nullable String checkpoint) implements Next {}

  /**
   * The platform stopped before the end. What was read is used; nothing is concluded from what was
   * not, and the checkpoint stays where it was.
   *
   * @param reason why, for people
   */
  public record CutOff(String reason) implements Next {}

  /** Returns a page of items with more to come. */
  public static Page of(List<Item> items, String token) {
    return new Page(present(items), new More(token));
  }

  /** Returns a last page of items. */
  public static Page last(List<Item> items, @Nullable String checkpoint) {
    return new Page(present(items), new End(checkpoint));
  }

  private static List<Change> present(List<Item> items) {
    return items.stream().<Change>map(Present::new).toList();
  }
}
