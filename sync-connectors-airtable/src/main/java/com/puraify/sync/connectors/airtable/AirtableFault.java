package com.puraify.sync.connectors.airtable;

import com.puraify.sync.error.ConnectorException;
import org.jspecify.annotations.Nullable;

/**
 * What Airtable's error answer said in detail. It travels as the cause of the {@link
 * ConnectorException}, so that those who need to know can ask.
 */
final class AirtableFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final String words;

  /**
   * Creates a fault.
   *
   * @param type Airtable's type of error, empty if the answer was not Airtable's own
   * @param words Airtable's message, empty if there was none
   */
  AirtableFault(int status, String type, String words) {
    super(status + (type.isEmpty() ? "" : " " + type), null, false, false);
    this.status = status;
    this.type = type;
    this.words = words;
  }

  /** Returns what Airtable's answer said, or null if the exception is not about an answer. */
  static @Nullable AirtableFault of(ConnectorException e) {
    return e.getCause() instanceof AirtableFault fault ? fault : null;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String words() {
    return words;
  }

  /** Returns whether a listing cannot go on where it was, and has to begin anew. */
  boolean isListingLost() {
    return type.equals("LIST_RECORDS_ITERATOR_NOT_AVAILABLE")
        || type.equals("INVALID_OFFSET_VALUE");
  }

  /** Returns whether a record does not exist: the one that was to be written, or a linked one. */
  boolean isMissingRecord() {
    return type.equals("ROW_DOES_NOT_EXIST") || type.equals("MODEL_ID_NOT_FOUND");
  }

  boolean isUnknownField() {
    return type.equals("UNKNOWN_FIELD_NAME");
  }
}
