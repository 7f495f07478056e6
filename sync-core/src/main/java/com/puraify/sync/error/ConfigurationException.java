package com.puraify.sync.error;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot work; thrown while it is built, with every problem at once. */
public final class ConfigurationException extends SyncException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf's lists are serializable, and so are records of texts
  private final List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param where the setter's name, or a JSON pointer such as {@code /sync_type}
   * @param message what is wrong and what to do
   */
  public record Problem(String where, String message) implements java.io.Serializable {}

  /** Creates an exception with all the problems that were found. */
  public ConfigurationException(List<Problem> problems) {
    super("configuration", describe(problems), null);
    this.problems = List.copyOf(problems);
  }

  /** Creates an exception with one problem. */
  public ConfigurationException(String where, String message) {
    this(List.of(new Problem(where, message)));
  }

  /** Returns every problem, at least one. */
  public List<Problem> problems() {
    return problems;
  }

  private static String describe(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.where() + ": " + problem.message())
        .collect(Collectors.joining("; "));
  }
}
