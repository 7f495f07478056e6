package com.puraify.sync.testkit.world;

/** The death of a simulated process: nothing in the engine may catch it and go on. */
final class ProcessDeath extends Error {
  private static final long serialVersionUID = 1L;

  ProcessDeath() {
    super("the process was killed", null, false, false);
  }
}
