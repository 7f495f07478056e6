package com.puraify.sync.server;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.puraify.FeedbackReviewer;
import com.puraify.sync.server.api.CaseRoutes;
import com.puraify.sync.server.api.FeedbackRoutes;
import com.puraify.sync.server.api.HistoryRoutes;
import com.puraify.sync.server.api.InFlight;
import com.puraify.sync.server.api.JobEvents;
import com.puraify.sync.server.api.JobRoutes;
import com.puraify.sync.server.api.OperationRoutes;
import com.puraify.sync.server.api.StartRoutes;
import com.puraify.sync.server.api.Starting;
import com.puraify.sync.server.api.SyncRoutes;
import com.puraify.sync.server.api.WebhookRoutes;
import com.puraify.sync.server.http.Authentication;
import com.puraify.sync.server.http.JettyErrors;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.http.Problems;
import com.puraify.sync.server.http.RequestBody;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import com.puraify.sync.server.syncs.Attention;
import com.puraify.sync.server.syncs.KnownSyncs;
import com.puraify.sync.state.StateStore;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine behind HTTP, from {@link #start} until {@link #close}. Thread-safe.
 *
 * <p>A stop goes like this: what comes in from now on is answered 503; event streams end; the
 * engine is closed, so that runs end before their next call and whoever waits for one gets its
 * report; answers that are under way are finished; then the port is given back. What waited in the
 * queue and what is scheduled goes on with the next server on the same state store.
 */
public final class SyncServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.server");

  private static final int THREADS = 200;
  private static final int WAITING_CALLERS = 100;
  private static final int STREAMS = 50;

  private final ServerSettings settings;
  private final Parts parts;
  private final JobEvents events;
  private final InFlight inFlight = new InFlight();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final List<Route> routes;
  private final Javalin javalin;

  /**
   * What a server serves.
   *
   * @param engine the engine, which the server closes when it stops
   * @param store the engine's state store, where the server keeps the syncs' documents; stays open
   * @param metrics gives the metrics in the Prometheus text format
   * @param time the time
   * @param feedback who asks people, whose answers the server takes; null if nobody does
   */
  public record Parts(
      SyncEngine engine,
      StateStore store,
      Supplier<String> metrics,
      TimeSource time,
      @Nullable FeedbackReviewer feedback) {

    /** What a server serves where nobody asks people. */
    public Parts(SyncEngine engine, StateStore store, Supplier<String> metrics, TimeSource time) {
      this(engine, store, metrics, time, null);
    }
  }

  private SyncServer(ServerSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
    this.events = new JobEvents(parts.time(), STREAMS);
    KnownSyncs syncs = KnownSyncs.in(parts.store());
    Attention attention = new Attention(parts.engine(), syncs, settings.publicUrl());
    attention.follow(syncs.all());
    this.routes = routes(syncs, attention);
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Starts a server.
   *
   * @throws io.javalin.util.JavalinBindException if the port cannot be had
   */
  public static SyncServer start(ServerSettings settings, Parts parts) {
    SyncServer server = new SyncServer(settings, parts);
    server.javalin.start();
    LOG.info("serving at {}", server.uri());
    return server;
  }

  private List<Route> routes(KnownSyncs syncs, Attention attention) {
    SyncEngine engine = parts.engine();
    RequestBody body = new RequestBody(settings.maxBody(), settings.requestTimeout(), parts.time());
    Starting starting =
        new Starting(
            engine, syncs, attention, settings.answerWithin(), WAITING_CALLERS, parts.time());
    List<Resource> resources =
        List.of(
            new StartRoutes(engine, syncs, starting, body),
            new JobRoutes(engine, events),
            new SyncRoutes(engine, syncs, attention),
            new HistoryRoutes(engine, syncs),
            new CaseRoutes(engine, syncs, body),
            new FeedbackRoutes(engine, syncs, body, parts.feedback()),
            new WebhookRoutes(engine, syncs, attention, publicUrl()),
            new OperationRoutes(stopping::get, parts.metrics()));
    return resources.stream().flatMap(resource -> resource.routes().stream()).toList();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.http.defaultContentType = "application/json";
    config.http.maxRequestSize = settings.maxBody();
    config.router.treatMultipleSlashesAsSingleSlash = false;
    config.router.javaLangErrorHandler(Problems::answer);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("sync-server");
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(server -> server.setErrorHandler(new JettyErrors()));
    config.jetty.addConnector(
        (server, http) -> {
          http.setSendServerVersion(false);
          ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(settings.host());
          connector.setPort(settings.port());
          connector.setIdleTimeout(settings.requestTimeout().toMillis());
          return connector;
        });

    Authentication authentication = Authentication.of(settings.token());
    config.routes.before(this::enter);
    config.routes.beforeMatched(authentication::check);
    Problems.register(config.routes);
    routes.forEach(
        route ->
            config.routes.addHttpHandler(
                route.method(), route.path(), route.handler(), route.access()));
  }

  private void enter(Context context) {
    inFlight.enter();
    Request.addCompletionListener(
        ServletContextRequest.getServletContextRequest(context.req()), failure -> inFlight.leave());
    context.header("X-Content-Type-Options", "nosniff");
    if (stopping.get() && !context.path().equals("/health")) {
      throw ProblemException.of(
              ProblemType.UNAVAILABLE, "the server is about to stop", "try again in a moment")
          .with("Retry-After", "10")
          .with("Connection", "close");
    }
  }

  /** Returns every route, for those that hold the documentation against it. */
  List<Route> routes() {
    return routes;
  }

  /** Returns where it listens. */
  public URI uri() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return URI.create("http://" + host + ":" + javalin.port());
  }

  private String publicUrl() {
    URI known = settings.publicUrl();
    return known == null ? "http://" + settings.host() + ":" + settings.port() : known.toString();
  }

  /** Stops: see above. */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping");
    events.close();
    parts.engine().close();
    try {
      if (!inFlight.awaitNone(settings.stopWithin())) {
        LOG.warn("some answers were not finished within {}", settings.stopWithin());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    javalin.stop();
    LOG.info("stopped");
  }
}
