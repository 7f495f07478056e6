package com.puraify.sync.testkit.hubspot;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of one version.
 *
 * @param kind the method and the path template, such as {@code GET /crm/v3/objects/{objectType}}
 * @param limit the rate limit that it counts against
 * @param access what the caller's scopes must allow
 * @param handler answers it; called under the lock of the portal
 */
record Route(
    ApiVersion version,
    String kind,
    RateLimit limit,
    Access access,
    Function<Call, Reply> handler) {

  /** What a route does, in the words of scopes. */
  enum Access {
    /** Needs no token at all. */
    OPEN,
    /** Needs any token. */
    ANY,
    READ,
    WRITE,
    READ_SCHEMA,
    WRITE_SCHEMA,
    OWNERS
  }

  String method() {
    return kind.substring(0, kind.indexOf(' '));
  }

  /** Returns the decoded path parameters, or null when the path does not fit. */
  @Nullable Map<String, String> match(String path) {
    String[] template = kind.substring(kind.indexOf(' ') + 1).split("/", -1);
    String[] segments = path.split("/", -1);
    int length = segments.length;
    if (length > 1 && segments[length - 1].isEmpty()) {
      length--; // HubSpot does not mind a slash at the end; its own client sends one.
    }
    if (template.length != length) {
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
