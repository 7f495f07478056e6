package com.puraify.sync.testkit.simulator;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One HTTP answer, and how much of it reaches the client. Immutable.
 *
 * @param status the HTTP status; ignored when the connection is dropped
 * @param headers the headers besides {@code Date}, {@code Content-Length} and {@code Connection}
 * @param length the announced length of the body in bytes
 * @param body opens the body; called once per delivery
 * @param delivery how much of the answer is sent
 */
public record Answer(
    int status,
    Map<String, String> headers,
    long length,
    Supplier<InputStream> body,
    Delivery delivery) {

  /** How much of an answer reaches the client. */
  public enum Delivery {
    /** All of it. */
    WHOLE,
    /** The status line, the headers and the first half of the body; then the connection closes. */
    CUT,
    /** Nothing: the connection closes without a byte. */
    DROPPED
  }

  /** Returns an answer with this body in UTF-8. */
  public static Answer of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an answer with this body. */
  public static Answer of(int status, String contentType, byte[] body) {
    return streamed(status, contentType, body.length, () -> new ByteArrayInputStream(body));
  }

  /** Returns an answer whose body is produced while it is sent, so that it may be of any length. */
  public static Answer streamed(
      int status, String contentType, long length, Supplier<InputStream> body) {
    return new Answer(status, Map.of("Content-Type", contentType), length, body, Delivery.WHOLE);
  }

  /** Returns the answer that is no answer: the connection closes without a byte. */
  public static Answer dropped() {
    return new Answer(0, Map.of(), 0, InputStream::nullInputStream, Delivery.DROPPED);
  }

  /** Returns this answer with one more header. */
  public Answer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, Map.copyOf(more), length, body, delivery);
  }

  /** Returns this answer, delivered so. */
  public Answer delivered(Delivery how) {
    return new Answer(status, headers, length, body, how);
  }
}
