package com.puraify.sync.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call to a REST service. Immutable.
 *
 * @param method the HTTP method
 * @param path the path with its query string, relative to the base, percent-encoded
 * @param headers headers beside those of the settings
 * @param body the JSON body, or null for none
 * @param repeatable whether making the call twice does no more than making it once
 */
public record HttpCall(
    String method,
    String path,
    Map<String, String> headers,
    @Nullable Json body,
    boolean repeatable) {

  /** Copies the headers. */
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** Returns a GET, which is repeatable. */
  public static HttpCall get(String path) {
    return new HttpCall("GET", path, Map.of(), null, true);
  }

  /** Returns a POST that creates something: not repeatable. */
  public static HttpCall post(String path, Json body) {
    return new HttpCall("POST", path, Map.of(), body, false);
  }

  /** Returns a POST that only asks: repeatable. */
  public static HttpCall query(String path, Json body) {
    return new HttpCall("POST", path, Map.of(), body, true);
  }

  /**
   * Returns a PATCH that sets values, marked as not repeatable: a stale repeat may undo an edit.
   */
  public static HttpCall patch(String path, Json body) {
    return new HttpCall("PATCH", path, Map.of(), body, false);
  }

  /** Returns a DELETE, which is repeatable. */
  public static HttpCall delete(String path) {
    return new HttpCall("DELETE", path, Map.of(), null, true);
  }

  /** Returns this call with one more header. */
  public HttpCall header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpCall(method, path, more, body, repeatable);
  }

  /** Returns this call with one more query parameter, which is encoded here. */
  public HttpCall parameter(String name, String value) {
    String pair = encode(name) + "=" + encode(value);
    return new HttpCall(
        method, path + (path.contains("?") ? "&" : "?") + pair, headers, body, repeatable);
  }

  /** Returns a text as one segment of a path, percent-encoded. */
  public static String segment(String text) {
    return encode(text);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
