package com.puraify.sync.connector;

import com.puraify.sync.error.ConfigurationException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a platform's answers tell of one of the account's limits on calls. Immutable.
 *
 * <p>The engine reads these headers in every answer, also in refusals. A limit of so many calls in
 * so long becomes a window of the account, on top of what is declared: it never loosens that. Where
 * the answer tells how many calls remain and when they are renewed, no more than those are made
 * until then. Headers that are missing or make no sense are as if they were not declared.
 */
public final class LimitHeaders {

  /** How a header says when calls are renewed. */
  public enum Reset {
    /** In so many seconds. */
    AFTER_SECONDS,
    /** At a time in seconds since 1970. */
    AT_EPOCH_SECOND,
    /** At a time in milliseconds since 1970. */
    AT_EPOCH_MILLI
  }

  private final @Nullable String limit;
  private final @Nullable String remaining;
  private final @Nullable String interval;
  private final Duration unit;
  private final @Nullable Duration span;
  private final @Nullable String reset;
  private final Reset form;
  private final @Nullable ZoneId midnight;

  private LimitHeaders(Builder builder) {
    this.limit = builder.limit;
    this.remaining = builder.remaining;
    this.interval = builder.interval;
    this.unit = builder.unit;
    this.span = builder.span;
    this.reset = builder.reset;
    this.form = builder.form;
    this.midnight = builder.midnight;
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the headers {@code RateLimit-Limit} (whose parameter {@code w} is the window in
   * seconds), {@code RateLimit-Remaining} and {@code RateLimit-Reset} (in seconds) of the drafts
   * that many services follow.
   */
  public static LimitHeaders standard() {
    return builder()
        .limit("RateLimit-Limit")
        .remaining("RateLimit-Remaining")
        .reset("RateLimit-Reset", Reset.AFTER_SECONDS)
        .build();
  }

  /** Returns the header that tells how many calls are allowed, if there is one. */
  public Optional<String> limit() {
    return Optional.ofNullable(limit);
  }

  /** Returns the header that tells how many calls remain, if there is one. */
  public Optional<String> remaining() {
    return Optional.ofNullable(remaining);
  }

  /** Returns the header that tells for how long the limit holds, if there is one. */
  public Optional<String> interval() {
    return Optional.ofNullable(interval);
  }

  /** Returns what the number in the {@link #interval} header counts. */
  public Duration unit() {
    return unit;
  }

  /** Returns for how long the limit holds, if that is always the same. */
  public Optional<Duration> span() {
    return Optional.ofNullable(span);
  }

  /** Returns the header that tells when calls are renewed, if there is one. */
  public Optional<String> reset() {
    return Optional.ofNullable(reset);
  }

  /** Returns how the {@link #reset} header says it. */
  public Reset form() {
    return form;
  }

  /** Returns the zone in which calls are renewed at midnight, if they are. */
  public Optional<ZoneId> midnight() {
    return Optional.ofNullable(midnight);
  }

  /** Collects headers. Confined to one thread at a time. */
  public static final class Builder {

    private @Nullable String limit;
    private @Nullable String remaining;
    private @Nullable String interval;
    private Duration unit = Duration.ofSeconds(1);
    private @Nullable Duration span;
    private @Nullable String reset;
    private Reset form = Reset.AFTER_SECONDS;
    private @Nullable ZoneId midnight;

    private Builder() {}

    /**
     * Names the header that tells how many calls are allowed. For how long is told by {@link
     * #interval}, {@link #span}, or the header's own parameter {@code w} in seconds.
     */
    public Builder limit(String header) {
      this.limit = header;
      return this;
    }

    /** Names the header that tells how many calls remain until they are renewed. */
    public Builder remaining(String header) {
      this.remaining = header;
      return this;
    }

    /**
     * Names the header that tells for how long the limit holds.
     *
     * @param unit what its number counts, such as a millisecond
     */
    public Builder interval(String header, Duration unit) {
      this.interval = header;
      this.unit = unit;
      return this;
    }

    /** Sets for how long the limit holds, where no header tells. */
    public Builder span(Duration length) {
      this.span = length;
      return this;
    }

    /** Names the header that tells when the calls are renewed. */
    public Builder reset(String header, Reset how) {
      this.reset = header;
      this.form = how;
      return this;
    }

    /** Sets that the calls are renewed at midnight, where no header tells. */
    public Builder resetAtMidnight(ZoneId zone) {
      this.midnight = zone;
      return this;
    }

    /**
     * Returns the headers.
     *
     * @throws ConfigurationException if nothing can be learned from them
     */
    public LimitHeaders build() {
      if (limit == null && (remaining == null || (reset == null && midnight == null))) {
        throw new ConfigurationException(
            "limitHeaders",
            "tell nothing: name the header of the limit, or that of the remaining calls together"
                + " with their reset");
      }
      if (unit.isZero() || unit.isNegative()) {
        throw new ConfigurationException("limitHeaders", "interval: its unit must be positive");
      }
      if (span != null && (span.isZero() || span.isNegative())) {
        throw new ConfigurationException("limitHeaders", "span: must be longer than nothing");
      }
      return new LimitHeaders(this);
    }
  }
}
