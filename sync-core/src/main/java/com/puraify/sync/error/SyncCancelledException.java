package com.puraify.sync.error;

import org.jspecify.annotations.Nullable;

/** The run was cancelled or its thread interrupted; the interrupt flag is restored. */
public final class SyncCancelledException extends SyncException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public SyncCancelledException(String message) {
    this(message, null);
  }

  /** Creates an exception with its cause. */
  public SyncCancelledException(String message, @Nullable Throwable cause) {
    super("cancelled", message, cause);
  }
}
