package com.puraify.sync.testkit.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path with named parameters, such as {@code GET /v1/pages/{page_id}}. Immutable.
 */
public final class PathTemplate {
  private final String method;
  private final List<String> parts;

  private PathTemplate(String method, List<String> parts) {
    this.method = method;
    this.parts = parts;
  }

  /**
   * Returns the template that is written so.
   *
   * @throws IllegalArgumentException if there is no blank between method and path
   */
  public static PathTemplate of(String text) {
    int space = text.indexOf(' ');
    if (space < 1) {
      throw new IllegalArgumentException("a template is a method, a blank and a path: " + text);
    }
    return new PathTemplate(
        text.substring(0, space), List.of(text.substring(space + 1).split("/", -1)));
  }

  /** Returns the decoded parameters by name, or null when method or path do not fit. */
  public @Nullable Map<String, String> match(String requestMethod, String path) {
    String[] segments = path.split("/", -1);
    if (!method.equals(requestMethod) || parts.size() != segments.length) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < segments.length; i++) {
      String part = parts.get(i);
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
