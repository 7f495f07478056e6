package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.MappingBinder;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.CaseDraft;
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
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
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

  /** How long a run waits to settle creates whose outcome it did not learn. */
  private static final Duration SETTLE_WAIT = Duration.ofSeconds(10);

  /** How long tombstones are kept: longer than any checkpoint stays in use. */
  private static final Duration TOMBSTONES = Duration.ofDays(90);

  private final EngineParts parts;
  private final SyncConfig config;
  private final BooleanSupplier cancelled;
  private final String run;
  private final Instant startedAt;
  private volatile @Nullable RunTally tally;

  /** Creates a runner for one run. */
  public SyncRunner(EngineParts parts, SyncConfig config, BooleanSupplier cancelled) {
    this.parts = parts;
    this.config = config;
    this.cancelled = cancelled;
    this.run = RunLedger.newId(parts.time());
    this.startedAt = parts.time().instant();
  }

  /** Returns the run's id. */
  public String id() {
    return run;
  }

  /** Returns how far the run is. */
  public SyncProgress progress() {
    RunTally now = tally;
    return now == null
        ? new SyncProgress(SyncProgress.Phase.OPENING, 0, 0, 0, null)
        : now.progress();
  }

  /** What is open during a run. */
  private record Opened(
      Map<Side, RunContext> contexts,
      Map<Side, EntitySession> sessions,
      BoundMapping mapping,
      SyncState state)
      implements AutoCloseable {

    EntitySession session(Side side) {
      return Objects.requireNonNull(sessions.get(side));
    }

    @Override
    public void close() {
      sessions.values().forEach(EntitySession::close);
    }
  }

  /** Returns what a run would do. */
  public PreparedPlan plan() {
    permit("plan");
    try (Opened opened = open(new ArrayList<>());
        RunSurvey survey = survey(opened)) {
      survey.read(parts.workers(), this::checkCancelled, (side, count) -> {});
      OpenCases cases = new OpenCases(parts.store(), config.id());
      List<Guards.Tripped> guards = survey.guards(tripped -> approved(cases, tripped));
      survey.confirmMissing(); // also beyond a limit: who approves sees what, and may apply it
      List<PlannedItem> items = new ArrayList<>();
      List<PlannedItem> deletes = new ArrayList<>();
      Merger merger = new Merger(opened.mapping(), policy());
      ChunkMerger chunks = merger(opened, survey, merger, cases);
      RunSurvey.Matching matching = survey.match(cases);
      each(
          survey,
          matching,
          (side, item) -> false,
          works -> {
            checkCancelled();
            for (ItemPlan plan : chunks.merge(works)) {
              if (plan.kind() != ItemPlan.Kind.NOTHING) {
                (plan.kind() == ItemPlan.Kind.DELETE ? deletes : items).add(plan.shown());
              }
            }
          });
      matching.questions().forEach(question -> items.add(PreparedPlan.question(question)));
      items.addAll(deletes);
      return new PreparedPlan(
          config, startedAt, items, guards, notes(opened, survey), batches(opened), false);
    }
  }

  private static List<String> notes(Opened opened, RunSurvey survey) {
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

  private static Map<Side, List<Integer>> batches(Opened opened) {
    Map<Side, List<Integer>> batches = new EnumMap<>(Side.class);
    opened
        .sessions()
        .forEach(
            (side, session) -> {
              Capabilities can = session.capabilities();
              batches.put(side, List.of(can.createBatch(), can.updateBatch(), can.deleteBatch()));
            });
    return batches;
  }

  /**
   * Runs the sync.
   *
   * @param only the plan that is applied, or null for everything that is found
   */
  public SyncReport sync(@Nullable PreparedPlan only) {
    permit("sync");
    parts.events().accept(new SyncEvent.RunStarted(config.id(), run));
    before();
    Lease lease =
        parts
            .store()
            .acquire(config.id(), parts.owner() + "/" + run, RunLedger.LEASE, startedAt)
            .orElseThrow(this::busy);
    SyncReport report;
    try {
      report = leased(lease, only);
    } finally {
      release(lease);
    }
    parts.events().accept(new SyncEvent.RunFinished(config.id(), run, report));
    after(report);
    return report;
  }

  private SyncReport leased(Lease lease, @Nullable PreparedPlan only) {
    ReportBuilder report = ReportBuilder.of(config.id(), run, startedAt);
    List<StateChange> first = new ArrayList<>();
    try (Opened opened = open(first)) {
      RunLedger ledger =
          new RunLedger(
              parts.store(), lease, parts.time(), cancelled, opened.state().lastLinkNumber());
      ledger.commit(first);
      OpenCases cases = new OpenCases(parts.store(), config.id());
      RunTally now =
          new RunTally(config.id(), run, report, parts.events(), parts.reviewer(), cases, ledger);
      tally = now;
      opened.mapping().notes().forEach(report::note);
      try {
        execute(opened, ledger, cases, now, report, only);
      } catch (MappingException | ConfigurationException e) {
        finish(opened, ledger, cases, now, report, e);
        throw e;
      } catch (SyncException e) {
        return finish(opened, ledger, cases, now, report, e);
      }
      return finish(opened, ledger, cases, now, report, null);
    }
  }

  private void execute(
      Opened opened,
      RunLedger ledger,
      OpenCases cases,
      RunTally now,
      ReportBuilder report,
      @Nullable PreparedPlan only) {
    try (RunSurvey survey = survey(opened)) {
      Recovery recovery =
          new Recovery(
              parts.store(), config.id(), opened.mapping(), survey.sides(), ledger, now, cases);
      now.phase(SyncProgress.Phase.RECOVERING);
      recovery.settle();
      now.phase(SyncProgress.Phase.READING);
      survey.read(parts.workers(), () -> pause(ledger), now::read);
      relink(survey, ledger);
      now.phase(SyncProgress.Phase.PLANNING);
      List<Guards.Tripped> guards =
          survey.guards(
              tripped ->
                  approved(cases, tripped)
                      || (only != null && only.approved() && covers(only, tripped)));
      if (!guards.isEmpty()) {
        stop(guards, ledger, now, report);
        return;
      }
      survey.confirmMissing();
      Merger merger = new Merger(opened.mapping(), policy());
      ChunkMerger chunks = merger(opened, survey, merger, cases);
      RunSurvey.Matching matching = survey.match(cases);
      if (mayFail(opened.mapping())) {
        each(survey, matching, recovery::inDoubt, chunks::merge);
      }
      now.phase(SyncProgress.Phase.WRITING);
      write(opened, survey, matching, recovery, merger, chunks, ledger, now, only);
      closeGuards(cases, ledger);
      if (only == null) {
        ledger.commit(checkpoints(survey, now));
      } else {
        ledger.commit(
            List.of(
                new StateChange.PutSetting(Settings.ADOPTED, parts.time().instant().toString())));
      }
    }
  }

  private void write(
      Opened opened,
      RunSurvey survey,
      RunSurvey.Matching matching,
      Recovery recovery,
      Merger merger,
      ChunkMerger chunks,
      RunLedger ledger,
      RunTally now,
      @Nullable PreparedPlan only) {
    ChunkWriter writer =
        new ChunkWriter(
            opened.mapping(),
            merger,
            new WritePreparation(opened.mapping(), recovery::createKey),
            ledger,
            now,
            survey.sides(),
            parts.workers());
    Set<String> allowed = only == null ? Set.of() : only.names();
    Predicate<ItemPlan> wanted =
        plan -> only == null || allowed.contains(PreparedPlan.nameOf(plan));
    List<StateChange> found = new ArrayList<>();
    matching.questions().forEach(question -> found.addAll(now.asked(question)));
    matching.marks().forEach(mark -> found.add(new StateChange.PutMark(mark)));
    survey.sides().values().forEach(side -> found.addAll(side.repairs()));
    found.addAll(now.closeMatches(survey.isWhole()));
    ledger.commit(found);
    if (!matching.questions().isEmpty()) {
      now.leftOut(matching.questions().size() + " matches are ambiguous and wait for a person");
    }
    Set<Long> deletes = new LinkedHashSet<>();
    each(
        survey,
        matching,
        recovery::inDoubt,
        works -> {
          pause(ledger);
          List<Work> first = new ArrayList<>();
          for (Work work : works) {
            if (work instanceof Work.Linked linked && linked.removal()) {
              deletes.add(linked.link().number());
            } else {
              first.add(work);
            }
          }
          write(chunks.merge(first), wanted, deletes, writer);
        });
    settleDoubts(recovery, now);
    again(survey, chunks, writer, now);
    new Chunks(
            parts.store(),
            config.id(),
            survey.side(Side.LOCAL),
            survey.side(Side.REMOTE),
            works -> {
              pause(ledger);
              writer.write(chunks.merge(works).stream().filter(wanted).toList());
            })
        .linked(deletes);
    ledger.commit(leftUnlinked(survey, matching));
  }

  /** Writes what is planned, but for deletes, which come last. */
  private static void write(
      List<ItemPlan> plans, Predicate<ItemPlan> wanted, Set<Long> deletes, ChunkWriter writer) {
    List<ItemPlan> first = new ArrayList<>();
    for (ItemPlan plan : plans) {
      Link link = plan.link();
      if (plan.kind() == ItemPlan.Kind.DELETE && link != null) {
        deletes.add(link.number());
      } else if (wanted.test(plan)) {
        first.add(plan);
      }
    }
    writer.write(first);
  }

  /** Items that exist on the target of a one-way sync only are remembered, to be matched later. */
  private List<StateChange> leftUnlinked(RunSurvey survey, RunSurvey.Matching matching) {
    List<StateChange> changes = new ArrayList<>();
    for (Side side : Side.values()) {
      if (config.type().direction().flowsTo(side.other())) {
        continue;
      }
      SideSurvey own = survey.side(side);
      for (int position : matching.only(side)) {
        Item item = own.log().item(position);
        if (own.scope() == SideSurvey.Scope.ALL && !own.isPassive(position)) {
          changes.add(
              new StateChange.PutMark(
                  new Mark(
                      side,
                      item.id(),
                      Mark.Kind.UNLINKED,
                      survey.matchKey(side, item),
                      0,
                      false,
                      startedAt)));
        }
      }
    }
    return changes;
  }

  /** Goes once more over what turned out to need another look while writing. */
  private void again(RunSurvey survey, ChunkMerger chunks, ChunkWriter writer, RunTally now) {
    List<Long> numbers = new ArrayList<>(now.takeLookAgain());
    for (int from = 0; from < numbers.size(); from += Chunks.SIZE) {
      List<Link> links =
          parts
              .store()
              .links(
                  config.id(), numbers.subList(from, Math.min(from + Chunks.SIZE, numbers.size())));
      for (Side side : Side.values()) {
        survey.side(side).lookAt(links);
      }
      List<Work> works = new ArrayList<>();
      for (Link link : links) {
        works.add(
            new Work.Linked(
                link,
                survey.side(Side.LOCAL).sighting(link),
                survey.side(Side.REMOTE).sighting(link)));
      }
      writer.write(
          chunks.merge(works).stream()
              .filter(plan -> plan.kind() != ItemPlan.Kind.DELETE)
              .toList());
    }
    Set<Long> left = now.takeLookAgain();
    if (!left.isEmpty()) {
      now.leftOut(
          left.size()
              + " items changed while they were written, or refer to items that"
              + " are not linked; the next run looks again");
    }
  }

  /** Creates whose outcome is unknown are settled in this run if that takes but a moment. */
  private void settleDoubts(Recovery recovery, RunTally now) {
    Instant due = recovery.settledBy();
    if (due == null) {
      return;
    }
    Duration wait = Duration.between(parts.time().instant(), due);
    if (wait.compareTo(SETTLE_WAIT) <= 0) {
      sleep(wait);
      recovery.settle();
    }
    if (recovery.settledBy() != null) {
      now.leftOut("the outcome of some creates is unknown yet; the next run settles it first");
    }
  }

  private void sleep(Duration wait) {
    try {
      if (!wait.isNegative()) {
        parts.time().sleep(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("the run was interrupted", e);
    }
  }

  /** Hands out everything that has to be merged, but for items whose create is in doubt. */
  private void each(
      RunSurvey survey,
      RunSurvey.Matching matching,
      java.util.function.BiPredicate<Side, Item> inDoubt,
      java.util.function.Consumer<List<Work>> action) {
    Chunks chunks =
        new Chunks(
            parts.store(),
            config.id(),
            survey.side(Side.LOCAL),
            survey.side(Side.REMOTE),
            works ->
                action.accept(
                    works.stream()
                        .filter(
                            work ->
                                !(work instanceof Work.Single single)
                                    || !inDoubt.test(single.source(), single.item()))
                        .toList()));
    chunks.pairs(matching.pairs());
    chunks.linked();
    for (Side source : Side.values()) {
      SideSurvey other = survey.side(source.other());
      boolean recheck = other.freshCount() > 0;
      boolean known =
          other.scope() != SideSurvey.Scope.ALL
              || other.isComplete()
              || survey.side(source).freshCount() == 0;
      if (config.type().direction().flowsTo(source.other()) && known) {
        chunks.singles(source, matching.only(source), recheck);
      }
    }
  }

  private List<StateChange> checkpoints(RunSurvey survey, RunTally now) {
    List<StateChange> changes = new ArrayList<>();
    boolean complete = true;
    for (Side side : Side.values()) {
      SideSurvey own = survey.side(side);
      if (own.scope() == SideSurvey.Scope.NONE) {
        continue;
      }
      if (!own.isComplete()) {
        complete = false;
        now.leftOut("the " + word(side) + " side was not read to the end: " + own.cutOff());
        continue;
      }
      changes.add(new StateChange.PutSetting(Settings.cursor(side), own.checkpoint()));
      if (own.scope() == SideSurvey.Scope.ALL) {
        changes.add(
            new StateChange.PutSetting(Settings.swept(side), parts.time().instant().toString()));
      }
    }
    if (complete) {
      changes.add(new StateChange.PutSetting(Settings.ADOPTED, parts.time().instant().toString()));
      changes.add(new StateChange.PutSetting(Settings.MAPPING, survey.mappingPrint()));
    }
    return changes;
  }

  /** A link whose item was merged into another goes over to that one, if it is free. */
  private void relink(RunSurvey survey, RunLedger ledger) {
    for (Side side : Side.values()) {
      Map<Long, String> merged = survey.side(side).merged();
      if (merged.isEmpty()) {
        continue;
      }
      Map<String, Link> taken = new HashMap<>();
      parts
          .store()
          .links(config.id(), side, merged.values())
          .forEach(link -> taken.put(link.id(side), link));
      for (Link link : parts.store().links(config.id(), merged.keySet())) {
        String into = merged.get(link.number());
        if (into != null && taken.putIfAbsent(into, link) == null) {
          Link moved = link.withId(side, into).withCondition(link.condition().withRevisit(true));
          ledger.commit(
              List.of(new StateChange.PutLink(moved), new StateChange.RemoveMark(side, into)));
          survey.side(side).relinked(moved);
        }
      }
    }
  }

  private void stop(
      List<Guards.Tripped> guards, RunLedger ledger, RunTally now, ReportBuilder report) {
    List<StateChange> changes = new ArrayList<>();
    for (Guards.Tripped tripped : guards) {
      parts.events().accept(new SyncEvent.GuardTripped(config.id(), run, tripped));
      now.leftOut(tripped.message());
      changes.addAll(
          now.asked(
              new CaseDraft(
                  guardCase(tripped),
                  Case.Kind.GUARD,
                  tripped.message(),
                  List.of(),
                  List.of(),
                  null,
                  null,
                  null,
                  Long.toString(tripped.count()))));
    }
    ledger.commit(changes);
    report.status(SyncStatus.NEEDS_APPROVAL);
    stopped = true;
  }

  private boolean stopped;

  private static String guardCase(Guards.Tripped tripped) {
    return "guard|" + tripped.guard();
  }

  private static boolean approved(OpenCases cases, Guards.Tripped tripped) {
    Case known = cases.get(guardCase(tripped));
    return known != null
        && known.answer() instanceof Resolution.Approve
        && Long.parseLong(known.state()) >= tripped.count();
  }

  private static boolean covers(PreparedPlan plan, Guards.Tripped tripped) {
    return plan.guards().stream()
        .anyMatch(known -> known.guard() == tripped.guard() && known.count() >= tripped.count());
  }

  private static void closeGuards(OpenCases cases, RunLedger ledger) {
    List<StateChange> changes = new ArrayList<>();
    cases.ofKind(Case.Kind.GUARD).forEach(each -> changes.addAll(cases.close(each.id(), null)));
    ledger.commit(changes);
  }

  private SyncReport finish(
      Opened opened,
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
      report.failure(failure);
      report.status(statusOf(failure));
      LOG.error("sync={} run={} failed: {}", config.id(), run, failure.getMessage());
    } else if (!stopped) {
      report.status(now.leftAnythingOut() ? SyncStatus.PARTIAL : SyncStatus.SUCCESS);
    }
    report.openCases(cases.count());
    now.phase(SyncProgress.Phase.DONE);
    SyncReport done = report.build(parts.time().instant());
    remember(ledger, now, done);
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

  private static SyncStatus statusOf(SyncException failure) {
    if (failure instanceof SyncCancelledException) {
      return SyncStatus.CANCELLED;
    }
    if (failure instanceof ConnectorException connector
        && connector.kind() == ConnectorException.Kind.QUOTA) {
      return SyncStatus.PAUSED;
    }
    return SyncStatus.FAILED;
  }

  /** Keeps the report, passes new questions on, and forgets what is too old. */
  private void remember(RunLedger ledger, RunTally now, SyncReport done) {
    Instant at = parts.time().instant();
    List<StateChange> changes = new ArrayList<>();
    changes.add(
        new StateChange.PutDocument(
            new Document(Document.Kind.RUN, run, null, at, false, done.toJson())));
    for (Case answered : now.review()) {
      changes.add(
          new StateChange.PutDocument(
              OpenCases.document(answered, Answering.subject(answered), true)));
      changes.addAll(Answering.revisit(parts.store(), answered, at));
    }
    for (Document.Kind kind : Document.Kind.values()) {
      changes.add(new StateChange.PruneDocuments(kind, at.minus(config.keepJournal())));
    }
    changes.add(new StateChange.PruneMarks(Mark.Kind.TOMBSTONE, at.minus(TOMBSTONES)));
    try {
      ledger.commit(changes);
    } catch (StateException e) {
      LOG.warn("sync={} run={} the report could not be kept: {}", config.id(), run, e.getMessage());
    }
  }

  private Opened open(List<StateChange> first) {
    EntityFinder finder = new EntityFinder(parts, config);
    Map<Side, RunContext> contexts = new EnumMap<>(Side.class);
    Map<Side, EntitySession> sessions = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      contexts.put(
          side,
          new RunContext(
              parts.transport(), parts.budgets(), parts.time(), config.priority(), cancelled));
    }
    try {
      for (Side side : Side.values()) {
        RunContext context = Objects.requireNonNull(contexts.get(side));
        sessions.put(
            side,
            finder
                .find(side == Side.LOCAL ? config.local() : config.remote(), context)
                .open(context));
      }
      SyncState state = parts.store().load(config.id());
      EntitySession local = Objects.requireNonNull(sessions.get(Side.LOCAL));
      EntitySession remote = Objects.requireNonNull(sessions.get(Side.REMOTE));
      BoundMapping mapping =
          MappingBinder.bind(
              config.mapping(),
              new MappingBinder.Settings(
                  config.id(),
                  config.type().direction(),
                  config.conflicts(),
                  local.key(),
                  remote.key(),
                  seed(state, first)),
              local.schema(),
              remote.schema());
      return new Opened(contexts, sessions, mapping, state);
    } catch (RuntimeException e) {
      sessions.values().forEach(EntitySession::close);
      throw e;
    }
  }

  private long seed(SyncState state, List<StateChange> first) {
    String known = state.settings().get(Settings.SEED);
    if (known != null) {
      return Long.parseUnsignedLong(known, 16);
    }
    long seed = parts.time().random().nextLong();
    first.add(new StateChange.PutSetting(Settings.SEED, Long.toHexString(seed)));
    return seed;
  }

  private RunSurvey survey(Opened opened) {
    boolean blank =
        !opened.state().settings().containsKey(Settings.ADOPTED)
            && opened.state().lastLinkNumber() == 0;
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
    return new RunSurvey(parts.store(), config, opened.mapping(), opened.state(), sides, startedAt);
  }

  private ChunkMerger merger(Opened opened, RunSurvey survey, Merger merger, Answers answers) {
    return new ChunkMerger(
        merger,
        new References(parts.store(), opened.mapping()),
        survey.side(Side.LOCAL),
        survey.side(Side.REMOTE),
        config.writeGuard(),
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

  private void permit(String action) {
    String platform = new EntityFinder(parts, config).platform();
    parts
        .catalog()
        .status(config.project(), platform)
        .filter(status -> !status.connected())
        .ifPresent(
            status -> {
              throw new PermissionDeniedException(
                  "project '"
                      + config.project()
                      + "' is not connected to "
                      + platform
                      + ": "
                      + status.detail());
            });
    PermissionGate.Answer answer;
    try {
      answer =
          parts
              .gate()
              .ask(new PermissionGate.Request(config.project(), config.id(), platform, action));
    } catch (PermissionDeniedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PermissionDeniedException(
          "the permission gate did not answer for sync '" + config.id() + "'; nothing was done", e);
    }
    if (!answer.permitted()) {
      throw new PermissionDeniedException(
          "sync '" + config.id() + "' is not permitted: " + answer.reason());
    }
  }

  private StateException busy() {
    return new StateException(
        "sync '"
            + config.id()
            + "' is being run by "
            + parts.store().holder(config.id(), startedAt).orElse("somebody else")
            + "; wait for it to end, or for its lease to run out");
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

  private void pause(RunLedger ledger) {
    ledger.checkCancelled();
    ledger.keepLease();
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
