package com.puraify.sync.error;

import org.jspecify.annotations.Nullable;

/** The state store is unreachable, of an unknown version, or no longer ours to write. */
public final class StateException extends SyncException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public StateException(String message) {
    this(message, null);
  }

  /** Creates an exception with its cause. */
  public StateException(String message, @Nullable Throwable cause) {
    super("state", message, cause);
  }
}
