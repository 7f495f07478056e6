package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page with its recent past. Guarded by the lock of the workspace. */
final class PageRecord {
  final String id;
  final Instant createdAt;
  final String createdBy;
  final long scatter;
  final List<ObjectNode> blocks = new ArrayList<>();
  boolean shownPartially;

  private PageState state;
  private final Deque<PageState> past = new ArrayDeque<>(0);

  PageRecord(String id, long scatter, PageState first) {
    this.id = id;
    this.scatter = scatter;
    this.createdAt = first.editedAt();
    this.createdBy = first.editedBy();
    this.state = first;
  }

  PageState state() {
    return state;
  }

  /** Changes the page; what it was stays visible to readers that lag behind. */
  void become(PageState next, Instant now, Duration lag) {
    if (lag.isZero()) {
      past.clear();
    } else {
      past.addLast(state);
      forgetBefore(now.minus(lag));
    }
    state = next.since(now);
  }

  /** Forgets what nobody sees any more who looks at this time or later. */
  private void forgetBefore(Instant time) {
    while (past.size() > 1) {
      PageState first = past.removeFirst();
      if (past.getFirst().since().isAfter(time)) {
        past.addFirst(first);
        return;
      }
    }
  }

  /** Returns the page as it was at a time, or null when it did not exist yet. */
  @Nullable PageState at(Instant time) {
    if (!state.since().isAfter(time)) {
      return state;
    }
    for (Iterator<PageState> all = past.descendingIterator(); all.hasNext(); ) {
      PageState earlier = all.next();
      if (!earlier.since().isAfter(time)) {
        return earlier;
      }
    }
    return null;
  }
}
