package com.puraify.sync.conflict;

import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/** How a conflict or a case is settled. Immutable. */
public sealed interface Resolution {

  /** Returns the resolution that a side's state wins: its value, its change, or its removal. */
  static Resolution take(Side side) {
    return new Take(side);
  }

  /** Returns the resolution that both sides get this value, given in local terms. */
  static Resolution use(Value value) {
    return new Use(value);
  }

  /** Returns the resolution that nothing is decided yet: a person must. */
  static Resolution hold(String reason) {
    return new Hold(reason);
  }

  /** Returns the resolution that the run must stop before it writes anything. */
  static Resolution fail(String reason) {
    return new Fail(reason);
  }

  /** Returns the answer to a tripped guard: go on, this once. */
  static Resolution approve() {
    return new Approve();
  }

  /** Returns the answer to a quarantined, frozen or doubtful item: try again. */
  static Resolution retry() {
    return new Retry();
  }

  /** Returns the answer to an ambiguous match: these two are the same thing. */
  static Resolution link(String localId, String remoteId) {
    return new LinkItems(localId, remoteId);
  }

  /** Returns the answer to an ambiguous match: these have no counterpart, create one for each. */
  static Resolution createAll() {
    return new CreateAll();
  }

  /** Returns the answer that nothing is to be done about it. */
  static Resolution ignore() {
    return new Ignore();
  }

  /** A side's state wins. */
  record Take(Side side) implements Resolution {}

  /** Both sides get a value, given in local terms. */
  record Use(Value value) implements Resolution {}

  /** A person must decide. */
  record Hold(@Nullable String reason) implements Resolution {}

  /** The run must stop. */
  record Fail(String reason) implements Resolution {}

  /** A tripped guard lets this once through. */
  record Approve() implements Resolution {}

  /** Try again. */
  record Retry() implements Resolution {}

  /** Two items are the same thing. */
  record LinkItems(String localId, String remoteId) implements Resolution {}

  /** Each item gets a counterpart of its own. */
  record CreateAll() implements Resolution {}

  /** Nothing is to be done. */
  record Ignore() implements Resolution {}
}
