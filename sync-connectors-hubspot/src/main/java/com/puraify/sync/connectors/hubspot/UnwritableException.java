package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A write that HubSpot would refuse, found out before anything is sent. */
final class UnwritableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable String field;

  /** Creates a refusal of one property's value; the message goes on after the property's name. */
  UnwritableException(String message) {
    this(Reason.INVALID_VALUE, message, null);
  }

  /** Creates a refusal, with the id of the field at fault if one field is. */
  UnwritableException(Reason reason, String message, @Nullable String field) {
    super(message, null, false, false);
    this.reason = reason;
    this.field = field;
  }

  /** Returns this refusal, saying which property it is about. */
  UnwritableException of(Property property) {
    return new UnwritableException(
        reason,
        "'" + property.field().name() + "' (" + property.name() + "): " + getMessage(),
        property.name());
  }

  Rejected rejected() {
    return new Rejected(reason, Objects.requireNonNullElse(getMessage(), ""), field);
  }
}
