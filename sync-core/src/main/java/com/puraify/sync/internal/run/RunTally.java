package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.host.ConflictReviewer;
import com.puraify.sync.internal.commit.CommitSink;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.report.JournalJson;
import com.puraify.sync.internal.report.ReportBuilder;
import com.puraify.sync.internal.write.Outcomes;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run has done so far: counts, events, questions, and what is still to be done. */
final class RunTally implements CommitSink {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.run");

  private final String sync;
  private final String run;
  private final ReportBuilder report;
  private final Consumer<SyncEvent> events;
  private final ConflictReviewer reviewer;
  private final OpenCases cases;
  private final RunLedger ledger;
  private final RunWaits waits;
  private final ItemTrace trace;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong planned = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong changedItems = new AtomicLong();
  private List<ItemPlan> followUps = new ArrayList<>();
  private Set<Long> again = new TreeSet<>();
  private List<Contested> contested = new ArrayList<>();
  private boolean lastTry;
  private final Map<Side, AtomicLong> writtenBySide =
      Map.of(Side.LOCAL, new AtomicLong(), Side.REMOTE, new AtomicLong());
  private final Set<String> refused = new HashSet<>();
  private volatile SyncProgress.Phase phase = SyncProgress.Phase.OPENING;
  private volatile boolean dropped;

  RunTally(
      String sync,
      String run,
      ReportBuilder report,
      Consumer<SyncEvent> events,
      ConflictReviewer reviewer,
      OpenCases cases,
      RunLedger ledger,
      RunWaits waits) {
    this.sync = sync;
    this.run = run;
    this.report = report;
    this.events = events;
    this.reviewer = reviewer;
    this.cases = cases;
    this.ledger = ledger;
    this.waits = waits;
    this.trace = new ItemTrace(run);
  }

  void phase(SyncProgress.Phase next) {
    phase = next;
    LOG.debug("sync={} run={} phase={}", sync, run, next.word());
    events.accept(new SyncEvent.Progressed(sync, run, progress()));
  }

  SyncProgress progress() {
    return new SyncProgress(phase, read.get(), planned.get(), written.get(), waits.nextCall());
  }

  void read(Side side, long count) {
    read.addAndGet(count);
    report.read(side, count);
    events.accept(new SyncEvent.Progressed(sync, run, progress()));
  }

  /** Notes what is going to be done about an item, and counts its conflicts. */
  void planned(ItemPlan plan, int writes) {
    planned.addAndGet(writes);
    for (FieldPlan field : plan.fields()) {
      FieldDecision decision = field.decision();
      if (!decision.isConflict() || field.problem() != null) {
        continue;
      }
      if (decision.outcome() == FieldDecision.Outcome.HELD) {
        report.conflictHeld();
      } else {
        report.conflictSettled(decision.rule());
        LOG.info(
            "sync={} run={} conflict local={} remote={} field={} rule={} outcome={}",
            sync,
            run,
            plan.id(Side.LOCAL),
            plan.id(Side.REMOTE),
            decision.localField(),
            decision.rule(),
            decision.outcome().name().toLowerCase(Locale.ROOT));
        events.accept(
            new SyncEvent.ConflictResolved(
                sync, run, plan.id(Side.LOCAL), plan.id(Side.REMOTE), decision));
      }
    }
    if (plan.isDispute()) {
      if (plan.kind() == ItemPlan.Kind.HOLD) {
        report.conflictHeld();
      } else {
        report.conflictSettled(ruleOf(plan));
      }
    }
  }

  private static String ruleOf(ItemPlan plan) {
    int colon = plan.reason().indexOf(": ");
    return colon < 0 ? "custom" : plan.reason().substring(colon + 2);
  }

  @Override
  public long nextLink() {
    return ledger.nextLink();
  }

  @Override
  public boolean isLinked(Side side, String id) {
    return ledger.isLinked(side, id);
  }

  @Override
  public Instant now() {
    return ledger.now();
  }

  @Override
  public void written(Side side, String action, String id) {
    switch (action) {
      case "create" -> report.created(side);
      case "update" -> report.updated(side);
      default -> report.deleted(side);
    }
    written.incrementAndGet();
    Objects.requireNonNull(writtenBySide.get(side)).incrementAndGet();
    LOG.debug("sync={} run={} side={} action={} id={}", sync, run, side, action, id);
    events.accept(new SyncEvent.ItemWritten(sync, run, side, action, id));
    events.accept(new SyncEvent.Progressed(sync, run, progress()));
  }

  @Override
  public void synced(ItemPlan plan) {
    changedItems.incrementAndGet();
    report.itemSynced();
  }

  @Override
  public List<StateChange> rejected(Rejection rejection) {
    lock.lock();
    try {
      note(rejection);
      return ask(question(rejection));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StateChange> stillRefused(Rejection rejection) {
    lock.lock();
    try {
      note(rejection);
      CaseDraft question = question(rejection);
      Case known = cases.get(question.id());
      if (known != null && known.answer() == null) {
        cases.askedAgain(known.id()); // what was said first says more
        return List.of();
      }
      return ask(question);
    } finally {
      lock.unlock();
    }
  }

  /** Asks; a new question comes with a note that it is still to be passed on. */
  private List<StateChange> ask(CaseDraft question) {
    List<StateChange> changes = new ArrayList<>(cases.ask(question, now(), this::opened));
    if (!changes.isEmpty()) {
      changes.add(new StateChange.PutSetting(Settings.TO_REVIEW, run));
    }
    return changes;
  }

  private void note(Rejection rejection) {
    if (refused.add(item(rejection) + "|" + rejection.field())) {
      report.rejected(rejection);
      LOG.warn(
          "sync={} run={} refused side={} local={} remote={} field={} reason={}",
          sync,
          run,
          rejection.side(),
          rejection.localId(),
          rejection.remoteId(),
          rejection.field(),
          rejection.detail());
      events.accept(new SyncEvent.ItemRejected(sync, run, rejection));
    }
    dropped = true;
  }

  private static String item(Rejection rejection) {
    return rejection.side() + "|" + rejection.localId() + "|" + rejection.remoteId();
  }

  private static CaseDraft question(Rejection rejection) {
    boolean contested =
        rejection.reason() == WriteResult.Reason.DUPLICATE
            || rejection.reason() == WriteResult.Reason.MISSING_REFERENCE;
    return new CaseDraft(
        "refused|" + item(rejection),
        Case.Kind.QUARANTINE,
        "the "
            + rejection.side().name().toLowerCase(Locale.ROOT)
            + " side refuses this item"
            + (rejection.field() == null ? "" : " for '" + rejection.field() + "'")
            + ": "
            + rejection.detail(),
        rejection.localId() == null ? List.of() : List.of(rejection.localId()),
        rejection.remoteId() == null ? List.of() : List.of(rejection.remoteId()),
        rejection.field(),
        null,
        null,
        (contested ? contestedOn(rejection.side()) : "") + rejection.detail());
  }

  private static String contestedOn(Side side) {
    return "contested on " + side + ": ";
  }

  /** Returns the open questions about items that a side refused on account of other items. */
  List<Case> contestedCases(Side side) {
    lock.lock();
    try {
      return cases.ofKind(Case.Kind.QUARANTINE).stream()
          .filter(each -> each.answer() == null && each.state().startsWith(contestedOn(side)))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a question is still open. */
  boolean isOpen(Case question) {
    lock.lock();
    try {
      return cases.get(question.id()) != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * An item that was refused on account of another one.
   *
   * @param link its link's number, or 0 if it was to be created
   * @param source of an item that was to be created, the id on the other side; else empty
   * @param side the side that refused
   * @param writes how many writes had been made on that side by then
   */
  record Contested(long link, String source, Side side, long writes) {}

  @Override
  public boolean contested(ItemPlan plan, Side side) {
    lock.lock();
    try {
      if (!lastTry) {
        Link link = plan.link();
        contested.add(
            link == null
                ? new Contested(0, plan.source().id(), side, made(side))
                : new Contested(link.number(), "", side, made(side)));
      }
      return !lastTry;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many writes were made on a side so far. */
  long made(Side side) {
    return Objects.requireNonNull(writtenBySide.get(side)).get();
  }

  /**
   * Takes the items that were refused on account of others.
   *
   * @param last whether those that are refused from now on are refused for good
   */
  List<Contested> takeContested(boolean last) {
    lock.lock();
    try {
      lastTry = last;
      List<Contested> taken = contested;
      contested = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StateChange> asked(CaseDraft question) {
    lock.lock();
    try {
      return ask(question);
    } finally {
      lock.unlock();
    }
  }

  private void opened(Case question) {
    LOG.info(
        "sync={} run={} case={} kind={} {}",
        sync,
        run,
        question.id(),
        question.kind(),
        question.question());
    events.accept(
        question.kind() == Case.Kind.CONFLICT
            ? new SyncEvent.ConflictHeld(sync, run, question)
            : new SyncEvent.CaseOpened(sync, run, question));
    toReview.add(question);
  }

  private final List<Case> toReview = new ArrayList<>();

  /** Takes over the questions of a run that ended before it could pass them on. */
  void takeUnreviewed() {
    lock.lock();
    try {
      toReview.addAll(cases.unanswered());
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether there are questions to pass on. */
  boolean hasToReview() {
    return !toReview.isEmpty();
  }

  /** Passes the run's new questions on, and returns the answers that came at once. */
  List<Case> review() {
    List<Case> answered = new ArrayList<>();
    Map<String, Case> latest = new LinkedHashMap<>();
    toReview.forEach(question -> latest.put(question.id(), question));
    for (Case question : latest.values()) {
      try {
        reviewer.review(question).ifPresent(answer -> answered.add(question.answered(answer)));
      } catch (RuntimeException e) {
        LOG.warn(
            "sync={} run={} case={} could not be passed on for review; it stays open",
            sync,
            run,
            question.id());
      }
    }
    toReview.clear();
    return answered;
  }

  @Override
  public void adopted(String localId, String remoteId) {
    report.itemsMatched();
    events.accept(new SyncEvent.ItemsLinked(sync, run, localId, remoteId));
  }

  /** Closes the ambiguous matches that were answered, or are no longer seen in a whole survey. */
  List<StateChange> closeMatches(boolean whole, Function<Case, List<StateChange>> rest) {
    lock.lock();
    try {
      List<StateChange> changes = new ArrayList<>();
      for (Case each : cases.ofKind(Case.Kind.AMBIGUOUS_MATCH)) {
        if (!cases.wasAsked(each.id()) && (whole || each.answer() != null)) {
          changes.addAll(cases.close(each.id(), null));
          changes.addAll(rest.apply(each));
        }
      }
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Closes a question that has been settled. */
  List<StateChange> closeCase(String id) {
    lock.lock();
    try {
      Case known = cases.get(id);
      return known == null ? List.of() : cases.close(id, Answering.subject(known));
    } finally {
      lock.unlock();
    }
  }

  void recovered() {
    report.note("a create whose outcome was unknown was found and linked");
  }

  @Override
  public void note(String text) {
    report.note(text);
    LOG.info("sync={} run={} {}", sync, run, text);
  }

  @Override
  public void leftOut(String text) {
    dropped = true;
    note(text);
  }

  boolean leftAnythingOut() {
    return dropped;
  }

  /** Returns how many items were created, changed or removed. */
  long changed() {
    return changedItems.get();
  }

  @Override
  public void followUp(ItemPlan plan) {
    lock.lock();
    try {
      followUps.add(plan);
    } finally {
      lock.unlock();
    }
  }

  List<ItemPlan> takeFollowUps() {
    lock.lock();
    try {
      List<ItemPlan> taken = followUps;
      followUps = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void lookAgain(long link) {
    lock.lock();
    try {
      again.add(link);
    } finally {
      lock.unlock();
    }
  }

  Set<Long> takeLookAgain() {
    lock.lock();
    try {
      Set<Long> taken = again;
      again = new TreeSet<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Entry> journal(ItemPlan plan, Side side, @Nullable Item before) {
    Item old = before != null ? before : plan.sighting(side).item();
    if (old == null || plan.kind() == ItemPlan.Kind.CREATE) {
      return Optional.empty();
    }
    String id = ledger.newId();
    Instant at = now();
    return Optional.of(
        new Entry(
            new StateChange.PutDocument(journal(id, at, plan, side, old, true)),
            new StateChange.PutDocument(journal(id, at, plan, side, old, false))));
  }

  private Document journal(
      String id, Instant at, ItemPlan plan, Side side, Item old, boolean made) {
    String text = JournalJson.write(trace.entry(plan, side, old, made));
    return new Document(Document.Kind.JOURNAL, id, ItemTrace.subject(plan), at, false, text);
  }

  /** Returns what is to be remembered of the items that a batch created. */
  List<StateChange> created(Intent intent, List<Outcomes.Created> made) {
    return trace.created(intent, made, now());
  }

  /** Returns what is to be remembered of an item that turned out to have been created. */
  StateChange foundCreated(Side side, Link link) {
    return trace.found(side, link, now());
  }

  @Override
  public StateChange unread(ItemPlan plan, Side side) {
    return trace.unread(plan, side, now());
  }

  @Override
  public List<StateChange> parted(Link link) {
    return ItemTrace.parted(link, now());
  }

  @Override
  public List<StateChange> closeCases(String localId, String remoteId, List<CaseDraft> stillAsked) {
    lock.lock();
    try {
      return cases.count() == 0
          ? List.of()
          : cases.closeUnasked(CaseDraft.subject(localId, remoteId));
    } finally {
      lock.unlock();
    }
  }
}
