package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows a query asks for: those that fit one of several ways, each of which is conditions on
 * one property that hold together. Immutable.
 *
 * <p>Notion nests filters two deep, which is why the conditions stay apart until the time is added.
 *
 * @param property the id of the property
 * @param type Notion's name of its type
 * @param ways the ways; none at all asks for every row
 */
record RowFilter(String property, String type, List<List<Json>> ways) {

  private static final RowFilter EVERY = new RowFilter("", "", List.of());

  /** Returns the filter that lets every row through. */
  static RowFilter every() {
    return EVERY;
  }

  /** Returns the filter as Notion takes it, together with a condition on a time. */
  Json with(Json time) {
    if (ways.isEmpty()) {
      return time;
    }
    if (time.isMissing()) {
      return any(ways.stream().map(way -> all(on(way))).toList());
    }
    if (ways.stream().allMatch(way -> way.size() == 1)) {
      List<Json> single = ways.stream().map(way -> on(way).get(0)).toList();
      return all(List.of(time, any(single)));
    }
    return any(
        ways.stream()
            .map(
                way -> {
                  List<Json> conditions = new ArrayList<>();
                  conditions.add(time);
                  conditions.addAll(on(way));
                  return all(conditions);
                })
            .toList());
  }

  private List<Json> on(List<Json> way) {
    return way.stream()
        .map(condition -> Json.object(o -> o.put("property", property).put(type, condition)))
        .toList();
  }

  private static Json all(List<Json> filters) {
    return compound("and", filters);
  }

  private static Json any(List<Json> filters) {
    return compound("or", filters);
  }

  private static Json compound(String operator, List<Json> filters) {
    return filters.size() == 1
        ? filters.get(0)
        : Json.object(o -> o.put(operator, Json.array(filters)));
  }
}
