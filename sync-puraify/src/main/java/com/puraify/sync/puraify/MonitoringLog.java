package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.SyncEventListener;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.report.SyncEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells Monitoring each step of each run, and alerts it to failures.
 *
 * <p>A run never waits: entries go into a bounded queue that a thread of its own sends, in order.
 * An outage loses nothing as long as the queue holds; then the oldest entries are dropped, and a
 * warning says how many. What is written item by item is told in batches. Monitoring keeps only an
 * entry's message, so that the facts stand in it, as JSON text, and beside it as members.
 *
 * <p>Defaults: 10,000 entries, batches of 100 items, five seconds to close. Closed by whoever made
 * it. Thread-safe.
 */
public final class MonitoringLog implements SyncEventListener, AutoCloseable {

  /** How many entries wait at most. */
  public static final int DEFAULT_CAPACITY = 10_000;

  /** How many items are told in one entry. */
  public static final int DEFAULT_BATCH = 100;

  /** How long closing waits for entries to be sent. */
  public static final Duration DEFAULT_CLOSE_WITHIN = Duration.ofSeconds(5);

  /** Where steps are logged. */
  public static final String DEFAULT_LOG_PATH = "/monitoring/logs";

  /** Where alerts go. */
  public static final String DEFAULT_ALERT_PATH = "/monitoring/alert";

  /** What this engine calls itself. */
  public static final String DEFAULT_ENGINE = "sync";

  private final EngineClient monitoring;
  private final String logPath;
  private final String alertPath;
  private final String engine;
  private final Outbox<LogEntry> outbox;
  private final RunTelling telling;

  private MonitoringLog(Builder builder) {
    this.logPath = builder.logPath;
    this.alertPath = builder.alertPath;
    this.engine = builder.engine;
    TimeSource time = builder.time;
    this.monitoring = new EngineClient("Monitoring", builder.endpoint);
    this.outbox =
        new Outbox<>(
            "sync-monitoring",
            new Outbox.Limits(
                builder.capacity, builder.firstWait, builder.longestWait, builder.closeWithin),
            new Outbox.Sender<>() {
              @Override
              public void send(LogEntry entry) {
                post(entry);
              }

              @Override
              public void sendDropped(long count) {
                post(LogEntry.dropped(count, time.instant()));
              }
            });
    this.telling = new RunTelling(time, builder.batch, outbox::offer);
  }

  /** Returns a builder. */
  public static Builder builder(EngineEndpoint endpoint) {
    return new Builder(endpoint);
  }

  @Override
  public void on(SyncEvent event) {
    telling.tell(event);
  }

  /** Returns how many entries were dropped so far. */
  public long dropped() {
    return outbox.dropped();
  }

  /**
   * Waits until all that was told is sent.
   *
   * @return whether it is
   */
  public boolean flush(Duration within) {
    return outbox.flush(within);
  }

  /** Sends what waits, within a bounded time, and ends. */
  @Override
  public void close() {
    outbox.close();
  }

  private void post(LogEntry entry) {
    Reply reply = monitoring.post(entry.isAlert() ? alertPath : logPath, body(entry));
    if (reply.isSuccess()) {
      return;
    }
    throw new ConnectorException(
        reply.status() >= 500 || reply.status() == 429
            ? ConnectorException.Kind.UNAVAILABLE
            : ConnectorException.Kind.PROTOCOL,
        "the " + monitoring.name() + " did not take an entry: it answered " + reply.shown());
  }

  private Json body(LogEntry entry) {
    Json facts = entry.facts();
    return Json.object(
        body -> {
          body.put("message", facts.toString());
          body.put(entry.isAlert() ? "severity" : "level", entry.level());
          body.put("engine", engine);
          facts.members().forEach((name, value) -> putUnlessTaken(body, name, value));
        });
  }

  private static void putUnlessTaken(Json.Members body, String name, Json value) {
    if (!name.equals("message") && !name.equals("level") && !name.equals("severity")) {
      body.put(name, value);
    }
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final EngineEndpoint endpoint;
    private String logPath = DEFAULT_LOG_PATH;
    private String alertPath = DEFAULT_ALERT_PATH;
    private String engine = DEFAULT_ENGINE;
    private int capacity = DEFAULT_CAPACITY;
    private int batch = DEFAULT_BATCH;
    private Duration firstWait = Duration.ofMillis(500);
    private Duration longestWait = Duration.ofSeconds(30);
    private Duration closeWithin = DEFAULT_CLOSE_WITHIN;
    private TimeSource time = TimeSource.system();

    private Builder(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Sets where steps are logged. */
    public Builder logPath(String path) {
      this.logPath = path;
      return this;
    }

    /** Sets where alerts go. */
    public Builder alertPath(String path) {
      this.alertPath = path;
      return this;
    }

    /** Sets what this engine calls itself. */
    public Builder engine(String name) {
      this.engine = name;
      return this;
    }

    /** Sets how many entries wait at most. */
    public Builder capacity(int entries) {
      this.capacity = positive("capacity", entries);
      return this;
    }

    /** Sets how many items are told in one entry. */
    public Builder batch(int items) {
      this.batch = positive("batch", items);
      return this;
    }

    /**
     * Sets how long to wait before an entry is sent again: after a first failure, and at most; each
     * wait is twice as long as the one before.
     */
    public Builder retryAfter(Duration first, Duration longest) {
      this.firstWait = longerThanNothing("retryAfter", first);
      this.longestWait = longerThanNothing("retryAfter", longest);
      return this;
    }

    /** Sets how long closing waits for entries to be sent. */
    public Builder closeWithin(Duration limit) {
      this.closeWithin = limit;
      return this;
    }

    /** Sets the time; for tests. */
    public Builder time(TimeSource source) {
      this.time = source;
      return this;
    }

    /** Returns the log. Nothing is called yet. */
    public MonitoringLog build() {
      return new MonitoringLog(this);
    }

    static int positive(String setting, int number) {
      if (number < 1) {
        throw new ConfigurationException(setting, "must be at least 1, not " + number);
      }
      return number;
    }

    static Duration longerThanNothing(String setting, Duration length) {
      if (length.isZero() || length.isNegative()) {
        throw new ConfigurationException(setting, "must be longer than nothing");
      }
      return length;
    }
  }

  /**
   * One entry.
   *
   * @param level {@code info}, {@code warning}, {@code error} or {@code critical}
   * @param isAlert whether it is an alert
   * @param facts what happened
   */
  record LogEntry(String level, boolean isAlert, Json facts) {

    static LogEntry dropped(long count, Instant at) {
      return new LogEntry(
          "warning",
          false,
          Json.object(
              facts ->
                  facts
                      .put("text", count + " earlier entries were dropped: Monitoring was away")
                      .put("event_type", "entries_dropped")
                      .put("status", "warning")
                      .put("dropped", count)
                      .put("timestamp", at.toString())));
    }
  }
}
