package com.puraify.sync.testkit.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Serves a platform: counts and logs its requests, lets faults strike them, and answers the control
 * endpoint under {@code /__simulator}. Thread-safe.
 */
public final class SimulatorService implements Function<Incoming, Answer> {
  private final ServedPlatform platform;
  private final InstantSource clock;
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog();
  private final ControlEndpoint control = new ControlEndpoint(faults, log);
  private final Supplier<Duration> latency;

  /**
   * Serves a platform.
   *
   * @param clock what the log shows
   * @param latency the least time, on the machine's clock, that an answer takes; asked every time
   */
  public SimulatorService(
      ServedPlatform platform, InstantSource clock, Supplier<Duration> latency) {
    this.platform = platform;
    this.clock = clock;
    this.latency = latency;
  }

  /** Returns the queue of faults. */
  public Faults faults() {
    return faults;
  }

  /** Returns the request log. */
  public RequestLog log() {
    return log;
  }

  @Override
  public Answer apply(Incoming request) {
    if (request.path().startsWith(ControlEndpoint.ROOT)) {
      return control.answer(request);
    }
    Instant arrived = clock.instant();
    Answer answer = platform.around(request, () -> serve(request));
    log.add(
        new RecordedRequest(
            arrived,
            platform.kind(request),
            request.method(),
            request.path(),
            request.query(),
            request.bodyText(),
            answer.status()));
    return answer;
  }

  private Answer serve(Incoming request) {
    Duration wait = latency.get();
    if (!wait.isZero()) {
      Effects.pause(wait);
    }
    Fault fault = faults.take(request);
    return fault == null
        ? platform.answer(request)
        : fault.strike(platform, request, () -> platform.answer(request));
  }
}
