package com.puraify.sync.internal.http;

import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests out of calls. What a call brings along can neither lead away from the settings'
 * host nor slip in a header, and no message here repeats a header's value.
 */
final class Requests {

  static final String USER_AGENT = "puraify-sync/" + Version.read();

  private Requests() {}

  /**
   * Returns the request for a call.
   *
   * @param token what is sent as a bearer token beside the settings' headers, or null for none
   * @throws ConfigurationException if a header or a secret cannot be sent
   * @throws ConnectorException of kind {@code PROTOCOL} if the call cannot be made as it is
   */
  static HttpRequest of(HttpSettings settings, HttpCall call, @Nullable String token) {
    URI uri = address(settings.baseUri(), call);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    // Over TLS the two sides settle the version; without it, asking for an upgrade is just noise.
    request.version(
        "https".equals(uri.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    headers(settings, call).forEach((name, value) -> setHeader(request, name, value));
    if (token != null) {
      setHeader(request, "Authorization", "Bearer " + token);
    }
    try {
      return request
          .method(
              call.method(),
              call.body() == null
                  ? BodyPublishers.noBody()
                  : BodyPublishers.ofString(call.body().toString()))
          .build();
    } catch (IllegalArgumentException e) {
      throw unusable(settings, "'" + call.method() + "' is not an HTTP method");
    }
  }

  /** Returns what a call is named in messages and logs: its method and path, without its query. */
  static String label(HttpCall call) {
    int query = call.path().indexOf('?');
    return call.method() + " " + (query < 0 ? call.path() : call.path().substring(0, query));
  }

  private static URI address(URI base, HttpCall call) {
    String root = base.getRawPath() == null ? "" : base.getRawPath();
    String path = call.path();
    StringBuilder address = new StringBuilder(base.getScheme()).append("://");
    address.append(base.getRawAuthority());
    address.append(root.endsWith("/") ? root.substring(0, root.length() - 1) : root);
    if (!path.isEmpty() && !path.startsWith("/") && !path.startsWith("?")) {
      address.append('/');
    }
    try {
      return new URI(address.append(path).toString());
    } catch (URISyntaxException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL,
          label(call) + ": the path is not percent-encoded; the connector must encode its parts");
    }
  }

  private static Map<String, String> headers(HttpSettings settings, HttpCall call) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    headers.put("Accept-Encoding", "gzip");
    headers.put("User-Agent", USER_AGENT);
    if (call.body() != null) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(settings.headers());
    headers.putAll(call.headers());
    for (Map.Entry<String, Secret> secret : settings.secretHeaders().entrySet()) {
      headers.put(secret.getKey(), secret.getValue().reveal());
    }
    return headers;
  }

  private static void setHeader(HttpRequest.Builder request, String name, String value) {
    // The client's own complaint would repeat the value, which may be a secret.
    if (!value.chars().allMatch(each -> each == '\t' || (each >= ' ' && each <= '~'))) {
      throw new ConfigurationException(
          "header " + name,
          "its value has a character that HTTP does not allow, such as a line end; check the"
              + " token");
    }
    try {
      request.setHeader(name, value);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("header " + name, "cannot be set; leave it out");
    }
  }

  private static ConnectorException unusable(HttpSettings settings, String problem) {
    return new ConnectorException(
        ConnectorException.Kind.PROTOCOL,
        problem + "; the connector for " + settings.platform() + " must be mended");
  }
}
