package com.puraify.sync.internal.run;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.Listening;
import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.SyncRun;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.history.History;
import com.puraify.sync.host.ActionInvoker;
import com.puraify.sync.host.ConflictReviewer;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.host.ServiceCatalog;
import com.puraify.sync.host.SyncEventListener;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.history.StoredHistory;
import com.puraify.sync.internal.http.HttpTransport;
import com.puraify.sync.internal.job.Hints;
import com.puraify.sync.internal.job.Jobs;
import com.puraify.sync.internal.job.Ticker;
import com.puraify.sync.internal.webhook.Webhooks;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.ScheduleStatus;
import com.puraify.sync.job.SyncJobs;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.PlatformCall;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.SharedBudget;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Schema;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine. */
public final class EngineCore implements SyncEngine {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.engine");

  private final EngineParts parts;
  private final List<SyncEventListener> listeners;
  private final Duration webhookDebounce;
  private final Queueing queueing;
  private final Ticker ticker;
  private final Webhooks webhooks;
  private final Jobs jobs;
  private final Set<AtomicBoolean> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * What a builder collected.
   *
   * @param state where to remember, or null for memory
   * @param local where local entities are found, or null
   * @param connectors explicit connectors
   * @param listeners who is told of events
   * @param credentials where tokens come from
   * @param gate who permits runs
   * @param catalog which platforms are connected, or null for the connectors
   * @param reviewer who asks people
   * @param actions what the host does around a run
   * @param time time and chance
   * @param webhookDebounce how long a listening sync waits after a first webhook for others
   * @param queueing how jobs are queued
   * @param singleThreaded whether everything is done in the caller's thread
   * @param memoryBound about how many bytes of items a side of a run keeps in memory
   * @param sharedBudget where engines count accounts' calls together, or null
   */
  public record Parts(
      @Nullable StateStore state,
      @Nullable Connection local,
      List<Connector> connectors,
      List<SyncEventListener> listeners,
      CredentialProvider credentials,
      PermissionGate gate,
      @Nullable ServiceCatalog catalog,
      ConflictReviewer reviewer,
      ActionInvoker actions,
      TimeSource time,
      Duration webhookDebounce,
      Queueing queueing,
      boolean singleThreaded,
      long memoryBound,
      @Nullable SharedBudget sharedBudget) {}

  /**
   * How jobs are queued.
   *
   * @param board who keeps the turns, or null for the engine itself
   * @param maxRuns how many runs are under way at once
   * @param jitter by how much scheduled runs are put off at most
   * @param keep how long jobs that are over are listed
   */
  public record Queueing(@Nullable JobBoard board, int maxRuns, Duration jitter, Duration keep) {}

  private EngineCore(Parts given) {
    this.listeners = new CopyOnWriteArrayList<>(given.listeners());
    Map<String, Connector> connectors = connectors(given.connectors());
    StateStore store = given.state();
    if (store == null) {
      LOG.info("no state store was given: what this engine learns is lost when it ends");
      store = MemoryStateStore.create();
    }
    Workers workers = given.singleThreaded() ? Workers.callerOnly() : Workers.threads();
    this.ticker = new Ticker(given.time(), workers);
    this.parts =
        new EngineParts(
            store,
            given.time(),
            connectors,
            given.local(),
            given.credentials(),
            given.gate(),
            given.catalog() == null
                ? ServiceCatalog.of(connectors.values().stream().map(Connector::platform).toList())
                : given.catalog(),
            given.reviewer(),
            given.actions(),
            this::tell,
            new Budgets(given.time(), given.sharedBudget()),
            new HttpTransport(given.time(), given.credentials(), this::tellCall),
            workers,
            ticker,
            given.memoryBound(),
            "engine-" + RunLedger.newId(given.time()).substring(0, 8),
            Safeguard.ALL);
    this.webhookDebounce = given.webhookDebounce();
    this.queueing = given.queueing();
    this.webhooks = new Webhooks(parts, webhookDebounce, ticker, requests());
    this.jobs = new Jobs(parts, queueing, ticker, this::run, webhooks);
    jobs.start();
  }

  private EngineCore(EngineCore other, Set<Safeguard> safeguards) {
    this.listeners = other.listeners;
    this.parts = other.parts.with(safeguards);
    this.webhookDebounce = other.webhookDebounce;
    this.queueing = other.queueing;
    this.ticker = new Ticker(parts.time(), parts.workers());
    this.webhooks = new Webhooks(parts, webhookDebounce, ticker, requests());
    this.jobs = new Jobs(parts, queueing, ticker, this::run, webhooks);
  }

  /**
   * Returns an engine like another that lacks a safeguard. For tests alone, which must be shown to
   * notice; nothing in the public interface leads here.
   */
  public static SyncEngine without(Safeguard missing, SyncEngine engine) {
    Set<Safeguard> rest = EnumSet.allOf(Safeguard.class);
    rest.remove(missing);
    return new EngineCore((EngineCore) engine, rest);
  }

  /** Returns an engine of what a builder collected. */
  public static SyncEngine create(Parts parts) {
    return new EngineCore(parts);
  }

  private static Map<String, Connector> connectors(List<Connector> explicit) {
    Map<String, Connector> byPlatform = new LinkedHashMap<>();
    ServiceLoader.load(Connector.class)
        .forEach(
            connector -> byPlatform.putIfAbsent(Schema.simplify(connector.platform()), connector));
    explicit.forEach(connector -> byPlatform.put(Schema.simplify(connector.platform()), connector));
    return Map.copyOf(byPlatform);
  }

  @Override
  public SyncReport sync(SyncConfig config) {
    return run(config, Targets.EVERYTHING);
  }

  @Override
  public SyncReport apply(Plan plan) {
    if (!(plan instanceof PreparedPlan prepared)) {
      throw new ConfigurationException("plan", "was not made by this engine; use engine.plan()");
    }
    if (!prepared.guards().isEmpty() && !prepared.approved()) {
      throw new GuardException(
          prepared.guards().stream().map(Guards.Tripped::message).collect(Collectors.joining("; "))
              + "; look at the plan, and apply plan.approve() if it is right");
    }
    return run(prepared.config(), prepared);
  }

  @Override
  public SyncReport sync(SyncConfig config, ItemSelection items) {
    return run(config, Targets.of(items));
  }

  private SyncReport run(SyncConfig config, Targets targets) {
    return run(config, targets, RunWatch.NONE);
  }

  private SyncReport run(SyncConfig config, Targets targets, RunWatch watch) {
    AtomicBoolean cancelled = begin();
    try {
      SyncRunner runner =
          new SyncRunner(parts, config, () -> cancelled.get() || watch.isCancelled());
      return runner.sync(targets, watch);
    } finally {
      running.remove(cancelled);
    }
  }

  @Override
  public Job submit(SyncConfig config) {
    return jobs.submit(config);
  }

  @Override
  public ScheduleStatus schedule(SyncConfig config) {
    return jobs.schedule(config);
  }

  @Override
  public SyncJobs jobs() {
    return jobs;
  }

  private Webhooks.Requests requests() {
    return new Webhooks.Requests() {
      @Override
      public void submit(SyncConfig config, Hints hints) {
        jobs.submit(config, hints);
      }

      @Override
      public void knows(SyncConfig config) {
        jobs.knows(config);
      }

      @Override
      public boolean isWaiting(String sync) {
        return jobs.isToldOf(sync);
      }
    };
  }

  @Override
  public Listening listen(SyncConfig config) {
    return webhooks.listen(config);
  }

  @Override
  public Listening listen(SyncConfig config, URI callback) {
    return webhooks.listen(config, callback);
  }

  @Override
  public WebhookReply receive(String project, String platform, WebhookDelivery delivery) {
    return webhooks.receive(project, platform, delivery);
  }

  @Override
  public List<SyncReport> runDue() {
    return jobs.runDue();
  }

  private SyncReport run(SyncConfig config, PreparedPlan only) {
    AtomicBoolean cancelled = begin();
    try {
      return new SyncRunner(parts, config, cancelled::get).sync(only);
    } finally {
      running.remove(cancelled);
    }
  }

  @Override
  public SyncRun start(SyncConfig config) {
    AtomicBoolean cancelled = begin();
    StartedRun run = new StartedRun(new SyncRunner(parts, config, cancelled::get), null, cancelled);
    parts
        .workers()
        .start(
            () -> {
              try {
                run.run();
              } finally {
                running.remove(cancelled);
              }
            });
    return run;
  }

  @Override
  public Plan plan(SyncConfig config) {
    AtomicBoolean cancelled = begin();
    try {
      return new SyncRunner(parts, config, cancelled::get).plan();
    } finally {
      running.remove(cancelled);
    }
  }

  @Override
  public Schema schema(Entity entity) {
    AtomicBoolean cancelled = begin();
    RunContext context =
        new RunContext(
            parts.transport(), parts.budgets(), parts.time(), Priority.HIGH, cancelled::get);
    try (EntitySession session = entity.open(context)) {
      return session.schema();
    } finally {
      running.remove(cancelled);
    }
  }

  @Override
  public List<Case> cases(SyncConfig config) {
    return Answering.cases(parts.store(), config.id());
  }

  @Override
  public void resolve(Case question, Resolution resolution) {
    Answering.resolve(parts.store(), question, resolution, parts.time().instant());
  }

  @Override
  public History history(SyncConfig config) {
    return new StoredHistory(parts.store(), config.id(), Settings.FIELDS);
  }

  @Override
  public <E extends SyncEvent> void on(Class<E> kind, Consumer<E> listener) {
    listeners.add(
        event -> {
          if (kind.isInstance(event)) {
            listener.accept(kind.cast(event));
          }
        });
  }

  private void tell(SyncEvent event) {
    tell(event, listener -> listener.on(event));
  }

  private void tellCall(PlatformCall call) {
    tell(call, listener -> listener.onCall(call));
  }

  private void tell(Object what, Consumer<SyncEventListener> telling) {
    for (SyncEventListener listener : listeners) {
      try {
        telling.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed on {}: {}", what.getClass().getSimpleName(), e.toString());
        LOG.debug("the listener's failure", e);
      }
    }
  }

  private AtomicBoolean begin() {
    if (closed) {
      throw new SyncCancelledException("the engine is closed; build another");
    }
    AtomicBoolean cancelled = new AtomicBoolean();
    running.add(cancelled);
    return cancelled;
  }

  @Override
  public void close() {
    closed = true;
    webhooks.close();
    jobs.stop(); // from now on, what is cancelled is queued again
    running.forEach(cancelled -> cancelled.set(true));
    jobs.close();
    parts.workers().close(); // waits for the runs to end, and interrupts those that do not
    jobs.leave();
  }
}
