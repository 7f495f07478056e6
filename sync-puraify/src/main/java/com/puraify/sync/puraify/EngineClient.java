package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.SyncCancelledException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls one other engine, each call once. Neither a request nor an answer is ever shown: they may
 * hold secrets. Thread-safe.
 */
final class EngineClient {

  private final String name;
  private final EngineEndpoint endpoint;
  private final HttpClient http;

  /**
   * Creates a client.
   *
   * @param name what the engine is called in messages
   */
  EngineClient(String name, EngineEndpoint endpoint) {
    this.name = name;
    this.endpoint = endpoint;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(endpoint.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Returns what the engine is called in messages. */
  String name() {
    return name + " at " + endpoint.place();
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply post(String path, Json body) {
    return send("POST", path, body);
  }

  /**
   * Sends a request and waits for the whole answer, whatever its status.
   *
   * @throws ConnectorException of kind {@code UNAVAILABLE}, {@code TIMEOUT} or {@code PROTOCOL} if
   *     there is none
   * @throws SyncCancelledException if the thread is interrupted meanwhile
   */
  private Reply send(String method, String path, @Nullable Json body) {
    HttpRequest request = request(method, path, body);
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, answer -> new BoundedBody(endpoint.maxBytes()));
    try {
      HttpResponse<byte[]> answer =
          exchange.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Reply(answer.statusCode(), json(answer.body()));
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("interrupted while waiting for the " + name());
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw late();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private ConnectorException late() {
    return new ConnectorException(
        Kind.TIMEOUT,
        "the " + name() + " did not answer within " + endpoint.timeout().toMillis() + " ms");
  }

  private ConnectorException failure(@Nullable Throwable cause) {
    if (cause instanceof BoundedBody.TooLargeException) {
      return new ConnectorException(Kind.PROTOCOL, "the " + name() + ": " + cause.getMessage());
    }
    if (cause instanceof HttpTimeoutException) {
      return late();
    }
    String kind = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
    if (cause instanceof ConnectException) {
      return new ConnectorException(
          Kind.UNAVAILABLE, "the " + name() + " cannot be reached" + kind);
    }
    if (cause instanceof IOException) { // sent, perhaps, and answered by nothing that is HTTP
      return new ConnectorException(
              Kind.UNAVAILABLE, "the " + name() + " broke the connection off" + kind)
          .withEffectPossible();
    }
    return new ConnectorException(Kind.PROTOCOL, "the " + name() + " cannot be called" + kind);
  }

  private HttpRequest request(String method, String path, @Nullable Json body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(endpoint.timeout());
    request.setHeader("Accept", "application/json");
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    for (Map.Entry<String, Secret> header : endpoint.headers().entrySet()) {
      try {
        request.setHeader(header.getKey(), header.getValue().reveal());
      } catch (IllegalArgumentException e) { // whose message would repeat the value
        throw new ConfigurationException(
            "header " + header.getKey(), "cannot be sent to the " + name() + "; check its value");
      }
    }
    return request
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private URI address(String path) {
    String base = endpoint.baseUri().toString();
    String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    try {
      return URI.create(root + (path.startsWith("/") ? path : "/" + path));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("path", "a path of the " + name() + " is malformed");
    }
  }

  private static Json json(byte[] body) {
    try {
      return Json.parse(new String(body, StandardCharsets.UTF_8));
    } catch (ConnectorException e) {
      return Json.MISSING; // the status still tells, and what is needed of the body is asked for
    }
  }

  /** Returns a path template with its parts filled in, each percent-encoded. */
  static String fill(String template, Map<String, String> parts) {
    String path = template;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String encoded =
          URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8).replace("+", "%20");
      path = path.replace("{" + part.getKey() + "}", encoded);
    }
    return path;
  }
}
