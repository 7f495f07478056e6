package com.puraify.sync.testkit.airtable;

/** A formula that cannot be parsed or has no value. */
final class FormulaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FormulaFailure(String message) {
    super(message, null, false, false);
  }
}
