package com.puraify.sync.testkit.notion;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cursors that were handed out. Each is bound to the request that it continues and can be used
 * again until it expires. Guarded by the lock of the workspace.
 */
final class Cursors {
  private static final int KEPT = 50_000;

  private record Bound(String to, Object position) {}

  private final Ids ids;
  private final Map<String, Bound> cursors =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bound> eldest) {
          return size() > KEPT;
        }
      };

  Cursors(Ids ids) {
    this.ids = ids;
  }

  /** Keeps a position and returns the cursor for it. */
  String keep(String boundTo, Object position) {
    String cursor = ids.request();
    cursors.put(cursor, new Bound(boundTo, position));
    return cursor;
  }

  /** Returns the position of a cursor, or null for none given; foreign cursors are refused. */
  <T> @Nullable T find(@Nullable String cursor, String boundTo, Class<T> type) {
    if (cursor == null) {
      return null;
    }
    Bound bound = cursors.get(cursor);
    if (bound == null || !bound.to.equals(boundTo)) {
      throw NotionError.validation("The start_cursor provided is invalid: " + cursor);
    }
    return type.cast(bound.position);
  }

  void expire() {
    cursors.clear();
  }
}
