package com.puraify.sync.internal.http;

import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Cancellation;
import com.puraify.sync.report.PlatformCall;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client of an engine. Thread-safe.
 *
 * <p>It keeps no cookies, follows no redirects (a secret must not travel to another host) and
 * trusts what the Java runtime trusts. What it waits for is the network, which knows no cranked
 * time: its time-outs are the machine's.
 */
public final class HttpTransport {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final TimeSource time;
  private final CredentialProvider credentials;
  private final Consumer<PlatformCall> listener;
  private final ConcurrentMap<List<String>, Tokens> tokens = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable HttpClient client;

  /**
   * Creates a transport that renews no tokens.
   *
   * @param time what the delays between attempts are measured by
   */
  public HttpTransport(TimeSource time) {
    this(time, (project, name) -> Optional.empty());
  }

  /**
   * Creates a transport that nobody listens to.
   *
   * @param time what the delays between attempts are measured by
   * @param credentials where renewed tokens are kept
   */
  public HttpTransport(TimeSource time, CredentialProvider credentials) {
    this(time, credentials, call -> {});
  }

  /**
   * Creates a transport.
   *
   * @param time what the delays between attempts are measured by
   * @param credentials where renewed tokens are kept
   * @param listener told of each call when it is over
   */
  public HttpTransport(
      TimeSource time, CredentialProvider credentials, Consumer<PlatformCall> listener) {
    this.time = time;
    this.credentials = credentials;
    this.listener = listener;
  }

  /** Tells of a call that is over. */
  void told(PlatformCall call) {
    listener.accept(call);
  }

  /** A client has a thread and sockets of its own: it is made once there is something to send. */
  private HttpClient client() {
    HttpClient known = client;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = client;
      if (known == null) {
        known =
            HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        client = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Returns calls to a service by way of a run's lane. */
  public HttpCalls calls(HttpSettings settings, Lane lane) {
    return new PacedCalls(
        this, settings, settings.oauth().map(each -> tokens(each, lane)).orElse(null), lane, time);
  }

  private Tokens tokens(OAuthSettings oauth, Lane lane) {
    Tokens known =
        tokens.computeIfAbsent(
            List.of(oauth.project(), oauth.credentialName(), oauth.tokenEndpoint().toString()),
            key -> new Tokens(this, credentials, oauth, time));
    known.offer(oauth.credential(), lane.cancellation());
    return known;
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @param timeout from sending to the last byte
   * @throws HttpTimeoutException if that takes longer
   * @throws IOException if there is no answer
   * @throws com.puraify.sync.error.SyncCancelledException if the run is cancelled or the thread
   *     interrupted meanwhile; the exchange is broken off
   */
  HttpResponse<Body> exchange(
      HttpRequest request, Duration timeout, int maxBytes, Cancellation cancellation)
      throws IOException {
    TimeSource machine = TimeSource.system();
    long begun = machine.nanos();
    CompletableFuture<HttpResponse<Body>> answer =
        client().sendAsync(request, Body.atMost(maxBytes));
    try {
      long left;
      do {
        cancellation.check();
        left = timeout.toNanos() - (machine.nanos() - begun);
        if (left <= 0) {
          throw new HttpTimeoutException("no complete answer within " + timeout);
        }
      } while (!arrives(answer, Math.min(left, Cancellation.SLICE.toNanos())));
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw Cancellation.interrupted(e);
    } finally {
      answer.cancel(true); // breaks off what is still under way; does nothing after the answer
    }
  }

  private static boolean arrives(CompletableFuture<?> answer, long withinNanos)
      throws ExecutionException, InterruptedException {
    try {
      answer.get(withinNanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
