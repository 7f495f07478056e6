package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One choice of a select, multi-select or status property. */
record Option(String id, String name, String colour, @Nullable String description) {

  ObjectNode shown() {
    return Json.object().put("id", id).put("name", name).put("color", colour);
  }

  ObjectNode configured() {
    return shown().put("description", description);
  }

  Option named(String other) {
    return new Option(id, other, colour, description);
  }
}
