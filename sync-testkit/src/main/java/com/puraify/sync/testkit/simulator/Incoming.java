package com.puraify.sync.testkit.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as it arrived. Immutable by convention: the body is not copied.
 *
 * @param method the method, upper case
 * @param target the path and the query as sent
 * @param path the path as sent, still percent-encoded, without the query
 * @param query the decoded query parameters in the order of their first occurrence
 * @param headers the header values by lower-case name; repeated headers are joined with a comma
 * @param body the body, empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying every body would be waste
public record Incoming(
    String method,
    String target,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {

  /** Returns the value of a header, whatever the letter case of its name, or null. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the body read as UTF-8. */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
