package com.puraify.sync.error;

import java.util.List;

/** A mapping that cannot work against the schemas as they are; thrown before anything is read. */
public final class MappingException extends SyncException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf's lists are serializable
  private final List<String> problems;

  /** Creates an exception with all the problems that were found, each a full sentence. */
  public MappingException(List<String> problems) {
    super("mapping", String.join("; ", problems), null);
    this.problems = List.copyOf(problems);
  }

  /** Returns every problem, at least one. */
  public List<String> problems() {
    return problems;
  }
}
