package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.error.ConnectorException;
import org.jspecify.annotations.Nullable;

/**
 * What HubSpot's error answer said in detail. It travels as the cause of the {@link
 * ConnectorException}, so that those who need to know can ask.
 */
final class HubSpotFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Problem problem;

  HubSpotFault(int status, Problem problem) {
    super(
        status + (problem.category().isEmpty() ? "" : " " + problem.category()),
        null,
        false,
        false);
    this.status = status;
    this.problem = problem;
  }

  /** Returns what HubSpot's answer said, or null if the exception is not about an answer. */
  static @Nullable HubSpotFault of(ConnectorException e) {
    return e.getCause() instanceof HubSpotFault fault ? fault : null;
  }

  int status() {
    return status;
  }

  Problem problem() {
    return problem;
  }
}
