package com.puraify.sync.internal.config;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document. Confined to one thread at a time. */
final class Findings {

  private final List<Problem> problems;

  Findings(List<Problem> known) {
    this.problems = new ArrayList<>(known);
  }

  void add(String pointer, String message) {
    problems.add(new Problem(pointer, message));
  }

  /** Adds a problem unless another one is known there, which then says it better. */
  void addUnlessKnown(String pointer, String message) {
    if (problems.stream().noneMatch(known -> known.where().equals(pointer))) {
      add(pointer, message);
    }
  }

  /** Adds a problem unless there is another one anywhere, which then is its cause. */
  void addIfNone(String pointer, String message) {
    if (problems.isEmpty()) {
      add(pointer, message);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Throws if there is anything. */
  void raise() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
