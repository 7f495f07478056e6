package com.puraify.sync.testkit.simulator;

import java.util.Locale;

/** A method and a path with placeholders. */
record PathPattern(String method, String[] segments) {

  static PathPattern of(String method, String path) {
    return new PathPattern(method.toUpperCase(Locale.ROOT), path.split("/", -1));
  }

  boolean matches(Incoming request) {
    return (method.equals("*") || method.equals(request.method()))
        && matches(request.path().split("/", -1));
  }

  private boolean matches(String[] path) {
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].equals("**") && i == segments.length - 1) {
        return path.length > i;
      }
      if (i >= path.length || !matches(segments[i], path[i])) {
        return false;
      }
    }
    return path.length == segments.length;
  }

  private static boolean matches(String pattern, String segment) {
    boolean placeholder =
        pattern.equals("*") || (pattern.startsWith("{") && pattern.endsWith("}"));
    return placeholder ? !segment.isEmpty() : pattern.equals(segment);
  }
}
