package com.puraify.sync.testkit.simulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on a stream: reads requests and writes answers, one after the other. */
final class HttpWire {
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

  private HttpWire() {}

  /** Reads the next request, or returns null when the client has closed the connection. */
  static @Nullable Incoming read(InputStream in, OutputStream out) throws IOException {
    String start = line(in);
    if (start == null) {
      return null;
    }
    String[] words = start.split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new ProtocolException("not an HTTP/1.1 request line: " + start);
    }
    Map<String, String> headers = headers(in);
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    byte[] body = body(in, headers);
    int mark = words[1].indexOf('?');
    String path = mark < 0 ? words[1] : words[1].substring(0, mark);
    String query = mark < 0 ? "" : words[1].substring(mark + 1);
    return new Incoming(
        words[0].toUpperCase(Locale.ROOT), words[1], path, parameters(query), headers, body);
  }

  /** Writes the answer; what {@code delivery} withholds is not written. */
  static void write(OutputStream out, Answer answer, Instant now, boolean close)
      throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(" Simulated\r\n");
    head.append("Date: ").append(date(now)).append("\r\n");
    answer.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
    head.append("Content-Length: ").append(answer.length()).append("\r\n");
    head.append(close ? "Connection: close\r\n\r\n" : "\r\n");
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    long wanted = answer.delivery() == Answer.Delivery.CUT ? answer.length() / 2 : answer.length();
    try (InputStream body = answer.body().get()) {
      byte[] buffer = new byte[16 * 1024];
      while (wanted > 0) {
        int read = body.read(buffer, 0, (int) Math.min(buffer.length, wanted));
        if (read < 0) {
          throw new EOFException("the body is shorter than announced");
        }
        out.write(buffer, 0, read);
        wanted -= read;
      }
    }
    out.flush();
  }

  private static String date(Instant now) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
        .format(now.atOffset(ZoneOffset.UTC));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    int size = 0;
    for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
      if (line == null) {
        throw new EOFException("the connection closed within the headers");
      }
      size += line.length();
      int colon = line.indexOf(':');
      if (colon < 1 || size > MAX_HEAD_BYTES) {
        throw new ProtocolException("bad header");
      }
      String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).trim(), (a, b) -> a + "," + b);
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    String length = headers.get("content-length");
    return length == null ? new byte[0] : exactly(in, size(length, 10));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String head = line(in);
      if (head == null) {
        throw new EOFException("the connection closed within the body");
      }
      int semicolon = head.indexOf(';');
      int size = size(semicolon < 0 ? head : head.substring(0, semicolon), 16);
      if (size == 0) {
        headers(in);
        return body.toByteArray();
      }
      body.write(exactly(in, size));
      line(in);
      if (body.size() > MAX_BODY_BYTES) {
        throw new ProtocolException("the body is too long");
      }
    }
  }

  private static int size(String text, int radix) throws IOException {
    try {
      int size = Integer.parseInt(text.trim(), radix);
      if (size >= 0 && size <= MAX_BODY_BYTES) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new ProtocolException("bad length: " + text);
    }
    throw new ProtocolException("bad length: " + text);
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] body = in.readNBytes(size);
    if (body.length < size) {
      throw new EOFException("the connection closed within the body");
    }
    return body;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > MAX_HEAD_BYTES) {
        throw new ProtocolException("the line is too long");
      }
    }
    return line.isEmpty() ? null : line.toString();
  }

  private static Map<String, List<String>> parameters(String query) throws IOException {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static String decode(String text) throws IOException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("bad percent-encoding in the query");
    }
  }
}
