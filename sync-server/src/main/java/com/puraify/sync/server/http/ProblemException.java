package com.puraify.sync.server.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem document (RFC 9457). Immutable but for its trace. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String detail;
  private final String action;

  @SuppressWarnings("serial") // List.copyOf's lists are serializable, and so are records of texts
  private final List<Finding> findings;

  @SuppressWarnings("serial") // Map.copyOf's maps are serializable
  private final Map<String, String> headers;

  /**
   * One thing that is wrong with a body.
   *
   * @param pointer where, as a JSON pointer; empty for the whole
   * @param message what is wrong and what to do
   */
  public record Finding(String pointer, String message) implements java.io.Serializable {}

  private ProblemException(
      ProblemType type,
      String detail,
      String action,
      List<Finding> findings,
      Map<String, String> headers,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.type = type;
    this.detail = detail;
    this.action = action;
    this.findings = List.copyOf(findings);
    this.headers = Map.copyOf(headers);
  }

  /**
   * Returns a problem.
   *
   * @param detail what happened, in a sentence without its full stop
   * @param action what to do about it
   */
  public static ProblemException of(ProblemType type, String detail, String action) {
    return new ProblemException(type, detail, action, List.of(), Map.of(), null);
  }

  /** Returns this problem with everything that is wrong with the body. */
  public ProblemException with(List<Finding> all) {
    return new ProblemException(type, detail, action, all, headers, getCause());
  }

  /** Returns this problem with a header for its answer. */
  public ProblemException with(String header, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new ProblemException(type, detail, action, findings, more, getCause());
  }

  /** Returns this problem with what led to it. */
  public ProblemException because(Throwable cause) {
    return new ProblemException(type, detail, action, findings, headers, cause);
  }

  /** Returns its kind. */
  public ProblemType type() {
    return type;
  }

  /** Returns what happened. */
  public String detail() {
    return detail;
  }

  /** Returns what to do about it. */
  public String action() {
    return action;
  }

  /** Returns everything that is wrong with the body. */
  public List<Finding> findings() {
    return findings;
  }

  /** Returns further headers of the answer. */
  public Map<String, String> headers() {
    return headers;
  }
}
