package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint for platforms that date their changes: the time up to which everything was seen.
 *
 * <p>It never passes the platform's own time less its visibility lag, so that what became visible
 * late is not missed; and reading starts before it by an overlap, because times are coarse. What is
 * read twice is recognised by content. Immutable.
 */
public final class Watermark {

  private final Instant time;

  private Watermark(Instant time) {
    this.time = time;
  }

  /**
   * Returns the watermark for a read that is about to begin.
   *
   * @param serverTime the platform's own time at the first page, never the engine's
   * @param capabilities granularity and visibility lag
   */
  public static Watermark at(Instant serverTime, Capabilities capabilities) {
    return new Watermark(
        serverTime.minus(capabilities.visibilityLag()).minus(capabilities.granularity()));
  }

  /**
   * Reads a checkpoint that {@link #toString} wrote.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is not one
   */
  public static Watermark parse(String checkpoint) {
    try {
      return new Watermark(Instant.parse(checkpoint));
    } catch (DateTimeParseException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "not a checkpoint of this connector: " + checkpoint, e);
    }
  }

  /** Returns the later of this and another. */
  public Watermark orLater(@Nullable Watermark other) {
    return other != null && other.time.isAfter(time) ? other : this;
  }

  /**
   * Returns the time from which to read, inclusive: the watermark less the granularity and an
   * overlap.
   */
  public Instant readFrom(Capabilities capabilities, Duration overlap) {
    return time.minus(capabilities.granularity()).minus(overlap);
  }

  /** Returns the checkpoint's text. */
  @Override
  public String toString() {
    return time.toString();
  }
}
