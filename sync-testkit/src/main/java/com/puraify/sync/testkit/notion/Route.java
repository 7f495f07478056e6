package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
    int space = kind.indexOf(' ');
    if (!kind.substring(0, space).equals(method)) {
      return null;
    }
    String[] template = kind.substring(space + 1).split("/", -1);
    String[] segments = path.split("/", -1);
    if (template.length != segments.length) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < template.length; i++) {
      String part = template[i];
      if (part.startsWith("{")) {
        String value = decode(segments[i]);
        if (value == null || value.isEmpty()) {
          return null;
        }
        parameters.put(part.substring(1, part.length() - 1), value);
      } else if (!part.equals(segments[i])) {
        return null;
      }
    }
    return parameters;
  }

  private static @Nullable String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
