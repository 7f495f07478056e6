package com.puraify.sync;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.history.History;
import com.puraify.sync.host.ActionInvoker;
import com.puraify.sync.host.ConflictReviewer;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.host.ServiceCatalog;
import com.puraify.sync.host.SyncEventListener;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.run.EngineCore;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.ScheduleStatus;
import com.puraify.sync.job.SyncJobs;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.SharedBudget;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Schema;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps local entities equal with entities of outside platforms.
 *
 * <p>A host builds one engine, and runs as many syncs in it as it likes. Each sync is run by one
 * thread of one engine at a time, also across machines that share a state store. Thread-safe.
 */
public interface SyncEngine extends AutoCloseable {

  /** Returns a builder. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Runs a sync, and waits until it is over.
   *
   * @return what it did, also if something stopped it after it had begun to read: see {@link
   *     SyncReport#status} and {@link SyncReport#orThrow}
   * @throws com.puraify.sync.error.PermissionDeniedException if the run is not permitted
   * @throws com.puraify.sync.error.ConfigurationException if an entity or a platform is unknown
   * @throws com.puraify.sync.error.MappingException if the mapping cannot work against the schemas
   * @throws com.puraify.sync.error.ConnectorException if an entity cannot be opened for another
   *     reason than a used-up allowance
   * @throws com.puraify.sync.error.StateException if the sync is being run by somebody else, or the
   *     state store cannot be reached
   */
  SyncReport sync(SyncConfig config);

  /**
   * Runs a sync for some of its items, and waits until it is over.
   *
   * <p>The items are looked up by their ids, and where one differs from what was agreed, its
   * counterpart is too; everything else is left as it is. Conflicts, filters, limits and reviews
   * hold as in any run; deletes of such runs count together with those of the ones before since the
   * latest ordinary run, so that many small runs get no further than one large one. An id that
   * nobody knows does nothing. An item is taken for deleted only if its side says so.
   *
   * <p>A new item is matched with what the other side finds by its match key; where a side cannot
   * be asked for that, it waits for an ordinary run, and the report says so. No checkpoint moves:
   * the next ordinary run reads what it would have read. A sync that has not been read in full yet,
   * or not with its present mapping, is run like {@link #sync(SyncConfig)}.
   *
   * @param items the items, by their ids on one side or both
   * @return as for {@link #sync(SyncConfig)}
   * @throws com.puraify.sync.error.SyncException as {@link #sync(SyncConfig)}
   */
  SyncReport sync(SyncConfig config, ItemSelection items);

  /** Starts a run, and returns at once. Errors that keep it from starting come with the await. */
  SyncRun start(SyncConfig config);

  /**
   * Queues a run of a sync, by its {@linkplain SyncConfig#priority priority}, and returns at once.
   * A job of the sync that waits already is returned instead, by then as urgent as the more urgent
   * of both; during a run of the sync exactly one more is queued. The queue outlasts the engine,
   * see {@link SyncJobs}.
   *
   * <p>A job whose run ended because an allowance is used up goes on by itself when there is one
   * again. A job of a sync that is being run by somebody else waits for that.
   *
   * @throws com.puraify.sync.error.StateException if the job cannot be remembered
   * @throws com.puraify.sync.error.SyncCancelledException if the engine is closed
   */
  Job submit(SyncConfig config);

  /**
   * Runs a sync by its {@linkplain SyncConfig#schedule schedule} from now on, also after a restart,
   * until it is {@linkplain SyncJobs#unschedule unscheduled}. Scheduling a sync again puts the new
   * configuration in place; the state of a schedule that stays the same is continued.
   *
   * <p>An interval begins now: its first run is one interval away. Each run is put off by some
   * seconds that are always the same for a sync and differ among syncs, see {@link
   * Builder#scheduleJitter}. However many runs were missed while no engine was there, or while the
   * sync was paused, one makes up for them.
   *
   * @return how it stands
   * @throws com.puraify.sync.error.ConfigurationException if it has no schedule, or one that never
   *     comes
   * @throws com.puraify.sync.error.StateException if it cannot be remembered
   */
  ScheduleStatus schedule(SyncConfig config);

  /** Returns the queue and the schedules. */
  SyncJobs jobs();

  /**
   * Returns what a run would do, without writing anything.
   *
   * @throws com.puraify.sync.error.SyncException as {@link #sync}
   */
  Plan plan(SyncConfig config);

  /**
   * Does what a plan says, and nothing beside it. Both sides are read again; what is no longer as
   * the plan saw it is planned anew.
   *
   * @throws com.puraify.sync.error.GuardException if the plan reaches safety limits and is not
   *     {@linkplain Plan#approve approved}
   * @throws com.puraify.sync.error.SyncException as {@link #sync}
   */
  SyncReport apply(Plan plan);

  /**
   * Returns an entity's fields as they are now, so that a host can offer a mapping or make a table.
   *
   * @throws com.puraify.sync.error.ConnectorException if the entity cannot be opened
   */
  Schema schema(Entity entity);

  /** Returns the open cases of a sync. */
  List<Case> cases(SyncConfig config);

  /**
   * Answers a case; the answer takes effect in the next run, if the item is then still as the case
   * describes it; else the case is asked anew.
   *
   * @throws com.puraify.sync.error.ConfigurationException if the case cannot be answered like that
   * @throws com.puraify.sync.error.StateException if the case is no longer open, or the item has
   *     moved on since
   */
  void resolve(Case question, Resolution resolution);

  /**
   * Returns what happened in a sync: its runs, what they changed, and why a field has its value.
   * Nothing is read but the state store, and that only when the history is asked; it can be asked
   * while the sync runs, and by any engine that shares the store.
   */
  History history(SyncConfig config);

  /**
   * Has a sync listen to webhooks, from now on until the handle or the engine is closed.
   *
   * <p>What genuine deliveries to {@link #receive} tell of its project and platform is collected.
   * {@linkplain Builder#webhookDebounce Some seconds} after the first one, one run {@linkplain
   * #sync(SyncConfig, ItemSelection) looks at just those items}, or at what changed, if a platform
   * does not say where or names more than a thousand items. Meanwhile more may come in, in any
   * order and more than once; during a run it waits for the next one. What concerns other entities
   * is ignored.
   *
   * <p>Webhooks get lost, so keep running the sync by schedule as well; it also makes up for what
   * was not looked at when an engine ends or a run fails. Nothing is read when this is called.
   *
   * @throws com.puraify.sync.error.ConfigurationException if the sync listens already, or neither
   *     side is on a platform whose connector reads webhooks
   */
  Listening listen(SyncConfig config);

  /**
   * Has a sync {@linkplain #listen(SyncConfig) listen}, and asks the remote platform to send what
   * happens to an address of the host. The subscription is renewed in time, by the engine's threads
   * or by {@link #runDue}, and made anew if the platform lost it. It is remembered with the sync's
   * state and stays when the handle or the engine is closed, so that the next engine goes on with
   * it; another address ends it and makes another. The key that a platform makes for it is kept by
   * the {@link CredentialProvider}.
   *
   * @param callback where the host takes webhooks of this project and platform
   * @throws com.puraify.sync.error.ConfigurationException as {@link #listen(SyncConfig)}; also if
   *     the configuration gives the remote entity itself instead of naming its platform, the
   *     platform has no calls for that, or the key cannot be kept
   * @throws com.puraify.sync.error.ConnectorException if the platform refuses or cannot be asked
   */
  Listening listen(SyncConfig config, URI callback);

  /**
   * Takes a webhook, and says at once what to answer. Reads nothing and writes nothing but the key
   * that a platform introduces itself with.
   *
   * <p>Of the statuses, 200 means that it was taken; 400 that it is malformed or too old; 401 that
   * its signature does not fit; 404 that no connector reads webhooks of that platform; 405 that it
   * is no POST; 409 that it brings another key than is known; 413 that it is too large; 500 that
   * the connector failed on it; and 503 that there is no key to check it with, that the key it
   * brings cannot be kept, or that the engine is closed.
   *
   * @param project the tenant; part of the address that the host gave to the platform
   * @param platform the platform's name in any case, likewise
   * @param delivery the request as it came in
   * @return what to send back
   */
  WebhookReply receive(String project, String platform, WebhookDelivery delivery);

  /**
   * Makes, in the caller's thread and one after the other, the runs that are due: of queued jobs,
   * by schedules, and because of webhooks; and renews subscriptions. An engine with threads makes
   * them by itself; a {@linkplain Builder#singleThreaded single-threaded} one makes them here and
   * nowhere else.
   *
   * @return the reports of the runs that were made; those that could not begin are logged
   */
  List<SyncReport> runDue();

  /** Has a listener told of events of a kind, from now on. */
  <E extends SyncEvent> void on(Class<E> kind, Consumer<E> listener);

  /**
   * Stops the engine: runs end before their next call, and what they wrote is remembered. Jobs that
   * wait or were under way are queued again by the next engine. What webhooks told of and no run
   * looked at is read by the next ordinary run.
   */
  @Override
  void close();

  /**
   * Collects an engine's parts. Confined to one thread at a time.
   *
   * <p>Defaults: state in memory (lost with the engine: give it a durable store); connectors from
   * {@link java.util.ServiceLoader}; credentials from environment variables; every run permitted;
   * no reviewer, cases wait in the state store.
   */
  final class Builder {

    /** How long a sync waits after a first webhook for others. */
    public static final Duration DEFAULT_WEBHOOK_DEBOUNCE = Duration.ofSeconds(5);

    /** How many queued, scheduled and webhook-caused runs are under way at once. */
    public static final int DEFAULT_MAX_RUNS = 8;

    /** By how much scheduled runs are put off at most. */
    public static final Duration DEFAULT_SCHEDULE_JITTER = Duration.ofMinutes(1);

    /** How long jobs that are over are listed. */
    public static final Duration DEFAULT_KEEP_JOBS = Duration.ofHours(1);

    private @Nullable StateStore state;
    private @Nullable Connection local;
    private final List<Connector> connectors = new ArrayList<>();
    private final List<SyncEventListener> listeners = new ArrayList<>();
    private CredentialProvider credentials = CredentialProvider.environment();
    private PermissionGate gate = PermissionGate.permitAll();
    private @Nullable ServiceCatalog catalog;
    private ConflictReviewer reviewer = ConflictReviewer.none();
    private ActionInvoker actions = ActionInvoker.none();
    private TimeSource time = TimeSource.system();
    private Duration webhookDebounce = DEFAULT_WEBHOOK_DEBOUNCE;
    private @Nullable JobBoard jobs;
    private int maxRuns = DEFAULT_MAX_RUNS;
    private Duration scheduleJitter = DEFAULT_SCHEDULE_JITTER;
    private Duration keepJobs = DEFAULT_KEEP_JOBS;
    private boolean singleThreaded;
    private @Nullable SharedBudget sharedBudget;
    private long memoryBound = Math.max(4L << 20, Runtime.getRuntime().maxMemory() / 16);

    private Builder() {}

    /** Sets where the engine remembers. The engine does not close it. */
    public Builder state(StateStore store) {
      this.state = store;
      return this;
    }

    /** Sets where local entities are found that configurations name. */
    public Builder local(Connection connection) {
      this.local = connection;
      return this;
    }

    /** Adds a connector; it wins over one for the same platform from the class path. */
    public Builder addConnector(Connector connector) {
      connectors.add(connector);
      return this;
    }

    /** Sets where credentials come from. */
    public Builder credentials(CredentialProvider provider) {
      this.credentials = provider;
      return this;
    }

    /** Sets who permits runs. */
    public Builder permissions(PermissionGate permissionGate) {
      this.gate = permissionGate;
      return this;
    }

    /** Sets who knows which platforms are connected. Default: the engine's connectors. */
    public Builder catalog(ServiceCatalog services) {
      this.catalog = services;
      return this;
    }

    /** Sets who asks people. */
    public Builder reviewer(ConflictReviewer conflictReviewer) {
      this.reviewer = conflictReviewer;
      return this;
    }

    /** Sets what the host does around a run. */
    public Builder actions(ActionInvoker invoker) {
      this.actions = invoker;
      return this;
    }

    /** Adds a listener that is told of every event. */
    public Builder addListener(SyncEventListener listener) {
      listeners.add(listener);
      return this;
    }

    /** Sets the engine's time and chance; for tests. */
    public Builder time(TimeSource source) {
      this.time = source;
      return this;
    }

    /**
     * Sets how long a listening sync waits after a first webhook for others, before one run looks
     * at all that they told of. Default: five seconds.
     *
     * @throws ConfigurationException if it is negative
     */
    public Builder webhookDebounce(Duration wait) {
      this.webhookDebounce = notNegative("webhookDebounce", wait);
      return this;
    }

    /**
     * Sets how many runs that were queued, or are due by schedules or because of webhooks, are
     * under way at once. Runs that the host makes itself come on top. Default: eight.
     *
     * @throws ConfigurationException if it is less than one
     */
    public Builder maxRuns(int count) {
      if (count < 1) {
        throw new ConfigurationException("maxRuns", "must be at least 1, not " + count);
      }
      this.maxRuns = count;
      return this;
    }

    /**
     * Sets by how much scheduled runs are put off at most, so that syncs with the same schedule do
     * not all begin in the same second. How much it is depends on the sync's id alone, and is never
     * more than a tenth of the time between two runs. Default: a minute; zero for none.
     *
     * @throws ConfigurationException if it is negative
     */
    public Builder scheduleJitter(Duration most) {
      this.scheduleJitter = notNegative("scheduleJitter", most);
      return this;
    }

    /**
     * Sets how long jobs that are over are {@linkplain SyncJobs#list listed}; of each sync the
     * latest few. Default: an hour.
     *
     * @throws ConfigurationException if it is negative
     */
    public Builder keepJobs(Duration length) {
      this.keepJobs = notNegative("keepJobs", length);
      return this;
    }

    /**
     * Sets who keeps the turns of syncs and hands them to engines. Default: this engine, which
     * shares nothing of it with others. The engine closes the board when it is closed.
     */
    public Builder jobs(JobBoard board) {
      this.jobs = board;
      return this;
    }

    private static Duration notNegative(String setter, Duration length) {
      if (length.isNegative()) {
        throw new ConfigurationException(setter, "must not be negative, not " + length);
      }
      return length;
    }

    /**
     * Has everything done in the caller's thread, one thing after the other, so that a test with a
     * seed replays exactly.
     */
    public Builder singleThreaded() {
      this.singleThreaded = true;
      return this;
    }

    /**
     * Sets about how many bytes of items each side of a run keeps in memory before it goes on in a
     * temporary file. Default: a sixteenth of the heap.
     */
    public Builder memoryBound(long bytes) {
      this.memoryBound = bytes;
      return this;
    }

    /**
     * Sets where this engine and others count the calls of the accounts that they share. The engine
     * does not close it. Without one, each engine keeps an account's limits by itself, so that
     * several of them exceed those together.
     */
    public Builder sharedBudget(SharedBudget budget) {
      this.sharedBudget = budget;
      return this;
    }

    /**
     * Returns the engine. With threads, it takes up at once what the state store has queued and
     * scheduled.
     *
     * @throws ConfigurationException if it is single-threaded and has a board of its own
     */
    public SyncEngine build() {
      if (singleThreaded && jobs != null) {
        throw new ConfigurationException(
            "jobs", "a board needs threads to hand turns to; leave out singleThreaded()");
      }
      return EngineCore.create(
          new EngineCore.Parts(
              state,
              local,
              connectors,
              listeners,
              credentials,
              gate,
              catalog,
              reviewer,
              actions,
              time,
              webhookDebounce,
              new EngineCore.Queueing(jobs, maxRuns, scheduleJitter, keepJobs),
              singleThreaded,
              memoryBound,
              sharedBudget));
    }
  }
}
