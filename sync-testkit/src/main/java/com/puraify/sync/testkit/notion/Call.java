package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Incoming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API that has passed the gates.
 *
 * @param parameters the decoded path parameters by name
 * @param body the body, missing when there is none
 */
record Call(ApiVersion version, Incoming request, Map<String, String> parameters, JsonNode body) {

  /** Returns a path parameter that must be an id. */
  String id(String name) {
    return Shape.id("path." + name, Json.text(parameter(name)));
  }

  String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no " + name);
    }
    return value;
  }

  /** Demands that the query has no other parameters than these. */
  void query(String... names) {
    request
        .query()
        .forEach(
            (name, values) -> {
              if (!List.of(names).contains(name)) {
                throw Shape.bad("query." + name, "not present", Json.text(values.get(0)));
              }
            });
  }

  @Nullable String queried(String name) {
    List<String> values = request.query().get(name);
    return values == null ? null : values.get(0);
  }

  /** Returns the page size that the query asks for, or 0 when it does not. */
  int pageSize() {
    String size = queried("page_size");
    if (size == null) {
      return 0;
    }
    try {
      return Shape.integer("query.page_size", Json.number(Integer.parseInt(size)), 1, 100);
    } catch (NumberFormatException e) {
      throw Shape.bad("query.page_size", "a number", Json.text(size));
    }
  }

  /** Returns the properties that the answer is to be limited to, or null for all. */
  @Nullable Set<PropertySpec> filterProperties(List<PropertySpec> properties) {
    List<String> wanted = new ArrayList<>();
    wanted.addAll(request.query().getOrDefault("filter_properties", List.of()));
    wanted.addAll(request.query().getOrDefault("filter_properties[]", List.of()));
    if (wanted.isEmpty()) {
      return null;
    }
    Set<PropertySpec> found = new HashSet<>();
    for (String nameOrId : wanted) {
      found.add(
          properties.stream()
              .filter(p -> p.isCalled(nameOrId))
              .findFirst()
              .orElseThrow(() -> NotionError.noProperty(nameOrId)));
    }
    return found;
  }
}
