package com.puraify.sync.cluster;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.job.JobBoard;
import com.puraify.sync.job.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of a cluster's syncs, handed out by db-scheduler. Thread-safe.
 *
 * <p>Each sync has one row, with the time at which it is due. An engine that takes it marks the row
 * and shows that it lives; when it is done, it sets the row's next time. What is put meanwhile
 * waits beside it. Where an engine dies, the row is handed out anew.
 */
final class SchedulerBoard implements JobBoard {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulerBoard.class);

  /** When a turn comes again that could not be used, because the store could not be reached. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** How many heartbeats an engine misses until it is given up; the fewest that are possible. */
  private static final int MISSED = 4;

  /** How long runs are given to end when the engine is closed; then they are interrupted. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final DataSource source;
  private final TurnTable turns;
  private final Duration heartbeat;
  private final Duration poll;
  private volatile @Nullable Scheduler scheduler;
  private volatile @Nullable Taker taker;

  SchedulerBoard(DataSource source, Database database, Duration heartbeat, Duration poll) {
    this.source = source;
    this.turns = new TurnTable(database);
    this.heartbeat = heartbeat;
    this.poll = poll;
  }

  @Override
  public void open(Taker engine) {
    taker = engine;
    Task<Void> task =
        Tasks.custom(TurnTable.TASK, Void.class)
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(complete, engine.clock().instant().plus(RETRY)))
            .onDeadExecution(
                (complete, operations) -> {
                  LOG.warn(
                      "sync={} was in the hands of an engine that is gone; another takes it over",
                      complete.getExecution().getId());
                  operations.reschedule(complete, engine.clock().instant());
                })
            .execute((instance, context) -> handed(engine, instance.getId()));
    Scheduler own =
        Scheduler.create(source, task)
            .tableName(TurnTable.TABLE)
            .threads(engine.maxRuns())
            .pollUsingLockAndFetch(0.99, 1) // never more in hand than are under way
            .pollingInterval(poll)
            .heartbeatInterval(heartbeat)
            .missedHeartbeatsLimit(MISSED)
            .shutdownMaxWait(GRACE)
            .schedulerName(new SchedulerName.Fixed(name()))
            .commitWhenAutocommitDisabled(true)
            .clock(() -> engine.clock().instant())
            .build();
    scheduler = own;
    own.start();
  }

  private static String name() {
    RandomGenerator random = TimeSource.system().random();
    return "engine-" + new UUID(random.nextLong(), random.nextLong());
  }

  private CompletionHandler<Void> handed(Taker engine, String sync) {
    Optional<Turn> answer = engine.take(sync);
    return (complete, operations) -> giveBack(engine, sync, answer, operations, complete);
  }

  private void giveBack(
      Taker engine,
      String sync,
      Optional<Turn> answer,
      ExecutionOperations<Void> operations,
      com.github.kagkarlsson.scheduler.task.ExecutionComplete complete) {
    Optional<Instant> next =
        Stream.concat(
                answer.map(turn -> turn.due(engine.clock().instant())).stream(),
                turns.takeMeanwhile(sync).stream())
            .min(Instant::compareTo);
    if (next.isPresent()) {
      operations.reschedule(complete, next.get());
    } else {
      operations.remove();
    }
    // What was put since it was looked for: from now on, nothing is put beside the row.
    turns.takeMeanwhile(sync).ifPresent(due -> turns.sooner(sync, due));
  }

  @Override
  public void put(Turn turn) {
    Instant now = taker().clock().instant();
    Instant due = turn.due(now);
    turns.put(turn.sync(), due);
    Scheduler own = scheduler;
    if (own != null && !due.isAfter(now)) {
      own.triggerCheckForDueExecutions();
    }
  }

  @Override
  public void remove(String sync) {
    turns.remove(sync);
  }

  private Taker taker() {
    return Objects.requireNonNull(taker, "the board is not open");
  }

  @Override
  public void close() {
    Scheduler own = scheduler;
    if (own != null) {
      own.stop();
    }
  }
}
