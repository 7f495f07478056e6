package com.puraify.sync.error;

import org.jspecify.annotations.Nullable;

/** A safety limit stopped the run before anything was written. */
public final class GuardException extends SyncException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public GuardException(String message) {
    this(message, null);
  }

  /** Creates an exception with its cause. */
  public GuardException(String message, @Nullable Throwable cause) {
    super("guard", message, cause);
  }
}
