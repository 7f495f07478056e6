package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import org.jspecify.annotations.Nullable;

/** A value that a column cannot hold; the message says why. */
final class UnfitValueException extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable String field;

  UnfitValueException(String message) {
    this(message, null);
  }

  private UnfitValueException(String message, @Nullable String field) {
    super(message);
    this.field = field;
  }

  /** Returns this exception for the value of some field. */
  UnfitValueException in(String fieldId) {
    return new UnfitValueException(String.valueOf(getMessage()), fieldId);
  }

  /** Returns the refusal of the row that has the value. */
  WriteResult refusal() {
    return new WriteResult.Rejected(Reason.INVALID_VALUE, String.valueOf(getMessage()), field);
  }
}
