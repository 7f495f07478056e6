package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Incoming;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API that has passed the gates.
 *
 * @param parameters the decoded path parameters by name
 * @param body the body; missing when there is none
 * @param grant whose call it is
 */
record Call(Incoming request, Map<String, String> parameters, JsonNode body, Grant grant) {

  String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no " + name);
    }
    return value;
  }

  /** Returns a path parameter that must be an id with this prefix. */
  String id(String name, String prefix) {
    String value = parameter(name);
    if (!Ids.is(prefix, value)) {
      throw AirtableError.notFound();
    }
    return value;
  }

  @Nullable String queried(String name) {
    List<String> values = request.query().get(name);
    return values == null ? null : values.get(0);
  }

  /** Returns all values of a query parameter, which is written with brackets or without. */
  List<String> queriedAll(String name) {
    List<String> values = new ArrayList<>();
    request
        .query()
        .forEach(
            (key, some) -> {
              if (key.equals(name) || key.matches(name + "\\[[0-9]*]")) {
                values.addAll(some);
              }
            });
    return values;
  }

  boolean queriedTrue(String name) {
    String value = queried(name);
    return value != null && (value.equals("true") || value.equals("1"));
  }

  /** Demands that the body has no other keys than these. */
  void keys(String... known) {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!List.of(known).contains(name)) {
        throw AirtableError.invalid("unknown key \"" + name + "\" in the body");
      }
    }
  }

  /** Returns a flag of the body, false when it is not there. */
  boolean flag(String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw AirtableError.invalid("\"" + name + "\" must be a boolean");
    }
    return value.booleanValue();
  }
}
