package com.puraify.sync.internal.http;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpErrors;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Cancellation;
import com.puraify.sync.report.PlatformCall;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to one service: each attempt waits for its turn, is sent, and is judged; Failsafe decides
 * whether another one follows. The delays between attempts are slept here, on the engine's time,
 * because Failsafe's own read the machine's clock. Thread-safe.
 */
final class PacedCalls implements HttpCalls {

  private static final Logger LOG = LoggerFactory.getLogger(PacedCalls.class);

  private final HttpTransport transport;
  private final HttpSettings settings;
  private final @Nullable Tokens tokens;
  private final Lane lane;
  private final TimeSource time;
  private final Backoff backoff;
  private final RetryPolicy<HttpAnswer> forRepeatable;
  private final RetryPolicy<HttpAnswer> forOthers;

  PacedCalls(
      HttpTransport transport,
      HttpSettings settings,
      @Nullable Tokens tokens,
      Lane lane,
      TimeSource time) {
    this.transport = transport;
    this.settings = settings;
    this.tokens = tokens;
    this.lane = lane;
    this.time = time;
    this.backoff = new Backoff(time);
    this.forRepeatable = policy(true);
    this.forOthers = policy(false);
  }

  private RetryPolicy<HttpAnswer> policy(boolean repeatable) {
    return RetryPolicy.<HttpAnswer>builder()
        .handleIf(
            failure -> failure instanceof ConnectorException error && helps(error, repeatable))
        .withMaxAttempts(settings.attempts()) // without a delay, which is the default
        .build();
  }

  /** Returns whether another attempt is safe and may succeed within reasonable time. */
  private boolean helps(ConnectorException error, boolean repeatable) {
    return switch (error.kind()) {
      case RATE_LIMITED, UNAVAILABLE, TIMEOUT ->
          (repeatable || !error.effectPossible())
              && error.retryAfter().orElse(Duration.ZERO).compareTo(lane.patience()) <= 0;
      default -> false;
    };
  }

  @Override
  public HttpAnswer send(HttpCall call) {
    lane.cancellation().check();
    try {
      return Failsafe.with(call.repeatable() ? forRepeatable : forOthers)
          .get(attempts -> attempt(call, attempts));
    } catch (FailsafeException e) {
      // Wraps checked exceptions, and an interrupt between two attempts is the only one there is.
      throw Cancellation.interrupted(e);
    }
  }

  private HttpAnswer attempt(HttpCall call, ExecutionContext<HttpAnswer> attempts) {
    int before = attempts.getAttemptCount();
    if (attempts.getLastException() instanceof ConnectorException failed
        && failed.kind() != Kind.RATE_LIMITED) { // after which the account itself pauses
      lane.cancellation().sleep(delay(failed, before));
    }
    try {
      return tokens == null ? plain(call) : authorised(call, tokens);
    } catch (ConnectorException e) {
      if (e.kind() == Kind.RATE_LIMITED) {
        lane.pause(delay(e, before + 1));
      } else if (e.kind() == Kind.QUOTA) {
        e.retryAfter().ifPresent(lane::usedUp); // whoever calls before that is refused as well
      }
      throw e;
    }
  }

  /** Makes a call; if the platform accepts no secret of it, once more with those of by then. */
  private HttpAnswer plain(HttpCall call) {
    List<Secret> secrets = List.copyOf(settings.secretHeaders().values());
    List<String> sent = secrets.stream().map(Secret::reveal).toList();
    HttpResponse<Body> response = taken(call, null);
    if (response.statusCode() == 401 && isRenewed(secrets, sent)) { // nothing was done
      response = taken(call, null);
    }
    return judged(call, response);
  }

  private boolean isRenewed(List<Secret> secrets, List<String> refused) {
    boolean renewed = false;
    for (int i = 0; i < refused.size(); i++) {
      try {
        renewed |= secrets.get(i).renew(refused.get(i));
      } catch (SyncCancelledException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn(
            "{} accepts a credential no more, and whether there is another cannot be told: {}",
            settings.platform(),
            e.getClass().getSimpleName());
      }
    }
    return renewed;
  }

  /** Makes a call with a token that is renewed once if the platform does not accept it. */
  private HttpAnswer authorised(HttpCall call, Tokens own) {
    String token = own.access(lane);
    HttpResponse<Body> response = taken(call, token);
    if (response.statusCode() == 401 && own.refused(token)) { // nothing was done, whatever it was
      token = own.access(lane);
      response = taken(call, token);
    }
    if (response.statusCode() != 401) {
      own.accepted(token);
    }
    return judged(call, response);
  }

  private HttpResponse<Body> taken(HttpCall call, @Nullable String token) {
    HttpRequest request = Requests.of(settings, call, token);
    long asked = time.nanos();
    lane.take();
    return exchange(call, request, Duration.ofNanos(time.nanos() - asked));
  }

  private Duration delay(ConnectorException failed, int attempts) {
    return failed
        .retryAfter()
        .filter(wait -> !wait.isZero())
        .orElseGet(() -> backoff.after(attempts));
  }

  private HttpAnswer judged(HttpCall call, HttpResponse<Body> response) {
    return response.statusCode() / 100 == 2 ? success(call, response) : refuse(call, response);
  }

  private HttpResponse<Body> exchange(HttpCall call, HttpRequest request, Duration waited) {
    TimeSource machine = TimeSource.system();
    long begun = machine.nanos();
    int status = 0;
    try {
      HttpResponse<Body> response =
          transport.exchange(request, settings.timeout(), settings.maxBytes(), lane.cancellation());
      status = response.statusCode();
      learn(response);
      return response;
    } catch (IOException e) {
      throw named(call, Failures.of(e), false);
    } finally {
      Duration took = Duration.ofNanos(machine.nanos() - begun);
      PlatformCall told =
          new PlatformCall(settings.platform(), Requests.label(call), status, waited, took);
      LOG.debug(
          "{} {}: {} after {} ms",
          told.platform(),
          told.operation(),
          status == 0 ? "no answer" : status,
          took.toMillis());
      transport.told(told);
    }
  }

  private void learn(HttpResponse<Body> response) {
    if (!settings.limitHeaders().isEmpty()) {
      Instant now = Answers.withoutBody(response).serverTime().orElseGet(time::instant);
      lane.learn(
          ToldLimits.read(
              settings.limitHeaders(), name -> response.headers().firstValue(name), now));
    }
  }

  private HttpAnswer success(HttpCall call, HttpResponse<Body> response) {
    try {
      return Answers.read(response, settings);
    } catch (ConnectorException e) {
      throw named(call, e.withEffectPossible(), false);
    }
  }

  private HttpAnswer refuse(HttpCall call, HttpResponse<Body> response) {
    HttpAnswer answer = readable(response);
    ConnectorException error = understood(answer);
    boolean marked = error.effectPossible();
    if (isInconclusive(answer.status(), error.kind())) {
      error = error.withEffectPossible();
    }
    if (error.retryAfter().isEmpty()) {
      error = error.withRetryAfter(RetryAfter.of(answer, time).orElse(null));
    }
    throw named(call, error, marked);
  }

  private HttpAnswer readable(HttpResponse<Body> response) {
    try {
      return Answers.read(response, settings);
    } catch (ConnectorException e) {
      return Answers.withoutBody(response); // error pages are often HTML; the status still tells
    }
  }

  private ConnectorException understood(HttpAnswer answer) {
    try {
      return settings.errors().read(answer);
    } catch (ConnectorException e) {
      return e; // thrown instead of returned: as good
    } catch (RuntimeException e) {
      // A connector's mistake in reading an error must not hide the error, nor what may have
      // happened at the platform.
      ConnectorException plain = HttpErrors.byStatus().read(answer);
      return new ConnectorException(
          plain.kind(), plain.getMessage() + ", in a way that the connector cannot read", e);
    }
  }

  /**
   * Returns whether an error answer leaves open what happened. A refusal (4xx) was understood and
   * means that nothing was done, except for a time-out at the platform's end; an error that the
   * connector knows by name is taken at its word.
   */
  private static boolean isInconclusive(int status, Kind kind) {
    boolean refusal = status >= 400 && status < 500 && status != 408;
    return !refusal
        && switch (kind) {
          case UNAVAILABLE, TIMEOUT, PROTOCOL -> true;
          default -> false;
        };
  }

  /** Returns an error that says which call it befell. */
  private static ConnectorException named(HttpCall call, ConnectorException error, boolean marked) {
    ConnectorException named =
        new ConnectorException(
                error.kind(), Requests.label(call) + ": " + error.getMessage(), error.getCause())
            .withRetryAfter(error.retryAfter().orElse(null));
    boolean effect = error.effectPossible() && (marked || !call.repeatable());
    return effect ? named.withEffectPossible() : named;
  }
}
