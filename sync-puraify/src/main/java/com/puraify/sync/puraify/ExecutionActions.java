package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.ActionInvoker;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Execution do something before a run, after it, and for each item that it wrote.
 *
 * <p>What comes before and after is waited for, within the endpoint's time; what belongs to an item
 * goes through a bounded queue that a thread of its own works off. Execution knows no idempotency
 * keys, so nothing is asked twice; what fails is logged. Closed by whoever made it. Thread-safe.
 */
public final class ExecutionActions implements ActionInvoker, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutionActions.class);

  /** Where actions are asked for. */
  public static final String DEFAULT_PATH = "/execute";

  /** How many items wait at most. */
  public static final int DEFAULT_CAPACITY = 10_000;

  private final EngineClient execution;
  private final String path;
  private final List<ExecutionAction> before;
  private final List<ExecutionAction> after;
  private final List<ExecutionAction> perItem;
  private final Outbox<Asked> outbox;

  private record Asked(String project, SyncEvent.ItemWritten item) {}

  private ExecutionActions(Builder builder) {
    this.execution = new EngineClient("Execution", builder.endpoint);
    this.path = builder.path;
    this.before = List.copyOf(builder.before);
    this.after = List.copyOf(builder.after);
    this.perItem = List.copyOf(builder.perItem);
    this.outbox =
        new Outbox<>(
            "sync-execution",
            new Outbox.Limits(
                builder.capacity,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                builder.closeWithin),
            new Outbox.Sender<>() {
              @Override
              public void send(Asked asked) {
                perItem.forEach(action -> invoke(asked.project(), action, facts(asked)));
              }

              @Override
              public void sendDropped(long count) {
                LOG.warn("no action was asked for of {} items that were written", count);
              }
            });
  }

  /** Returns a builder. */
  public static Builder builder(EngineEndpoint endpoint) {
    return new Builder(endpoint);
  }

  @Override
  public void beforeRun(String project, String sync) {
    Map<String, Json> facts = facts(project, sync);
    before.forEach(action -> invoke(project, action, facts));
  }

  @Override
  public void afterRun(String project, String sync, SyncReport report) {
    Map<String, Json> facts = facts(project, sync);
    facts.put("run", Json.of(report.run()));
    facts.put("status", Json.of(report.status().word()));
    facts.put("synced_items", Json.of(report.syncedItems()));
    facts.put("report", Json.parse(report.toJson()));
    after.forEach(action -> invoke(project, action, facts));
  }

  @Override
  public void itemWritten(String project, SyncEvent.ItemWritten item) {
    if (!perItem.isEmpty()) {
      outbox.offer(new Asked(project, item));
    }
  }

  /** Returns of how many items no action was asked for. */
  public long dropped() {
    return outbox.dropped();
  }

  /**
   * Waits until the actions of all items are asked for.
   *
   * @return whether they are
   */
  public boolean flush(Duration within) {
    return outbox.flush(within);
  }

  /** Works off what waits, within a bounded time, and ends. */
  @Override
  public void close() {
    outbox.close();
  }

  private static Map<String, Json> facts(String project, String sync) {
    Map<String, Json> facts = new LinkedHashMap<>();
    facts.put("project", Json.of(project));
    facts.put("sync", Json.of(sync));
    return facts;
  }

  private static Map<String, Json> facts(Asked asked) {
    Map<String, Json> facts = facts(asked.project(), asked.item().sync());
    facts.put("run", Json.of(asked.item().run()));
    facts.put("side", Json.of(asked.item().side().name().toLowerCase(Locale.ROOT)));
    facts.put("action", Json.of(asked.item().action()));
    facts.put("id", Json.of(asked.item().id()));
    return facts;
  }

  private void invoke(String project, ExecutionAction action, Map<String, Json> facts) {
    Json body =
        Json.object(
            members ->
                members
                    .put("action", action.action())
                    .put("project", project)
                    .put("params", action.filled(facts)));
    try {
      Reply reply = execution.post(path, body);
      String status = reply.body().at("status").textOrNull();
      if (!reply.isSuccess() || !"success".equals(status)) {
        LOG.warn(
            "the {} did not carry out {}: it answered {}",
            execution.name(),
            action.action(),
            reply.shown());
      }
    } catch (ConnectorException e) {
      LOG.warn("the action {} was not carried out: {}", action.action(), e.getMessage());
    }
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final EngineEndpoint endpoint;
    private String path = DEFAULT_PATH;
    private final List<ExecutionAction> before = new ArrayList<>();
    private final List<ExecutionAction> after = new ArrayList<>();
    private final List<ExecutionAction> perItem = new ArrayList<>();
    private int capacity = DEFAULT_CAPACITY;
    private Duration closeWithin = MonitoringLog.DEFAULT_CLOSE_WITHIN;

    private Builder(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Sets where actions are asked for. */
    public Builder path(String where) {
      this.path = where;
      return this;
    }

    /** Adds what is done before each run. */
    public Builder addBefore(ExecutionAction action) {
      before.add(action);
      return this;
    }

    /** Adds what is done after each run, however it ended. */
    public Builder addAfter(ExecutionAction action) {
      after.add(action);
      return this;
    }

    /** Adds what is done for each item that was written. */
    public Builder addPerItem(ExecutionAction action) {
      perItem.add(action);
      return this;
    }

    /** Sets how many items wait at most; beyond that, the oldest ones are left out. */
    public Builder capacity(int items) {
      this.capacity = MonitoringLog.Builder.positive("capacity", items);
      return this;
    }

    /** Sets how long closing waits for items to be worked off. */
    public Builder closeWithin(Duration limit) {
      this.closeWithin = limit;
      return this;
    }

    /** Returns the invoker. Nothing is called yet. */
    public ExecutionActions build() {
      return new ExecutionActions(this);
    }
  }
}
