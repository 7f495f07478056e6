package com.puraify.sync.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws on purpose.
 *
 * <p>A message says what happened, where, what was expected and what to do. It never holds a
 * secret, a header or a body.
 */
public abstract class SyncException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * For subclasses.
   *
   * @param code a stable name of the error, such as {@code "mapping"}
   */
  protected SyncException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns a stable name of the error, fit for a program to act on. */
  public String code() {
    return code;
  }
}
