package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.PathTemplate;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint.
 *
 * @param kind the method and the path template, such as {@code GET /v1/pages/{page_id}}
 * @param needs the capability that it takes, or null for none
 * @param handler answers it; called under the lock of the workspace
 */
record Route(
    String kind, NotionQuirks.@Nullable Capability needs, Function<Call, ObjectNode> handler) {

  /** Returns the decoded path parameters, or null when method or path do not fit. */
  @Nullable Map<String, String> match(String method, String path) {
    return PathTemplate.of(kind).match(method, path);
  }
}
