package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A write that Airtable would refuse or alter, found out before anything is sent. */
final class UnwritableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable String field;

  /** Creates a refusal of one field's value; the message goes on after the field's name. */
  UnwritableException(String message) {
    this(Reason.INVALID_VALUE, message, null);
  }

  /** Creates a refusal, with the id of the field at fault if one field is. */
  UnwritableException(Reason reason, String message, @Nullable String field) {
    super(message, null, false, false);
    this.reason = reason;
    this.field = field;
  }

  /** Returns this refusal, saying which field it is about. */
  UnwritableException of(Column column) {
    return new UnwritableException(
        reason, "'" + column.name() + "' (" + column.type() + "): " + getMessage(), column.id());
  }

  Rejected rejected() {
    return new Rejected(reason, Objects.requireNonNullElse(getMessage(), ""), field);
  }
}
