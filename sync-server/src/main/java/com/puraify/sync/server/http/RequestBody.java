package com.puraify.sync.server.http;

import com.puraify.sync.host.TimeSource;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads bodies, no further than a size and no longer than a time.
 *
 * @param maxBytes how large a body may be
 * @param longest how long it may take to arrive
 * @param time what that is measured by
 */
public record RequestBody(int maxBytes, Duration longest, TimeSource time) {

  private static final int CHUNK = 8_192;

  /**
   * Returns the JSON text of a request.
   *
   * @throws ProblemException if it is of another type, too large or too slow
   */
  public byte[] json(Context context) throws IOException {
    String type = context.contentType();
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json") && !media.endsWith("+json")) {
      throw ProblemException.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              media.isEmpty() ? "the body has no Content-Type" : "the body's type is " + media,
              "send JSON with Content-Type: application/json")
          .with("Accept-Post", "application/json");
    }
    return bytes(context);
  }

  /**
   * Returns the bytes of a request.
   *
   * @throws ProblemException if there are too many, or they come too slowly
   */
  public byte[] bytes(Context context) throws IOException {
    if (context.req().getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    long begun = time.nanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    InputStream in = context.req().getInputStream();
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      body.write(chunk, 0, read);
      if (body.size() > maxBytes) {
        throw tooLarge();
      }
      if (time.nanos() - begun > longest.toNanos()) {
        throw tooSlow();
      }
    }
    return body.toByteArray();
  }

  private ProblemException tooSlow() {
    return ProblemException.of(
            ProblemType.REQUEST_TIMEOUT,
            "the body was not there after " + longest.toSeconds() + " seconds",
            "send it faster, or raise SYNC_REQUEST_TIMEOUT")
        .with("Connection", "close");
  }

  private ProblemException tooLarge() {
    return ProblemException.of(
            ProblemType.TOO_LARGE,
            "the body has more than " + maxBytes + " bytes",
            "send less, or raise SYNC_MAX_BODY")
        .with("Connection", "close");
  }
}
