package com.puraify.sync.error;

import org.jspecify.annotations.Nullable;

/** Engine Control said no, or did not answer; nothing was read or written. */
public final class PermissionDeniedException extends SyncException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public PermissionDeniedException(String message) {
    this(message, null);
  }

  /** Creates an exception with its cause. */
  public PermissionDeniedException(String message, @Nullable Throwable cause) {
    super("permission", message, cause);
  }
}
