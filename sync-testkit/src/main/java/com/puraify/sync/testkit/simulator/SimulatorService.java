package com.puraify.sync.testkit.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

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
  private volatile Duration latency = Duration.ZERO;

  /** Serves this platform on this clock. */
  public SimulatorService(ServedPlatform platform, InstantSource clock) {
    this.platform = platform;
    this.clock = clock;
  }

  /** Returns the queue of faults. */
  public Faults faults() {
    return faults;
  }

  /** Returns the request log. */
  public RequestLog log() {
    return log;
  }

  /** Lets every answer take at least this long on the machine's clock. */
  public void latency(Duration time) {
    this.latency = time;
  }

  @Override
  public Answer apply(Incoming request) {
    if (request.path().startsWith(ControlEndpoint.ROOT)) {
      return control.answer(request);
    }
    Instant arrived = clock.instant();
    if (!latency.isZero()) {
      Effects.pause(latency);
    }
    Fault fault = faults.take(request);
    Answer answer =
        fault == null
            ? platform.answer(request)
            : fault.strike(platform, request, () -> platform.answer(request));
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
}
