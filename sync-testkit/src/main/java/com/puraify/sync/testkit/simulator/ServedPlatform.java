package com.puraify.sync.testkit.simulator;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a simulator that knows its platform; {@link SimulatorService} does the rest. Called
 * on many threads at a time.
 */
public interface ServedPlatform {

  /** Returns the method and path template of a request, such as {@code GET /v1/pages/{page_id}}. */
  String kind(Incoming request);

  /** Does what the request asks for and answers it; errors of the platform are answers too. */
  Answer answer(Incoming request);

  /**
   * Surrounds all that happens to a request, latency and faults included.
   *
   * @param request the request
   * @param rest does the rest and returns the answer; to be called once, or not at all
   */
  default Answer around(Incoming request, Supplier<Answer> rest) {
    return rest.get();
  }

  /**
   * Returns the platform's own error answer for an injected failure.
   *
   * @param request the request that fails
   * @param failure what was asked for
   * @param committed the answer that the request had really led to, or null when it was not carried
   *     out
   */
  Answer failure(Incoming request, Fault.Failure failure, @Nullable Answer committed);
}
