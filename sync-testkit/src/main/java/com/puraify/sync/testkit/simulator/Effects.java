package com.puraify.sync.testkit.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What faults do to a request. */
final class Effects {
  private static final String JSON = "application/json; charset=utf-8";

  private Effects() {}

  static Answer fail(
      Fault fault, ServedPlatform platform, Incoming request, Supplier<Answer> commit) {
    Answer committed = fault.strikesAfterCommit() ? commit.get() : null;
    return platform.failure(request, fault.failure(), committed);
  }

  static Fault.Effect answering(IntFunction<Answer> answer) {
    return (fault, platform, request, commit) -> {
      if (fault.strikesAfterCommit()) {
        Answer unused = commit.get();
      }
      Answer bare = answer.apply(fault.failure().status());
      Duration wait = fault.failure().retryAfter();
      return wait == null ? bare : bare.withHeader("Retry-After", Long.toString(wait.toSeconds()));
    };
  }

  static Answer html(int status) {
    return Answer.of(
        status,
        "text/html; charset=UTF-8",
        "<!DOCTYPE html>\n<html><head><title>"
            + status
            + "</title></head><body><center><h1>"
            + status
            + "</h1></center><hr><center>edge</center></body></html>\n");
  }

  static Answer half(Answer whole) {
    try (InputStream body = whole.body().get()) {
      byte[] half = body.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, whole.length() / 2));
      return new Answer(
          whole.status(),
          whole.headers(),
          half.length,
          () -> new ByteArrayInputStream(half),
          Answer.Delivery.WHOLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Answer enormous(int status, long bytes) {
    byte[] head = "{\"object\":\"list\",\"filling\":\"".getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\"}".getBytes(StandardCharsets.US_ASCII);
    long filling = Math.max(0, bytes - head.length - tail.length);
    return Answer.streamed(
        status,
        JSON,
        head.length + filling + tail.length,
        () ->
            new SequenceInputStream(
                Collections.enumeration(
                    List.of(
                        new ByteArrayInputStream(head),
                        new Filling(filling),
                        new ByteArrayInputStream(tail)))));
  }

  static Answer nested(int status, int depth) {
    return Answer.of(status, JSON, "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** So many letters, made as they are read. */
  private static final class Filling extends InputStream {
    private long left;

    Filling(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (left <= 0) {
        return length == 0 ? 0 : -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(target, from, from + count, (byte) 'x');
      left -= count;
      return count;
    }
  }
}
