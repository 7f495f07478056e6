package com.puraify.sync.internal.run;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.MergePolicy;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.internal.report.ReportBuilder;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.PlannedItem;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one run, from asking for permission to the report.
 *
 * <p>The order is the design's: gate, recover, read, delta, match, map, merge, plan, write, commit,
 * report. Nothing is written before both sides are read and the limits are checked; deletes come
 * last; checkpoints move only when all that came before them is applied, held or quarantined.
 */
public final class SyncRunner {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.run");

  private final EngineParts parts;
  private final SyncConfig config;
  private final BooleanSupplier cancelled;
  private final String run;
  private final Instant startedAt;
  private volatile @Nullable RunTally tally;
  private volatile @Nullable LeaseKeeper keeper;
  private final RunWaits waits;

  /** Creates a runner for one run. */
  public SyncRunner(EngineParts parts, SyncConfig config, BooleanSupplier cancelled) {
    this.parts = parts;
    this.config = config;
    this.cancelled = cancelled;
    this.run = RunLedger.newId(parts.time());
    this.startedAt = parts.time().instant();
    this.waits = new RunWaits(parts.time(), this::keepLease, this::tellProgress);
  }

  private void keepLease() {
    LeaseKeeper now = keeper;
    if (now != null) {
      now.keep();
    }
  }

  private void tellProgress() {
    parts.events().accept(new SyncEvent.Progressed(config.id(), run, progress()));
  }

  /** Returns the run's id. */
  public String id() {
    return run;
  }

  /** Returns how far the run is. */
  public SyncProgress progress() {
    RunTally now = tally;
    return now == null
        ? new SyncProgress(SyncProgress.Phase.OPENING, 0, 0, 0, waits.nextCall())
        : now.progress();
  }

  /** Returns what a run would do. */
  public PreparedPlan plan() {
    PermissionCheck.require(parts, config, "plan");
    try (OpenSides opened = OpenSides.open(parts, config, cancelled, waits, new ArrayList<>());
        RunSurvey survey = survey(opened, null, startedAt)) {
      survey.read(parts.workers(), this::checkCancelled, (side, count) -> {});
      OpenCases cases = new OpenCases(parts.store(), config.id());
      List<Guards.Tripped> guards = survey.guards(new Approvals(cases, null)::cover);
      survey
          .limits()
          .confirmMissing(
              parts.safeguards()); // also beyond a limit: who approves sees what, and may apply it
      List<PlannedItem> items = new ArrayList<>();
      List<PlannedItem> deletes = new ArrayList<>();
      Merger merger = new Merger(opened.mapping(), policy());
      ChunkMerger chunks = merger(opened, survey, merger, cases);
      Matching matching = survey.match(cases, Doubts.NONE);
      survey.handOut(
          matching,
          works -> {
            checkCancelled();
            for (ItemPlan plan : chunks.merge(works)) {
              if (plan.kind() != ItemPlan.Kind.NOTHING && plan.kind() != ItemPlan.Kind.WAIT) {
                (plan.kind() == ItemPlan.Kind.DELETE ? deletes : items).add(plan.shown());
              }
            }
          });
      matching.questions().forEach(question -> items.add(PreparedPlan.question(question)));
      items.addAll(deletes);
      return new PreparedPlan(
          config, startedAt, items, guards, notes(opened, survey), opened.batches(), false);
    }
  }

  private static List<String> notes(OpenSides opened, RunSurvey survey) {
    List<String> notes = new ArrayList<>(opened.mapping().notes());
    survey
        .sides()
        .forEach(
            (side, each) -> {
              String reason = each.cutOff();
              if (reason != null) {
                notes.add("the " + word(side) + " side was not read to the end: " + reason);
              }
            });
    return notes;
  }

  /**
   * Runs the sync.
   *
   * @param only the plan that is applied, or null for everything that is found
   */
  public SyncReport sync(@Nullable PreparedPlan only) {
    return sync(only, Targets.EVERYTHING, RunWatch.NONE);
  }

  /**
   * Runs the sync for some items, or for everything.
   *
   * @param targets the items
   * @param watch who follows the run
   */
  public SyncReport sync(Targets targets, RunWatch watch) {
    return sync(null, targets, watch);
  }

  private SyncReport sync(@Nullable PreparedPlan only, Targets targets, RunWatch watch) {
    try {
      return permitted(only, targets, watch);
    } catch (SyncException e) {
      parts
          .events()
          .accept(new SyncEvent.RunAborted(config.id(), run, config.project(), platform(), e));
      throw e;
    }
  }

  private String platform() {
    return new EntityFinder(parts, config).platform();
  }

  private SyncReport permitted(@Nullable PreparedPlan only, Targets targets, RunWatch watch) {
    PermissionCheck.require(parts, config, "sync");
    Lease lease =
        parts
            .store()
            .acquire(config.id(), parts.owner() + "/" + run, LeaseKeeper.length(parts), startedAt)
            .orElseThrow(this::busy);
    LeaseKeeper kept = LeaseKeeper.start(parts, lease);
    keeper = kept;
    SyncReport report;
    try {
      watch.begun(this);
      parts
          .events()
          .accept(new SyncEvent.RunStarted(config.id(), run, config.project(), platform()));
      before();
      report = leased(lease, kept, only, targets);
    } finally {
      kept.close();
      release(lease);
    }
    parts.events().accept(new SyncEvent.RunFinished(config.id(), run, report));
    after(report);
    return report;
  }

  private SyncReport leased(
      Lease lease, LeaseKeeper kept, @Nullable PreparedPlan only, Targets targets) {
    ReportBuilder report = ReportBuilder.of(config.id(), run, startedAt);
    List<StateChange> first = new ArrayList<>();
    OpenSides opening;
    try {
      opening = OpenSides.open(parts, config, cancelled, waits, first);
    } catch (ConnectorException e) {
      if (statusOf(e) != SyncStatus.PAUSED) {
        throw e;
      }
      return pausedAtOnce(lease, report, e);
    }
    try (OpenSides opened = opening) {
      RunLedger ledger =
          new RunLedger(
              parts.store(), lease, kept, parts.time(), cancelled, opened.state().lastLinkNumber());
      ledger.beginAfter(parts.store().intents(config.id()));
      ledger.commit(first);
      OpenCases cases = new OpenCases(parts.store(), config.id());
      RunTally now =
          new RunTally(
              config.id(), run, report, this::tell, parts.reviewer(), cases, ledger, waits);
      tally = now;
      if (opened.state().settings().containsKey(Settings.TO_REVIEW)) {
        now.takeUnreviewed();
      }
      opened.mapping().notes().forEach(report::note);
      try {
        execute(opened, ledger, cases, now, report, only, targets.of(opened.keys()).orElse(null));
      } catch (MappingException | ConfigurationException e) {
        finish(opened, ledger, cases, now, report, e);
        throw e;
      } catch (GuardException e) { // a strategy's word; limits that are reached throw nothing
        report.conflictFailed();
        return finish(opened, ledger, cases, now, report, e);
      } catch (SyncException e) {
        return finish(opened, ledger, cases, now, report, e);
      }
      return finish(opened, ledger, cases, now, report, null);
    }
  }

  private void execute(
      OpenSides opened,
      RunLedger ledger,
      OpenCases cases,
      RunTally now,
      ReportBuilder report,
      @Nullable PreparedPlan only,
      @Nullable ItemSelection selection) {
    RunRecords records = new RunRecords(parts.store(), config, ledger);
    Approvals approvals = new Approvals(cases, only);
    try (RunSurvey survey = survey(opened, selection, ledger.now())) {
      RecoveryParts recovering =
          new RecoveryParts(
              parts.store(),
              config.id(),
              config.type().direction(),
              opened.mapping(),
              survey.sides(),
              ledger,
              now,
              cases);
      CreatesInDoubt creates = new CreatesInDoubt(recovering, parts.safeguards());
      Recovery recovery = new Recovery(recovering, creates);
      now.phase(SyncProgress.Phase.RECOVERING);
      recovery.settle();
      new Remapping(parts.store(), config.id(), ledger).takeOver(opened);
      survey.countLinks(parts.store().load(config.id()).links());
      now.phase(SyncProgress.Phase.READING);
      survey.read(parts.workers(), ledger::pause, now::read);
      records.relink(survey, recovery);
      now.phase(SyncProgress.Phase.PLANNING);
      List<Guards.Tripped> guards = survey.guards(approvals::cover);
      if (!guards.isEmpty()) {
        ledger.commit(survey.limits().edits());
        stop(guards, ledger, now);
        report.status(SyncStatus.NEEDS_APPROVAL);
        return;
      }
      survey.limits().confirmMissing(parts.safeguards());
      records.relink(survey, recovery); // where merges show by absence, they are known only now
      if (survey.isTargeted()) {
        ledger.commit(survey.limits().targetedDeletes());
      }
      Merger merger = new Merger(opened.mapping(), policy());
      ChunkMerger chunks = merger(opened, survey, merger, cases);
      Matching matching = survey.match(cases, creates);
      if (mayFail(opened.mapping())) {
        survey.handOut(matching, works -> chunks.merge(recovery.certain(works)));
      }
      now.phase(SyncProgress.Phase.WRITING);
      ChunkWriter writer =
          new ChunkWriter(
              opened.mapping(),
              merger,
              new WritePreparation(opened.mapping(), recovery.createKeys()),
              ledger,
              now,
              survey.sides(),
              parts.workers(),
              parts.safeguards());
      opened.contexts().forEach((side, context) -> context.beforeCalls(() -> writer.date(side)));
      Set<String> allowed = only == null ? Set.of() : only.names();
      new RunWriter(
              parts.store(),
              config,
              survey,
              recovery,
              chunks,
              writer,
              ledger,
              now,
              approvals::cover)
          .write(matching, plan -> only == null || allowed.contains(PreparedPlan.nameOf(plan)));
      records.relink(survey, recovery); // what turned out only while merging
      if (survey.isTargeted()) {
        noteWaiting(survey, now);
      } else {
        ledger.commit(approvals.close());
        ledger.commit(
            only == null
                ? records.checkpoints(survey, now)
                : List.of(new StateChange.PutSetting(Settings.ADOPTED, ledger.now().toString())));
      }
      report.status(now.leftAnythingOut() ? SyncStatus.PARTIAL : SyncStatus.SUCCESS);
    }
  }

  private static void noteWaiting(RunSurvey survey, RunTally now) {
    if (survey.waiting() > 0) {
      now.leftOut(
          survey.waiting()
              + " new items wait for an ordinary run: the other side cannot be asked for items that"
              + " match them");
    }
  }

  /** Nothing is written beyond a limit; a person is asked. */
  private void stop(List<Guards.Tripped> guards, RunLedger ledger, RunTally now) {
    List<StateChange> changes = new ArrayList<>();
    for (Guards.Tripped tripped : guards) {
      parts.events().accept(new SyncEvent.GuardTripped(config.id(), run, tripped));
      now.leftOut(tripped.message());
      changes.addAll(now.asked(Approvals.question(tripped)));
    }
    ledger.commit(changes);
  }

  private SyncReport finish(
      OpenSides opened,
      RunLedger ledger,
      OpenCases cases,
      RunTally now,
      ReportBuilder report,
      @Nullable SyncException failure) {
    opened
        .contexts()
        .forEach(
            (side, context) ->
                report.apiCalls(
                    side, context.calls().values().stream().mapToLong(Long::longValue).sum()));
    if (failure != null) {
      stopped(report, failure);
    }
    report.openCases(cases.count());
    now.phase(SyncProgress.Phase.DONE);
    SyncReport done = report.build(parts.time().instant());
    new RunRecords(parts.store(), config, ledger).remember(now, done);
    LOG.info(
        "sync={} run={} status={} synced={} conflicts={} rejected={}",
        config.id(),
        run,
        done.status().word(),
        done.syncedItems(),
        done.conflictsDetected(),
        done.rejected());
    return done;
  }

  /** An allowance was used up before either side could be read: nothing has begun. */
  private SyncReport pausedAtOnce(Lease lease, ReportBuilder report, ConnectorException why) {
    stopped(report, why);
    report.openCases(new OpenCases(parts.store(), config.id()).count());
    SyncReport done = report.build(parts.time().instant());
    try {
      parts.store().commit(lease, List.of(RunRecords.kept(done, done.finishedAt())));
    } catch (StateException e) {
      LOG.warn("sync={} run={} the report could not be kept: {}", config.id(), run, e.getMessage());
    }
    return done;
  }

  private void stopped(ReportBuilder report, SyncException failure) {
    SyncStatus status = statusOf(failure);
    report.failure(failure);
    report.status(status);
    if (status == SyncStatus.PAUSED && failure instanceof ConnectorException connector) {
      connector.retryAfter().map(parts.time().instant()::plus).ifPresent(report::resumeAt);
    }
    LOG.warn("sync={} run={} stopped: {}", config.id(), run, failure.getMessage());
  }

  private SyncStatus statusOf(SyncException failure) {
    if (failure instanceof SyncCancelledException) {
      return SyncStatus.CANCELLED;
    }
    if (failure instanceof ConnectorException connector) {
      Duration wait = connector.retryAfter().orElse(Duration.ZERO);
      boolean longer = wait.compareTo(parts.budgets().patience()) > 0;
      if (connector.kind() == ConnectorException.Kind.QUOTA
          || (connector.kind() == ConnectorException.Kind.RATE_LIMITED && longer)) {
        return SyncStatus.PAUSED;
      }
    }
    return SyncStatus.FAILED;
  }

  private RunSurvey survey(OpenSides opened, @Nullable ItemSelection selection, Instant now) {
    boolean blank =
        !opened.state().settings().containsKey(Settings.ADOPTED)
            && opened.state().lastLinkNumber() == 0
            && parts.store().intents(config.id()).isEmpty(); // settling them may make links
    Map<Side, SideSurvey> sides = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      sides.put(
          side,
          new SideSurvey(
              side,
              opened.session(side),
              opened.mapping(),
              parts.store(),
              config.id(),
              blank,
              parts.memoryBound()));
    }
    return new RunSurvey(
        parts.store(), config, opened.mapping(), opened.state(), sides, selection, now);
  }

  private ChunkMerger merger(OpenSides opened, RunSurvey survey, Merger merger, Answers answers) {
    return new ChunkMerger(
        merger,
        new References(parts.store(), opened.mapping(), config.id(), survey.sides()),
        survey.side(Side.LOCAL),
        survey.side(Side.REMOTE),
        config.writeGuard(),
        startedAt,
        answers);
  }

  private MergePolicy policy() {
    return new MergePolicy(
        config.type().direction(),
        config.conflicts(),
        config.deletes(),
        config.onLeave(),
        config.drift(),
        startedAt);
  }

  /** A strategy that may stop the run is asked about everything before anything is written. */
  private boolean mayFail(BoundMapping mapping) {
    Set<String> names = new LinkedHashSet<>();
    names.add(config.conflicts().name());
    mapping.fields().forEach(field -> names.add(field.conflicts().name()));
    names.removeAll(List.of("prefer_local", "prefer_remote", "manual_review", "latest_wins"));
    return !names.isEmpty();
  }

  private StateException busy() {
    return new StateException(
        "sync '"
            + config.id()
            + "' is being run by "
            + parts.store().holder(config.id(), startedAt).orElse("somebody else")
            + "; wait for it to end, or for its lease to run out");
  }

  /** Tells what happened, and of items that were written also whoever acts on them. */
  private void tell(SyncEvent event) {
    parts.events().accept(event);
    if (event instanceof SyncEvent.ItemWritten item) {
      try {
        parts.actions().itemWritten(config.project(), item);
      } catch (RuntimeException e) {
        LOG.warn("sync={} run={} the action for item {} failed", config.id(), run, item.id());
      }
    }
  }

  private void before() {
    try {
      parts.actions().beforeRun(config.project(), config.id());
    } catch (RuntimeException e) {
      LOG.warn("sync={} run={} the action before the run failed", config.id(), run);
    }
  }

  private void after(SyncReport report) {
    try {
      parts.actions().afterRun(config.project(), config.id(), report);
    } catch (RuntimeException e) {
      LOG.warn("sync={} run={} the action after the run failed", config.id(), run);
    }
  }

  private void release(Lease lease) {
    try {
      parts.store().release(lease);
    } catch (StateException e) {
      LOG.warn("sync={} run={} the lease runs out by itself: {}", config.id(), run, e.getMessage());
    }
  }

  private void checkCancelled() {
    if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new SyncCancelledException("the run was cancelled");
    }
  }

  private static String word(Side side) {
    return side.name().toLowerCase(java.util.Locale.ROOT);
  }
}
