package com.puraify.sync.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a platform that failed as a whole. The {@link #kind} says who must act. */
public final class ConnectorException extends SyncException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final boolean effectPossible;
  private final @Nullable Duration retryAfter;

  /** What went wrong, told by who must act. */
  public enum Kind {
    /** The credentials are missing, wrong or expired: the account's owner must renew them. */
    AUTHENTICATION,
    /** The credentials do not reach that far: the account's owner must grant more. */
    PERMISSION,
    /** The thing does not exist, or is not shared with this account. */
    NOT_FOUND,
    /** The platform understood the request and refuses its content. */
    INVALID,
    /** The item changed since it was read: read it again. */
    STALE,
    /** Too many calls for now: wait. */
    RATE_LIMITED,
    /** A daily or monthly allowance is used up: wait for its reset, or buy more. */
    QUOTA,
    /** The platform is down or overloaded: wait. */
    UNAVAILABLE,
    /** No answer in time. */
    TIMEOUT,
    /** The answer is not what the platform promises: a connector or a platform must be mended. */
    PROTOCOL,
    /** The platform cannot do that at all. */
    UNSUPPORTED
  }

  private ConnectorException(
      Kind kind,
      String message,
      boolean effectPossible,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super("connector." + kind.name().toLowerCase(java.util.Locale.ROOT), message, cause);
    this.kind = kind;
    this.effectPossible = effectPossible;
    this.retryAfter = retryAfter;
  }

  /** Creates an exception for a call that had no effect. */
  public ConnectorException(Kind kind, String message) {
    this(kind, message, false, null, null);
  }

  /** Creates an exception for a call that had no effect. */
  public ConnectorException(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, message, false, null, cause);
  }

  /** Returns this exception with the time that the platform asks to wait. */
  public ConnectorException withRetryAfter(@Nullable Duration wait) {
    return copy(effectPossible, wait);
  }

  /** Returns this exception, for a call that may have had its effect although it failed. */
  public ConnectorException withEffectPossible() {
    return copy(true, retryAfter);
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns whether the call may have had its effect: it was sent, and no trustworthy answer came.
   */
  public boolean effectPossible() {
    return effectPossible;
  }

  /** Returns how long the platform asks to wait, if it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns whether waiting may help. */
  public boolean isTransient() {
    return switch (kind) {
      case RATE_LIMITED, UNAVAILABLE, TIMEOUT, STALE -> true;
      default -> false;
    };
  }

  private ConnectorException copy(boolean effect, @Nullable Duration wait) {
    String message = getMessage();
    ConnectorException copy =
        new ConnectorException(kind, message == null ? "" : message, effect, wait, getCause());
    copy.setStackTrace(getStackTrace());
    return copy;
  }
}
