package com.puraify.sync.testkit.crash;

/** The death of an engine's process: an error that nothing in the engine may catch and survive. */
public final class Killed extends Error {

  private static final long serialVersionUID = 1L;

  Killed(String where) {
    super(where, null, false, false);
  }
}
