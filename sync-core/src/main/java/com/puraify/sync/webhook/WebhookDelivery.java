package com.puraify.sync.webhook;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP request by which a platform tells that something happened, exactly as it came in.
 *
 * <p>A host hands it on untouched: signatures are made over the raw bytes of the body, and by some
 * platforms over the address too. Bodies of more than {@value #MAX_BODY} bytes are not kept.
 * Immutable; {@link #toString} shows neither body nor headers.
 */
public final class WebhookDelivery {

  /** How many bytes a body may have: several times what any known platform sends at once. */
  public static final int MAX_BODY = 1 << 20;

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean tooLarge;

  private WebhookDelivery(
      String method, URI uri, Map<String, List<String>> headers, byte[] body, boolean tooLarge) {
    this.method = method.toUpperCase(Locale.ROOT);
    this.uri = uri;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (!values.isEmpty()) {
            this.headers.putIfAbsent(name, values.get(0));
          }
        });
    this.body = body;
    this.tooLarge = tooLarge;
  }

  /**
   * Returns a delivery whose body is at hand.
   *
   * @param method the HTTP method
   * @param uri the full address with its query, as the platform called it: with the scheme and host
   *     of before any proxy
   * @param headers the headers with their values, in any case
   * @param body the body's raw bytes, which are copied
   */
  public static WebhookDelivery of(
      String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    return body.length > MAX_BODY
        ? new WebhookDelivery(method, uri, headers, new byte[0], true)
        : new WebhookDelivery(method, uri, headers, body.clone(), false);
  }

  /**
   * Returns a delivery whose body is read from a stream, no further than its limit.
   *
   * @param method the HTTP method
   * @param uri the full address with its query, as the platform called it
   * @param headers the headers with their values, in any case
   * @param body the body's raw bytes; the stream is not closed
   * @throws IOException if the stream breaks
   */
  public static WebhookDelivery read(
      String method, URI uri, Map<String, List<String>> headers, InputStream body)
      throws IOException {
    return of(method, uri, headers, body.readNBytes(MAX_BODY + 1));
  }

  /** Returns this delivery with another body, as somebody on the way might make of it. */
  public WebhookDelivery withBody(byte[] other) {
    Map<String, List<String>> same = new TreeMap<>();
    headers.forEach((name, value) -> same.put(name, List.of(value)));
    return of(method, uri, same, other);
  }

  /** Returns the HTTP method in upper case. */
  public String method() {
    return method;
  }

  /** Returns the address as the platform called it; its text is what was given, to the letter. */
  public URI uri() {
    return uri;
  }

  /** Returns the first value of a header, whose name may be in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Returns a copy of the body's raw bytes; none if it {@linkplain #isTooLarge was too large}. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns whether the body had more than {@value #MAX_BODY} bytes. The engine answers 413. */
  public boolean isTooLarge() {
    return tooLarge;
  }

  /**
   * Returns the body as JSON.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is not JSON in UTF-8; the engine
   *     answers 400 if a reader lets it through
   */
  public Json json() {
    try {
      return Json.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException | ConnectorException e) {
      // The parser's message may quote the body, so its own words alone go on.
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "the delivery's body is not JSON in UTF-8");
    }
  }

  @Override
  public String toString() {
    return "WebhookDelivery[" + method + " " + uri.getRawPath() + ", " + body.length + " bytes]";
  }
}
