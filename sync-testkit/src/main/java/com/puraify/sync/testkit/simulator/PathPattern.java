package com.puraify.sync.testkit.simulator;

import java.util.List;
import java.util.Locale;

/** A method and a path with placeholders. */
record PathPattern(String method, List<String> segments) {

  static PathPattern of(String method, String path) {
    return new PathPattern(method.toUpperCase(Locale.ROOT), List.of(path.split("/", -1)));
  }

  boolean matches(Incoming request) {
    return (method.equals("*") || method.equals(request.method()))
        && matches(request.path().split("/", -1));
  }

  private boolean matches(String[] path) {
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).equals("**") && i == segments.size() - 1) {
        return path.length > i;
      }
      if (i >= path.length || !matches(segments.get(i), path[i])) {
        return false;
      }
    }
    return path.length == segments.size();
  }

  private static boolean matches(String pattern, String segment) {
    boolean placeholder = pattern.equals("*") || (pattern.startsWith("{") && pattern.endsWith("}"));
    return placeholder ? !segment.isEmpty() : pattern.equals(segment);
  }
}
