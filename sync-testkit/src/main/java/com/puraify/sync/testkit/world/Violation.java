package com.puraify.sync.testkit.world;

/**
 * An invariant that did not hold. Immutable.
 *
 * @param invariant which
 * @param message what was found
 */
public record Violation(Invariant invariant, String message) {
  @Override
  public String toString() {
    return invariant.number() + ": " + message;
  }
}
