package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists that are paged over a copy taken at their first page. */
final class Paging {
  private static final int LARGEST_PAGE = 100;

  /** The whole list and where it goes on. */
  record Position(List<?> all, int offset) {}

  private final Cursors cursors;

  Paging(Cursors cursors) {
    this.cursors = cursors;
  }

  static @Nullable String cursor(JsonNode body) {
    JsonNode cursor = body.path("start_cursor");
    boolean none = cursor.isMissingNode() || cursor.isNull();
    return none ? null : Shape.text("body.start_cursor", cursor, 0, 2000);
  }

  /**
   * Returns one page of a list.
   *
   * @param boundTo what a cursor must have been given for
   * @param size how many items are asked for; 0 means the usual 100
   * @param list gives the whole list, for the first page only
   * @param show turns an item into JSON
   */
  <T> ObjectNode page(
      String boundTo,
      @Nullable String cursor,
      int size,
      Supplier<List<T>> list,
      Function<T, JsonNode> show) {
    Position known = cursors.find(cursor, boundTo, Position.class);
    Position position = known == null ? new Position(list.get(), 0) : known;
    int from = position.offset;
    int to = Math.min(position.all.size(), from + (size == 0 ? LARGEST_PAGE : size));
    ObjectNode answer = Json.object().put("object", "list");
    ArrayNode results = answer.putArray("results");
    for (Object item : position.all.subList(from, to)) {
      @SuppressWarnings("unchecked") // the list behind a cursor is the one that was bound to it
      T typed = (T) item;
      results.add(show.apply(typed));
    }
    boolean more = to < position.all.size();
    answer.put("next_cursor", more ? cursors.keep(boundTo, new Position(position.all, to)) : null);
    return answer.put("has_more", more);
  }
}
