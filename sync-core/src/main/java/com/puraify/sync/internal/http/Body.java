package com.puraify.sync.internal.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What came as the body of an answer. Immutable. */
final class Body {

  private static final Body TOO_LARGE = new Body(new byte[0], true);

  private final byte[] bytes;
  private final boolean tooLarge;

  private Body(byte[] bytes, boolean tooLarge) {
    this.bytes = bytes;
    this.tooLarge = tooLarge;
  }

  /** Returns the bytes, ready to be decoded; none if there were too many. */
  ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Returns whether there were more bytes than allowed; reading stopped there. */
  boolean tooLarge() {
    return tooLarge;
  }

  /** Returns a handler that reads at most so many bytes, and hangs up on more. */
  static BodyHandler<Body> atMost(int maxBytes) {
    return head ->
        new Reader(maxBytes, head.headers().firstValueAsLong("content-length").orElse(0));
  }

  /**
   * Returns the body without its content encoding, bounded as well.
   *
   * @param encoding the {@code Content-Encoding}, or null for none
   * @throws IOException if the encoding is unknown or broken
   */
  Body decoded(@Nullable String encoding, int maxBytes) throws IOException {
    if (bytes.length == 0 || encoding == null) {
      return this;
    }
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> this;
      case "gzip", "x-gzip" -> gunzip(maxBytes);
      default -> throw new IOException("it has a content encoding that was not asked for");
    };
  }

  private Body gunzip(int maxBytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] plain = in.readNBytes(maxBytes);
      return in.read() < 0 ? new Body(plain, false) : TOO_LARGE;
    }
  }

  /** Collects a body as it comes in. Called by one thread at a time. */
  private static final class Reader implements BodySubscriber<Body> {

    private final int maxBytes;
    private final long announced;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<Body> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    Reader(int maxBytes, long announced) {
      this.maxBytes = maxBytes;
      this.announced = announced;
    }

    @Override
    public CompletionStage<Body> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Subscription begun) {
      subscription = begun;
      if (announced > maxBytes) {
        hangUp();
      } else {
        begun.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (body.isDone()) {
          return;
        }
        if (buffer.remaining() > maxBytes - collected.size()) {
          hangUp();
          return;
        }
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        collected.writeBytes(chunk);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(new Body(collected.toByteArray(), false));
    }

    private void hangUp() {
      if (subscription != null) {
        subscription.cancel();
      }
      collected.reset();
      body.complete(TOO_LARGE);
    }
  }
}
