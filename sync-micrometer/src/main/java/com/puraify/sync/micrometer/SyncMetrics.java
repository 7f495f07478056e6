package com.puraify.sync.micrometer;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.host.SyncEventListener;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.report.PlatformCall;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what an engine does. Thread-safe.
 *
 * <p>Give it to the engine as a listener, and let it {@linkplain #watch watch} the engine once that
 * is built. The meters, by their Micrometer names:
 *
 * <ul>
 *   <li>{@code sync.runs}, a timer by {@code status}: runs that are over
 *   <li>{@code sync.items}, a counter by {@code side} and {@code action} (create, update, delete,
 *       reject; link on side {@code both})
 *   <li>{@code sync.conflicts}, a counter by {@code rule}; {@code held} for those that wait
 *   <li>{@code sync.cases}, a counter by {@code kind}: questions asked
 *   <li>{@code sync.guards}, a counter by {@code guard}: safety limits reached
 *   <li>{@code sync.calls}, a timer by {@code platform} and {@code outcome}: requests to platforms
 *   <li>{@code sync.budget.wait}, a timer by {@code platform}: how long calls waited for their turn
 *   <li>{@code sync.queue.wait}, a timer by {@code priority}: how long jobs waited for their run
 *   <li>{@code sync.jobs}, a gauge by {@code state}: jobs that wait or are under way
 * </ul>
 *
 * <p>No meter names a sync, a project or an item, so that their number stays small.
 */
public final class SyncMetrics implements SyncEventListener {

  private final MeterRegistry registry;
  private volatile @Nullable SyncEngine watched;

  private SyncMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Returns metrics that are kept in a registry. */
  public static SyncMetrics in(MeterRegistry registry) {
    return new SyncMetrics(registry);
  }

  /** Watches an engine's queue from now on, until the registry is closed. */
  public void watch(SyncEngine engine) {
    watched = engine;
    for (JobStatus.State state :
        new JobStatus.State[] {JobStatus.State.QUEUED, JobStatus.State.RUNNING}) {
      Gauge.builder("sync.jobs", engine, each -> count(each, state))
          .description("jobs that wait or are under way")
          .tag("state", state.word())
          .register(registry);
    }
  }

  private static double count(SyncEngine engine, JobStatus.State state) {
    return engine.jobs().list().stream().filter(job -> job.state() == state).count();
  }

  @Override
  public void on(SyncEvent event) {
    if (event instanceof SyncEvent.ItemWritten written) {
      item(word(written.side()), written.action());
    } else if (event instanceof SyncEvent.ItemsLinked) {
      item("both", "link");
    } else if (event instanceof SyncEvent.ItemRejected rejected) {
      item(word(rejected.rejection().side()), "reject");
    } else if (event instanceof SyncEvent.ConflictResolved resolved) {
      conflict(resolved.decision().rule());
    } else if (event instanceof SyncEvent.ConflictHeld held) {
      conflict("held");
      question(word(held.conflict().kind()));
    } else if (event instanceof SyncEvent.CaseOpened opened) {
      question(word(opened.question().kind()));
    } else if (event instanceof SyncEvent.GuardTripped tripped) {
      counter("sync.guards", "safety limits reached", "guard", word(tripped.guard().guard()))
          .increment();
    } else if (event instanceof SyncEvent.RunFinished finished) {
      run(finished.report());
    }
  }

  @Override
  public void onCall(PlatformCall call) {
    Timer.builder("sync.calls")
        .description("requests to platforms")
        .tag("platform", call.platform())
        .tag("outcome", call.outcome().word())
        .register(registry)
        .record(call.took());
    Timer.builder("sync.budget.wait")
        .description("how long calls waited for their account's budget")
        .tag("platform", call.platform())
        .register(registry)
        .record(call.waited());
  }

  private void run(SyncReport report) {
    Timer.builder("sync.runs")
        .description("runs that are over")
        .tag("status", report.status().word())
        .register(registry)
        .record(Duration.between(report.startedAt(), report.finishedAt()));
    SyncEngine engine = watched;
    if (engine != null) {
      engine.jobs().list().stream()
          .filter(job -> report.run().equals(job.run()))
          .findFirst()
          .ifPresent(this::waited);
    }
  }

  private void waited(JobStatus job) {
    Instant started = job.startedAt();
    if (started != null) {
      Duration wait = Duration.between(job.queuedAt(), started);
      Timer.builder("sync.queue.wait")
          .description("how long jobs waited for their run")
          .tag("priority", word(job.priority()))
          .register(registry)
          .record(wait.isNegative() ? Duration.ZERO : wait);
    }
  }

  private void item(String side, String action) {
    Counter.builder("sync.items")
        .description("items that were written, linked or refused")
        .tag("side", side)
        .tag("action", action)
        .register(registry)
        .increment();
  }

  private void conflict(String rule) {
    counter("sync.conflicts", "conflicts, settled or held", "rule", rule).increment();
  }

  private void question(String kind) {
    counter("sync.cases", "questions asked of people", "kind", kind).increment();
  }

  private Counter counter(String name, String description, String tag, String value) {
    return Counter.builder(name).description(description).tag(tag, value).register(registry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
