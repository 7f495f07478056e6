package com.puraify.sync.internal.job;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.internal.report.ReportJson;
import com.puraify.sync.internal.run.EngineCore;
import com.puraify.sync.internal.run.EngineParts;
import com.puraify.sync.internal.schedule.DueTimes;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.job.JobStatus.Cause;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.job.ScheduleStatus;
import com.puraify.sync.job.SyncJobs;
import com.puraify.sync.job.Turn;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.state.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs and schedules of an engine. Thread-safe.
 *
 * <p>The state store holds the truth, one entry for each sync, changed by compare and set. The
 * board holds when which sync is to be looked at. This class puts them together: whatever changes
 * an entry puts the sync's turn on the board afterwards, and what was put and lost is put again.
 */
public final class Jobs implements SyncJobs {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.job");

  /** From when on a schedule's run counts as missed, and not just as late. */
  private static final Duration MISSED = Duration.ofMinutes(1);

  /** How often turns are put again that a board shared with others should have handed out. */
  private static final Duration AUDIT = Duration.ofMinutes(5);

  /** How often it is looked whether another engine asks a run of this one to stop. */
  private static final Duration CANCELS = Duration.ofSeconds(5);

  /** How soon the store is asked again that could not be reached when the engine began. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final EngineParts parts;
  private final EngineCore.Queueing queueing;
  private final Queue queue;
  private final Ticker ticker;
  private final JobBoard board;
  private final JobRuns runs;
  private final Map<String, JobHandle> handles = new ConcurrentHashMap<>();
  private final KnownConfigs configs = new KnownConfigs();
  private final ReentrantLock beginning = new ReentrantLock();
  private boolean opened;
  private boolean begun;
  private volatile boolean closed;

  /**
   * Creates the jobs of an engine.
   *
   * @param runner makes runs
   * @param listening who listens to webhooks
   */
  public Jobs(
      EngineParts parts,
      EngineCore.Queueing queueing,
      Ticker ticker,
      JobRuns.Runner runner,
      JobRuns.Listeners listening) {
    this.parts = parts;
    this.queueing = queueing;
    this.queue = new Queue(parts.store());
    this.ticker = ticker;
    JobBoard shared = queueing.board();
    this.board = shared == null ? new LocalBoard(ticker, parts.workers().hasThreads()) : shared;
    this.runs = new JobRuns(parts, queue, configs, runner, listening, this);
  }

  /** Has the threads of the engine take up what the store holds. */
  public void start() {
    if (parts.workers().hasThreads()) {
      ticker.start(this::beginOrRetry);
    }
  }

  private void beginOrRetry() {
    try {
      begin();
    } catch (StateException e) {
      LOG.warn("what is queued could not be taken up, and will be tried again: {}", e.getMessage());
      ticker.add(new OneAlarm(RETRY, this::beginOrRetry));
    }
  }

  /** Opens the board, and puts on it what the store holds, once. */
  private void begin() {
    beginning.lock();
    try {
      if (begun || closed) {
        return;
      }
      Map<String, QueueEntry> entries = queue.entries();
      if (!opened) {
        board.open(taker());
        opened = true;
      }
      entries.forEach(this::takeUp);
      begun = true;
      if (isShared()) {
        ticker.add(new OneAlarm(AUDIT, this::audit));
        ticker.add(new OneAlarm(CANCELS, this::lookForCancels));
      }
    } finally {
      beginning.unlock();
    }
  }

  private void takeUp(String sync, QueueEntry entry) {
    putTurn(sync, isMissed(entry) ? queue.change(sync, each -> madeUpFor(sync, each)) : entry);
  }

  private boolean isMissed(QueueEntry entry) {
    ScheduledSync scheduled = entry.readableSchedule();
    return scheduled != null && scheduled.next().plus(MISSED).isBefore(now());
  }

  /** However many runs of a schedule were missed, one makes up for them. */
  private QueueEntry madeUpFor(String sync, QueueEntry entry) {
    ScheduledSync scheduled = entry.readableSchedule();
    return scheduled == null || !isMissed(entry)
        ? entry
        : entry.withScheduled(scheduled.dueAt(times(sync, scheduled.schedule()).madeUpFor(now())));
  }

  private void audit() {
    try {
      queue
          .entries()
          .forEach(
              (sync, entry) ->
                  runs.turn(sync, entry)
                      .filter(turn -> turn.notBefore().plus(AUDIT).isBefore(now()))
                      .ifPresent(this::put));
      handles.values().forEach(this::settle);
    } catch (StateException e) {
      LOG.warn("the queue could not be looked through: {}", e.getMessage());
    }
    ticker.add(new OneAlarm(AUDIT, this::audit));
  }

  private void lookForCancels() {
    try {
      runs.lookForCancels();
    } catch (StateException e) {
      LOG.debug("whether runs are to stop could not be asked, and will be again", e);
    }
    ticker.add(new OneAlarm(CANCELS, this::lookForCancels));
  }

  private JobBoard.Taker taker() {
    return new JobBoard.Taker() {
      @Override
      public Optional<Turn> take(String sync) {
        return runs.take(sync, report -> {});
      }

      @Override
      public int maxRuns() {
        return queueing.maxRuns();
      }

      @Override
      public InstantSource clock() {
        return parts.time();
      }
    };
  }

  /** Queues a run. */
  public Job submit(SyncConfig config) {
    return request(config, Cause.REQUEST, null);
  }

  /**
   * Queues a run for what webhooks told of. It is kept with the job: whichever engine runs it looks
   * there.
   */
  public Job submit(SyncConfig config, Hints hints) {
    return request(config, Cause.WEBHOOK, hints);
  }

  /**
   * Learns how a sync that listens runs, so that a job of it can run here that another engine, or
   * this one before it was restarted, has queued.
   */
  public void knows(SyncConfig config) {
    configs.requested(config);
    try {
      begin();
      putTurn(config.id(), queue.entry(config.id()));
    } catch (StateException e) {
      LOG.warn("sync={} a job of it may wait until it is run again", config.id(), e);
    }
  }

  /** Returns whether a job waits that webhooks asked for. */
  public boolean isToldOf(String sync) {
    QueuedJob waiting = queue.entry(sync).waiting();
    return waiting != null && waiting.cause() == Cause.WEBHOOK;
  }

  private Job request(SyncConfig config, Cause cause, @Nullable Hints hints) {
    refuseIfClosed();
    begin();
    String sync = config.id();
    configs.requested(config);
    JobHandle fresh = new JobHandle(parts.newId(), sync, this);
    handles.put(fresh.id(), fresh); // before anybody can finish it
    String id = "";
    try {
      QueueEntry after =
          queue.change(sync, entry -> joined(entry, config, cause, hints, fresh.id()));
      id = Objects.requireNonNull(after.waiting()).id();
      putTurn(sync, after);
    } finally {
      if (!id.equals(fresh.id())) {
        handles.remove(fresh.id());
      }
    }
    return id.equals(fresh.id()) ? fresh : handle(sync, id);
  }

  private QueueEntry joined(
      QueueEntry entry, SyncConfig config, Cause cause, @Nullable Hints hints, String id) {
    QueuedJob waiting = entry.waiting();
    String document = config.document().orElse(null);
    return entry.withWaiting(
        waiting == null
            ? QueuedJob.asked(
                id, config.project(), config.priority(), cause, now(), document, hints)
            : waiting.joined(config.priority(), cause, document, hints));
  }

  /** Runs a sync by its schedule from now on. */
  public ScheduleStatus schedule(SyncConfig config) {
    refuseIfClosed();
    Schedule schedule =
        config
            .schedule()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "schedule",
                        "sync '" + config.id() + "' has none; give it one, or submit the sync"));
    Instant first = DueTimes.of(schedule, config.id(), queueing.jitter()).first(now());
    begin();
    configs.scheduled(config);
    QueueEntry after =
        queue.change(
            config.id(),
            entry ->
                madeUpFor(
                    config.id(), entry.withScheduled(scheduled(config, schedule, entry, first))));
    putTurn(config.id(), after);
    return status(config.id(), after).orElseThrow();
  }

  private static ScheduledSync scheduled(
      SyncConfig config, Schedule schedule, QueueEntry entry, Instant first) {
    ScheduledSync known = entry.scheduled();
    boolean goesOn = known != null && known.schedule().equals(schedule.toString());
    return new ScheduledSync(
        config.project(),
        config.priority(),
        schedule.toString(),
        known != null && goesOn ? known.next() : first,
        known == null ? null : known.last(),
        config.document().orElse(null));
  }

  @Override
  public Optional<Job> find(String id) {
    begin();
    JobHandle known = handles.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    return queue.entries().entrySet().stream()
        .filter(entry -> entry.getValue().find(id).isPresent())
        .findFirst()
        .map(entry -> new JobHandle(id, entry.getKey(), this));
  }

  @Override
  public List<JobStatus> list() {
    begin();
    List<JobStatus> all = new ArrayList<>();
    queue
        .entries()
        .forEach(
            (sync, entry) ->
                entry.jobs().filter(this::isListed).forEach(job -> all.add(shown(sync, job))));
    all.sort(Comparator.comparing(JobStatus::queuedAt).reversed());
    return all;
  }

  private boolean isListed(QueuedJob job) {
    Instant finished = job.finishedAt();
    return finished == null || !finished.isBefore(keepFrom());
  }

  private JobStatus shown(String sync, QueuedJob job) {
    return job.status(sync, runs.progress(job.id()), null);
  }

  @Override
  public List<ScheduleStatus> schedules() {
    begin();
    return queue.entries().entrySet().stream()
        .flatMap(entry -> status(entry.getKey(), entry.getValue()).stream())
        .sorted(Comparator.comparing(ScheduleStatus::nextRun).thenComparing(ScheduleStatus::sync))
        .toList();
  }

  private Optional<ScheduleStatus> status(String sync, QueueEntry entry) {
    if (entry.scheduled() != null && entry.readableSchedule() == null) {
      LOG.warn(
          "sync={} its schedule '{}' cannot be read, and is left out; schedule the sync anew",
          sync,
          entry.scheduled().schedule());
    }
    return Optional.ofNullable(entry.readableSchedule())
        .map(
            each ->
                new ScheduleStatus(
                    each.project(),
                    sync,
                    Schedule.parse(each.schedule()),
                    each.next(),
                    each.last(),
                    entry.paused()));
  }

  @Override
  public boolean unschedule(String sync) {
    begin();
    boolean[] was = {false};
    QueueEntry after =
        queue.change(
            sync,
            entry -> {
              was[0] = entry.scheduled() != null;
              return entry.withScheduled(null);
            });
    configs.unscheduled(sync);
    putTurn(sync, after);
    return was[0];
  }

  @Override
  public void pause(String sync) {
    begin();
    putTurn(sync, queue.change(sync, entry -> entry.withPaused(true)));
  }

  @Override
  public void resume(String sync) {
    begin();
    putTurn(sync, queue.change(sync, entry -> madeUpFor(sync, entry.withPaused(false))));
  }

  @Override
  public boolean isPaused(String sync) {
    return queue.entry(sync).paused();
  }

  /** Cancels a job: it leaves the queue, or its run is asked to stop. */
  void cancel(String sync, String id) {
    QueueEntry after =
        queue.change(
            sync,
            entry -> {
              QueuedJob running = entry.running();
              return running != null && entry.runs(id)
                  ? entry.withRunning(running.withCancelling())
                  : entry;
            });
    runs.cancel(id);
    if (after.waitsFor(id)) {
      runs.cancelWaiting(sync, id);
      putTurn(sync, queue.entry(sync));
    }
  }

  /** Makes the runs that are due, one after the other in the caller's thread. */
  public List<SyncReport> runDue() {
    List<SyncReport> reports = new ArrayList<>();
    if (closed) {
      return reports;
    }
    begin();
    ticker.ringDue();
    if (board instanceof LocalBoard local) {
      local.drain(sync -> runs.take(sync, reports::add));
    }
    return reports;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new SyncCancelledException("the engine is closed; build another");
    }
  }

  /** From now on, runs that are cancelled are queued again; nothing new begins. */
  public void stop() {
    closed = true;
    runs.stop();
    ticker.close();
  }

  /** Ends the board, and waits for what it has handed out, if it has threads of its own. */
  public void close() {
    beginning.lock();
    try {
      if (opened) {
        board.close();
      }
    } finally {
      beginning.unlock();
    }
  }

  /** Tells everybody who waits for a job that it goes on in another engine. */
  public void leave() {
    handles.values().forEach(JobHandle::leave);
    handles.clear();
  }

  boolean isShared() {
    return queueing.board() != null;
  }

  Instant now() {
    return parts.time().instant();
  }

  Instant keepFrom() {
    return now().minus(queueing.keep());
  }

  DueTimes times(String sync, String schedule) {
    return DueTimes.of(Schedule.parse(schedule), sync, queueing.jitter());
  }

  /** Puts on the board when a sync is to be looked at next, or takes it off. */
  void putTurn(String sync, QueueEntry entry) {
    runs.turn(sync, entry)
        .ifPresentOrElse(
            this::put,
            () -> {
              try {
                board.remove(sync);
              } catch (StateException e) {
                LOG.debug("sync={} stays on the board, and is found idle", sync, e);
              }
            });
  }

  private void put(Turn turn) {
    try {
      board.put(turn);
    } catch (StateException e) {
      LOG.warn("sync={} its turn will be put again: {}", turn.sync(), e.getMessage());
      ticker.add(new OneAlarm(RETRY, () -> put(turn)));
    }
  }

  private JobHandle handle(String sync, String id) {
    return handles.computeIfAbsent(id, each -> new JobHandle(each, sync, this));
  }

  /** Tells whoever waits for a job that it is over. */
  void over(
      String sync, QueuedJob job, @Nullable SyncReport report, @Nullable RuntimeException failure) {
    JobHandle handle = handles.remove(job.id());
    if (handle == null) {
      return;
    }
    if (report != null) {
      handle.finish(job.status(sync, null, report.toJson()), report);
    } else if (failure != null) {
      handle.fail(job.status(sync, null, null), failure);
    }
  }

  JobStatus status(JobHandle handle) {
    QueuedJob job =
        queue.entry(handle.sync()).find(handle.id()).orElseThrow(() -> forgotten(handle.id()));
    return job.status(
        handle.sync(), runs.progress(job.id()), job.state().isOver() ? report(handle, job) : null);
  }

  private @Nullable String report(JobHandle handle, QueuedJob job) {
    String run = job.run();
    return run == null
        ? null
        : parts
            .store()
            .document(handle.sync(), Document.Kind.RUN, run)
            .map(Document::text)
            .orElse(null);
  }

  private static StateException forgotten(String id) {
    return new StateException(
        "job " + id + " is over, and is not listed any more; see the sync's history");
  }

  /** Looks whether a job was finished somewhere else. */
  void settle(JobHandle handle) {
    if (handle.isDone() || closed) {
      return;
    }
    QueuedJob job = queue.entry(handle.sync()).find(handle.id()).orElse(null);
    if (handle.isDone() || (job != null && !job.state().isOver())) {
      return;
    }
    if (job == null) {
      handle.fail(null, forgotten(handle.id()));
      return;
    }
    String report = report(handle, job);
    JobStatus end = job.status(handle.sync(), null, report);
    if (report != null) {
      handle.finish(end, ReportJson.read(report));
    } else if (job.state() == State.CANCELLED) {
      handle.fail(end, new SyncCancelledException("job " + job.id() + " was cancelled"));
    } else {
      handle.fail(
          end, new StateException("job " + job.id() + " failed elsewhere: " + job.failure()));
    }
    handles.remove(job.id());
  }

  /** Without threads, whoever waits for a job makes what is due, as time passes. */
  void crank(JobHandle handle, Duration longest) throws InterruptedException {
    long end = parts.time().nanos() + Math.min(longest.toNanos(), Duration.ofDays(3_650).toNanos());
    while (true) {
      runDue();
      settle(handle);
      long left = end - parts.time().nanos();
      if (handle.isDone() || left <= 0 || closed) {
        return;
      }
      long wait = ((LocalBoard) board).nanosLeft();
      if (wait == Long.MAX_VALUE) {
        throw new StateException(
            "job "
                + handle.id()
                + " waits for what this thread alone can bring: its sync is paused, or was not"
                + " submitted to this engine");
      }
      parts.time().sleep(Duration.ofNanos(Math.min(left, Math.max(wait, 1))));
    }
  }

  boolean hasThreads() {
    return parts.workers().hasThreads();
  }

  /** Something that is done once, after a while, in another thread. */
  private final class OneAlarm implements Ticker.Alarm {

    private final long due;
    private final Runnable task;

    OneAlarm(Duration wait, Runnable task) {
      this.due = parts.time().nanos() + wait.toNanos();
      this.task = task;
    }

    @Override
    public long nanosLeft() {
      return due - parts.time().nanos();
    }

    @Override
    public void ring() {
      ticker.remove(this);
      ticker.start(task);
    }
  }
}
