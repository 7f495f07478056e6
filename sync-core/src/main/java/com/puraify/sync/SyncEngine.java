package com.puraify.sync;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.host.ActionInvoker;
import com.puraify.sync.host.ConflictReviewer;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.host.ServiceCatalog;
import com.puraify.sync.host.SyncEventListener;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.run.EngineCore;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Schema;
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
   * @throws com.puraify.sync.error.ConnectorException if an entity cannot be opened
   * @throws com.puraify.sync.error.StateException if the sync is being run by somebody else, or the
   *     state store cannot be reached
   */
  SyncReport sync(SyncConfig config);

  /** Starts a run, and returns at once. Errors that keep it from starting come with the await. */
  SyncRun start(SyncConfig config);

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

  /** Has a listener told of events of a kind, from now on. */
  <E extends SyncEvent> void on(Class<E> kind, Consumer<E> listener);

  /** Stops the engine: runs end before their next call, and what they wrote is remembered. */
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
    private boolean singleThreaded;
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

    /** Returns the engine. */
    public SyncEngine build() {
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
              singleThreaded,
              memoryBound));
    }
  }
}
