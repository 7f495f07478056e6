package com.puraify.sync.puraify;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other engines of the platform, as the ports of a sync engine.
 *
 * <pre>{@code
 * try (Puraify puraify = Puraify.fromEnvironment();
 *     SyncEngine engine = puraify.apply(SyncEngine.builder()).build()) { … }
 * }</pre>
 *
 * <p>An engine whose address is not known is left out, and the port keeps its default. Close it
 * after the sync engine, so that the last entries reach Monitoring. Thread-safe.
 */
public final class Puraify implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Puraify.class);

  private final @Nullable VaultCredentials vault;
  private final @Nullable MonitoringLog monitoring;
  private final @Nullable EngineControlGate control;
  private final @Nullable IntegrationCatalog integrations;
  private final @Nullable FeedbackReviewer feedback;
  private final @Nullable ExecutionActions execution;

  private Puraify(Builder builder) {
    this.vault = builder.vault;
    this.monitoring = builder.monitoring;
    this.control = builder.control;
    this.integrations = builder.integrations;
    this.feedback = builder.feedback;
    this.execution = builder.execution;
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the engines whose addresses are in the environment: {@code VAULT_URL}, {@code
   * MONITORING_URL} or {@code LOGS_URL}, {@code ENGINE_CONTROL_URL}, {@code
   * INTEGRATION_MANAGER_URL}, {@code FEEDBACK_LOOP_URL}, {@code EXECUTION_URL}.
   *
   * @throws ConfigurationException naming every variable that holds no address
   */
  public static Puraify fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /** Returns the engines whose addresses are among variables; see {@link #fromEnvironment()}. */
  public static Puraify fromEnvironment(Map<String, String> variables) {
    return read(variables, null);
  }

  /**
   * Returns the engines whose addresses are among variables; see {@link #fromEnvironment()}.
   *
   * @param store the sync engine's store, which then also knows what people were asked, so that a
   *     restart asks nothing twice
   */
  public static Puraify fromEnvironment(Map<String, String> variables, StateStore store) {
    return read(variables, store);
  }

  private static Puraify read(Map<String, String> variables, @Nullable StateStore store) {
    List<ConfigurationException.Problem> problems = new ArrayList<>();
    Builder builder = builder();
    endpoint(variables, problems, "VAULT_URL")
        .ifPresent(at -> builder.vault(VaultCredentials.builder(at).build()));
    endpoint(variables, problems, "MONITORING_URL", "LOGS_URL")
        .ifPresent(at -> builder.monitoring(MonitoringLog.builder(at).build()));
    endpoint(variables, problems, "ENGINE_CONTROL_URL")
        .ifPresent(at -> builder.control(EngineControlGate.builder(at).build()));
    endpoint(variables, problems, "INTEGRATION_MANAGER_URL", "INTEGRATION_URL")
        .ifPresent(at -> builder.integrations(IntegrationCatalog.builder(at).build()));
    endpoint(variables, problems, "FEEDBACK_LOOP_URL", "FEEDBACK_URL")
        .ifPresent(at -> builder.feedback(reviewer(at, store)));
    endpoint(variables, problems, "EXECUTION_URL")
        .ifPresent(at -> builder.execution(ExecutionActions.builder(at).build()));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return builder.build();
  }

  private static FeedbackReviewer reviewer(EngineEndpoint at, @Nullable StateStore store) {
    FeedbackReviewer.Builder reviewer = FeedbackReviewer.builder(at);
    return (store == null ? reviewer : reviewer.store(store)).build();
  }

  private static Optional<EngineEndpoint> endpoint(
      Map<String, String> variables,
      List<ConfigurationException.Problem> problems,
      String... names) {
    for (String name : names) {
      String value = variables.get(name);
      if (value != null && !value.isBlank()) {
        try {
          return Optional.of(EngineEndpoint.parse(name, value));
        } catch (ConfigurationException e) {
          problems.addAll(e.problems());
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Gives the ports to an engine that is being built, and returns its builder. */
  public SyncEngine.Builder apply(SyncEngine.Builder engine) {
    VaultCredentials credentials = vault;
    if (credentials != null) {
      engine.credentials(credentials);
    }
    MonitoringLog log = monitoring;
    if (log != null) {
      engine.addListener(log);
    }
    EngineControlGate gate = control;
    if (gate != null) {
      engine.permissions(gate);
    } else {
      LOG.info("no address of Engine Control is known: runs are permitted as the host says");
    }
    IntegrationCatalog catalog = integrations;
    if (catalog != null) {
      engine.catalog(catalog);
    }
    FeedbackReviewer reviewer = feedback;
    if (reviewer != null) {
      engine.reviewer(reviewer);
    }
    ExecutionActions actions = execution;
    if (actions != null) {
      engine.actions(actions);
    }
    return engine;
  }

  /** Returns who asks people, for the host's endpoint that takes their answers. */
  public Optional<FeedbackReviewer> feedback() {
    return Optional.ofNullable(feedback);
  }

  /** Returns where credentials come from. */
  public Optional<VaultCredentials> vault() {
    return Optional.ofNullable(vault);
  }

  /** Returns who is told of each step. */
  public Optional<MonitoringLog> monitoring() {
    return Optional.ofNullable(monitoring);
  }

  /** Returns which platforms are connected. */
  public Optional<IntegrationCatalog> integrations() {
    return Optional.ofNullable(integrations);
  }

  /** Sends what waits, within a bounded time, and ends. */
  @Override
  public void close() {
    ExecutionActions actions = execution;
    if (actions != null) {
      actions.close();
    }
    MonitoringLog log = monitoring;
    if (log != null) {
      log.close();
    }
  }

  /** Collects the engines. Confined to one thread at a time. */
  public static final class Builder {
    private @Nullable VaultCredentials vault;
    private @Nullable MonitoringLog monitoring;
    private @Nullable EngineControlGate control;
    private @Nullable IntegrationCatalog integrations;
    private @Nullable FeedbackReviewer feedback;
    private @Nullable ExecutionActions execution;

    private Builder() {}

    /** Sets where credentials come from. */
    public Builder vault(VaultCredentials credentials) {
      this.vault = credentials;
      return this;
    }

    /** Sets who is told of each step. It is closed together with this. */
    public Builder monitoring(MonitoringLog log) {
      this.monitoring = log;
      return this;
    }

    /** Sets who permits runs. */
    public Builder control(EngineControlGate gate) {
      this.control = gate;
      return this;
    }

    /** Sets who knows which platforms are connected. */
    public Builder integrations(IntegrationCatalog catalog) {
      this.integrations = catalog;
      return this;
    }

    /** Sets who asks people. */
    public Builder feedback(FeedbackReviewer reviewer) {
      this.feedback = reviewer;
      return this;
    }

    /** Sets who acts around runs. It is closed together with this. */
    public Builder execution(ExecutionActions actions) {
      this.execution = actions;
      return this;
    }

    /** Returns the engines. */
    public Puraify build() {
      return new Puraify(this);
    }
  }
}
