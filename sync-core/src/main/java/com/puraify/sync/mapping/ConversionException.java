package com.puraify.sync.mapping;

import com.puraify.sync.error.SyncException;

/**
 * A value that has no counterpart on the other side; thrown by converters. The item is quarantined
 * with the message as its reason, and nothing else stops.
 */
public final class ConversionException extends SyncException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what the value is and what was expected; shown to people
   */
  public ConversionException(String message) {
    super("conversion", message, null);
  }
}
