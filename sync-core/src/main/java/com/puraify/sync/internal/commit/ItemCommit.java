package com.puraify.sync.internal.commit;

import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.internal.merge.Oscillation;
import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one item, once the results of its writes are in.
 *
 * <p>What the two sides agree on by then is said by an {@link Agreement}. Guarded by the caller's
 * lock.
 */
public final class ItemCommit {

  private final ItemPlan plan;
  private final BoundMapping mapping;
  private final Merger merger;
  private final CommitSink sink;
  private final List<WriteJob> jobs;
  private final Agreement agreement;
  private final Map<Side, WriteResult> results = new EnumMap<>(Side.class);
  private final Map<Side, CommitSink.Entry> journalled = new EnumMap<>(Side.class);
  private final Set<Side> handled = EnumSet.noneOf(Side.class);
  private @Nullable Link halfway;
  private boolean contested;

  /**
   * Creates a commit.
   *
   * @param jobs the plan's writes, whose results are needed; at most one a side
   */
  public ItemCommit(
      ItemPlan plan,
      BoundMapping mapping,
      Merger merger,
      CommitSink sink,
      List<WriteJob> jobs,
      Set<Safeguard> safeguards) {
    this.plan = plan;
    this.mapping = mapping;
    this.merger = merger;
    this.sink = sink;
    this.jobs = List.copyOf(jobs);
    this.agreement =
        new Agreement(plan, mapping, merger, results, safeguards.contains(Safeguard.BASE_PER_SIDE));
  }

  /**
   * Returns what is to be committed before a side is written: the values that are going to be
   * overwritten or deleted, as far as they were read. After the write nobody could tell them any
   * more if the run was killed.
   */
  public List<StateChange> intend(Side side) {
    Optional<CommitSink.Entry> entry = sink.journal(plan, side, null);
    entry.ifPresent(known -> journalled.put(side, known));
    return entry.map(CommitSink.Entry::made).map(List::of).orElse(List.of());
  }

  /** Returns what is to be committed when a write that was intended is not made. */
  public List<StateChange> withdraw(Side side) {
    CommitSink.Entry entry = journalled.remove(side);
    return entry == null ? List.of() : List.of(entry.notMade());
  }

  /**
   * Takes a result, and returns what is to be committed. While another result is awaited, that is
   * what both sides agree on by now: the intent that knew of it ends here.
   */
  public List<StateChange> result(Side side, WriteResult result) {
    results.put(side, result);
    if (results.size() == jobs.size()) {
      return changes();
    }
    List<StateChange> changes = new ArrayList<>();
    halfway = settled(Objects.requireNonNull(plan.link()), changes);
    changes.add(new StateChange.PutLink(halfway));
    return changes;
  }

  /**
   * Returns what is to be committed when what was to be created turned out to be linked already.
   */
  public List<StateChange> taken(Side target, Done done) {
    WriteResult.Rejected taken =
        WriteResult.Rejected.because(
            WriteResult.Reason.DUPLICATE,
            "it turned out to be an item that is linked to another: " + done.id());
    List<StateChange> changes = new ArrayList<>(sink.rejected(rejection(target, taken)));
    changes.add(mark(target.other(), plan.source(), Mark.Kind.QUARANTINED, false));
    return changes;
  }

  private boolean isComplete() {
    return results.size() == jobs.size();
  }

  /** Returns what is to be committed about an item without writes, or once all results are in. */
  public List<StateChange> changes() {
    return switch (plan.kind()) {
      case NOTHING -> overlooked(plan, Objects.requireNonNull(plan.link()));
      case WAIT -> later(Objects.requireNonNull(plan.link()));
      case UPDATE -> updated(Objects.requireNonNull(plan.link()));
      case ADOPT -> adopted();
      case CREATE, RECREATE -> created();
      case DELETE -> deleted(Objects.requireNonNull(plan.link()));
      case DROP -> dropped(Objects.requireNonNull(plan.link()));
      case UNLINK -> unlinked(Objects.requireNonNull(plan.link()));
      case HOLD -> held();
    };
  }

  /**
   * What one side showed while the other was out of sight may never be shown again: the next run
   * looks, until both are there.
   */
  private static List<StateChange> overlooked(ItemPlan plan, Link link) {
    List<Delta> deltas = List.of(plan.local().delta(), plan.remote().delta());
    boolean shown =
        deltas.stream()
            .anyMatch(delta -> delta instanceof Delta.Changed || delta instanceof Delta.Removed);
    boolean left =
        deltas.stream().anyMatch(Delta.Left.class::isInstance)
            && deltas.stream().anyMatch(Delta.Away.class::isInstance);
    return shown || left ? later(link) : List.of();
  }

  private static List<StateChange> later(Link link) {
    return link.condition().revisit()
        ? List.of()
        : List.of(new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
  }

  private List<StateChange> updated(Link link) {
    List<StateChange> changes = new ArrayList<>();
    Link before = halfway == null ? link : halfway;
    Link after = settled(link, changes);
    if (!after.equals(before)) {
      changes.add(new StateChange.PutLink(after));
    }
    changes.addAll(left());
    questions(link.localId(), link.remoteId(), changes);
    countSynced();
    return changes;
  }

  /**
   * Two values that a person leaves as they are: whichever is overwritten later, both are known.
   */
  private List<StateChange> left() {
    boolean left =
        plan.fields().stream()
            .map(FieldPlan::decision)
            .anyMatch(
                each ->
                    each.outcome() == FieldDecision.Outcome.KEPT
                        && each.rule().equals(FieldPlan.PERSON));
    List<StateChange> changes = new ArrayList<>();
    if (left) {
      for (Side side : Side.values()) {
        sink.journal(plan, side, null).map(CommitSink.Entry::made).ifPresent(changes::add);
      }
    }
    return changes;
  }

  private List<StateChange> adopted() {
    List<StateChange> changes = new ArrayList<>();
    String localId = Objects.requireNonNull(plan.id(Side.LOCAL));
    String remoteId = Objects.requireNonNull(plan.id(Side.REMOTE));
    Link link =
        new Link(
            sink.nextLink(), localId, remoteId, Base.empty(), Base.empty(), Link.Condition.SOUND);
    Link after = settled(link, changes);
    changes.add(new StateChange.PutLink(after));
    changes.add(new StateChange.RemoveMark(Side.LOCAL, localId));
    changes.add(new StateChange.RemoveMark(Side.REMOTE, remoteId));
    changes.addAll(left());
    questions(localId, remoteId, changes);
    sink.adopted(localId, remoteId);
    countSynced();
    return changes;
  }

  /** Returns a link with the bases and the condition that the results so far call for. */
  private Link settled(Link link, List<StateChange> changes) {
    Link before = halfway == null ? link : halfway;
    Link.Condition condition = before.condition();
    for (Side side : Side.values()) {
      condition = conditionAfter(side, condition, changes);
    }
    boolean look = plan.deferred() || agreement.isUnclear();
    boolean open = look || contested || !isComplete();
    if (isComplete()) {
      plan.problem().ifPresent(field -> changes.addAll(unconvertible(field)));
      if (look) {
        sink.lookAgain(link.number());
      }
    }
    return agreement
        .on(before)
        .withCondition(condition.withRevisit(open || agreement.waits(condition)));
  }

  private static boolean isContested(WriteResult.Rejected rejected) {
    return rejected.reason() == WriteResult.Reason.DUPLICATE
        || rejected.reason() == WriteResult.Reason.MISSING_REFERENCE;
  }

  private Link.Condition conditionAfter(
      Side side, Link.Condition condition, List<StateChange> changes) {
    WriteResult result = results.get(side);
    if (result == null) {
      if (!isComplete()) {
        return condition;
      }
      return plan.suppressed().contains(side)
          ? repeated(side, condition, changes)
          : condition.withRejected(side, 0); // there is nothing left to be refused
    }
    if (!handled.add(side)) {
      return condition;
    }
    long content = merger.content(plan, side);
    if (result instanceof Done done) {
      sink.written(side, "update", done.id());
      changes.addAll(overwritten(side, done.before()));
      return condition
          .withRejected(side, 0)
          .withFrozen(false)
          .withRecent(Oscillation.remember(condition.recent(), content, sink.now()));
    }
    if (result instanceof WriteResult.Unknown unknown) {
      sink.note("the outcome of an update is unknown (" + unknown.detail() + "); looking again");
      return condition;
    }
    changes.addAll(withdraw(side));
    if (result instanceof WriteResult.Rejected rejected
        && rejected.reason() != WriteResult.Reason.GONE) {
      if (isContested(rejected) && sink.contested(plan, side)) {
        contested = true;
        return condition;
      }
      changes.addAll(sink.rejected(rejection(side, rejected)));
      return condition.withRejected(side, content);
    }
    return condition;
  }

  /** Returns the journal's entry for what was overwritten, unless it has just that already. */
  private List<StateChange> overwritten(Side side, @Nullable Item before) {
    Item seen = plan.sighting(side).item();
    if (journalled.containsKey(side)
        && (before == null || seen == null || before.fields().equals(seen.fields()))) {
      return List.of();
    }
    return sink.journal(plan, side, before)
        .map(CommitSink.Entry::made)
        .map(List::of)
        .orElseGet(
            () -> journalled.containsKey(side) ? List.of() : List.of(sink.unread(plan, side)));
  }

  private Link.Condition repeated(Side side, Link.Condition condition, List<StateChange> changes) {
    changes.addAll(
        sink.stillRefused(
            new Rejection(
                side,
                plan.id(Side.LOCAL),
                plan.id(Side.REMOTE),
                WriteResult.Reason.OTHER,
                null,
                "refused before, and unchanged since")));
    return condition;
  }

  private Rejection rejection(Side side, WriteResult.Rejected rejected) {
    String field =
        Optional.ofNullable(rejected.field())
            .flatMap(id -> mapping.schema(side).byId(id))
            .map(Field::name)
            .orElse(rejected.field());
    return new Rejection(
        side,
        plan.id(Side.LOCAL),
        plan.id(Side.REMOTE),
        rejected.reason(),
        field,
        rejected.detail());
  }

  private List<StateChange> unconvertible(FieldPlan field) {
    FieldPlan.Problem problem = Objects.requireNonNull(field.problem());
    Side side = problem.side();
    return sink.rejected(
        new Rejection(
            side,
            plan.id(Side.LOCAL),
            plan.id(Side.REMOTE),
            WriteResult.Reason.INVALID_VALUE,
            field.field().field(side.other()).name(),
            problem.detail()));
  }

  private List<StateChange> created() {
    Side target = Objects.requireNonNull(plan.target());
    Item source = plan.source();
    WriteResult result = Objects.requireNonNull(results.get(target));
    List<StateChange> changes = new ArrayList<>();
    if (result instanceof Done done) {
      Link former = plan.link();
      if (former != null) {
        changes.add(new StateChange.RemoveLink(former.number()));
        if (!former.id(target).equals(done.id())) { // else it was given its old id again
          changes.addAll(tombstone(target, former));
        }
        changes.addAll(sink.parted(former));
      }
      Link link = agreement.onNew(sink.nextLink(), target, done, jobs.get(0));
      changes.add(new StateChange.PutLink(link));
      changes.add(new StateChange.RemoveMark(target.other(), source.id()));
      if (jobs.get(0).earlier() != null) { // what the first attempt made may have been seen since
        changes.add(new StateChange.RemoveMark(target, done.id()));
      }
      String localId = target == Side.LOCAL ? "" : source.id();
      String remoteId = target == Side.LOCAL ? source.id() : "";
      changes.addAll(sink.closeCases(localId, remoteId, List.of()));
      sink.written(target, "create", done.id());
      sink.synced(plan);
      if (link.condition().revisit()) {
        sink.lookAgain(link.number());
      }
      followUp(link, target, source, done.after());
      return changes;
    }
    if (result instanceof WriteResult.Rejected rejected) {
      if (isContested(rejected) && sink.contested(plan, target)) {
        return changes;
      }
      changes.addAll(sink.rejected(rejection(target, rejected)));
      // What waits for another item may be wanting only that: it is tried again with every run.
      changes.add(mark(target.other(), source, Mark.Kind.QUARANTINED, plan.deferred()));
      Link former = plan.link();
      if (former != null) { // the lost one may come back, and must not be merged without this edit
        changes.addAll(later(former));
      }
    } else if (result instanceof WriteResult.Unknown unknown) {
      sink.note(
          "the outcome of a create is unknown ("
              + unknown.detail()
              + "); it is settled before any other");
    } else {
      sink.leftOut(
          "the counterpart of "
              + source.id()
              + " was not created: "
              + target
              + " called it stale; the next run creates it");
      Link former = plan.link(); // of an item that was to be made anew
      changes.add(
          former == null
              ? mark(target.other(), source, Mark.Kind.UNLINKED, true)
              : new StateChange.PutLink(
                  former.withCondition(former.condition().withRevisit(true))));
    }
    return changes;
  }

  /** What the platform made of a new item may be worth carrying back: defaults, computed fields. */
  private void followUp(Link link, Side target, Item source, @Nullable Item after) {
    if (after == null || link.condition().revisit() || holdsWhatWasSent(after)) {
      return;
    }
    Delta seen = mapping.detector(target).compare(link.base(target), after.fields());
    if (seen instanceof Delta.None) {
      return;
    }
    Delta own =
        mapping.detector(target.other()).compare(link.base(target.other()), source.fields());
    Sighting sourceSide = new Sighting(own, source);
    Sighting targetSide = new Sighting(seen, after);
    ItemPlan next =
        merger.merge(
            link,
            target == Side.LOCAL ? targetSide : sourceSide,
            target == Side.LOCAL ? sourceSide : targetSide,
            ReferenceTable.EMPTY,
            Answers.NONE);
    if (!next.fields().isEmpty()) {
      sink.followUp(next);
    }
  }

  /** The usual case, told without a fingerprint. */
  private boolean holdsWhatWasSent(Item after) {
    WriteJob job = jobs.get(0);
    Fields sent = ((Write.Create) job.write()).fields();
    for (String id : mapping.detector(job.side()).tracked()) {
      Value held = after.fields().get(id);
      Value wanted = sent.get(id);
      if (held != null && !held.equals(wanted == null ? Value.NULL : wanted)) {
        return false;
      }
    }
    return true;
  }

  private List<StateChange> deleted(Link link) {
    Side target = Objects.requireNonNull(plan.target());
    WriteResult result = Objects.requireNonNull(results.get(target));
    List<StateChange> changes = new ArrayList<>();
    boolean gone =
        result instanceof WriteResult.Rejected rejected
            && rejected.reason() == WriteResult.Reason.GONE;
    if (result instanceof Done || gone) {
      changes.addAll(dropped(link));
      Item before = result instanceof Done done ? done.before() : null;
      if (gone) {
        changes.addAll(withdraw(target));
      } else {
        changes.addAll(overwritten(target, before));
      }
      sink.written(target, "delete", link.id(target));
      sink.synced(plan);
      return changes;
    }
    if (result instanceof WriteResult.Rejected rejected) {
      changes.addAll(withdraw(target));
      if (!isContested(rejected) || !sink.contested(plan, target)) {
        changes.addAll(sink.rejected(rejection(target, rejected)));
      }
    } else {
      if (result instanceof WriteResult.Stale) {
        changes.addAll(withdraw(target));
      }
      sink.lookAgain(link.number());
    }
    changes.add(new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
    return changes;
  }

  private List<StateChange> dropped(Link link) {
    List<StateChange> changes = new ArrayList<>();
    changes.add(new StateChange.RemoveLink(link.number()));
    changes.addAll(tombstone(Side.LOCAL, link));
    changes.addAll(tombstone(Side.REMOTE, link));
    changes.addAll(sink.parted(link));
    questions(link.localId(), link.remoteId(), changes);
    return changes;
  }

  private List<StateChange> unlinked(Link link) {
    List<StateChange> changes = new ArrayList<>();
    changes.add(new StateChange.RemoveLink(link.number()));
    changes.addAll(sink.parted(link));
    for (Side side : Side.values()) {
      if (plan.sighting(side).delta() instanceof Delta.Removed) {
        changes.addAll(tombstone(side, link));
      } else {
        changes.add(
            new StateChange.PutMark(
                new Mark(
                    side, link.id(side), Mark.Kind.UNLINKED, keyOf(side), 0, false, sink.now())));
      }
    }
    questions(link.localId(), link.remoteId(), changes);
    return changes;
  }

  /**
   * What is no longer linked is found by its match key, if a counterpart turns up for it. An item
   * that was not read has the key that both had agreed on.
   */
  private long keyOf(Side side) {
    Side from = plan.sighting(side).item() == null ? side.other() : side;
    Item item = plan.sighting(from).item();
    return item == null ? 0 : mapping.matchKey(from, item.fields());
  }

  private List<StateChange> held() {
    List<StateChange> changes = new ArrayList<>();
    Link link = plan.link();
    if (link == null) {
      Side source = Objects.requireNonNull(plan.target()).other();
      plan.problem().ifPresent(field -> changes.addAll(unconvertible(field)));
      changes.add(mark(source, plan.source(), Mark.Kind.QUARANTINED, false));
      return changes;
    }
    plan.problem().ifPresent(field -> changes.addAll(unconvertible(field)));
    boolean flips =
        plan.questions().stream()
            .anyMatch(each -> each.kind() == com.puraify.sync.conflict.Case.Kind.OSCILLATION);
    // The checkpoint passes what left the filter, and what was changed of what was removed on the
    // other side: unless it is looked at, it would seem unchanged when the other comes back.
    boolean remade = plan.target() != null;
    boolean left =
        remade
            || Stream.of(plan.local(), plan.remote())
                .map(Sighting::delta)
                .anyMatch(delta -> delta instanceof Delta.Left || delta instanceof Delta.Removed);
    Link after =
        link.withCondition(
            link.condition().withRevisit(left).withFrozen(flips || link.condition().frozen()));
    if (!after.equals(link)) {
      changes.add(new StateChange.PutLink(after));
    }
    if (!remade) { // else a person's answer to make it anew stands until that can be done
      questions(link.localId(), link.remoteId(), changes);
    }
    return changes;
  }

  private void questions(String localId, String remoteId, List<StateChange> changes) {
    plan.questions().forEach(question -> changes.addAll(sink.asked(question)));
    changes.addAll(sink.closeCases(localId, remoteId, plan.questions()));
  }

  private void countSynced() {
    if (results.values().stream().anyMatch(Done.class::isInstance)) {
      sink.synced(plan);
    }
  }

  /** An id that another item was given is not that of a dead one. */
  private List<StateChange> tombstone(Side side, Link link) {
    return link.hasLostId(side)
        ? List.of()
        : List.of(
            new StateChange.PutMark(
                new Mark(side, link.id(side), Mark.Kind.TOMBSTONE, 0, 0, false, sink.now())));
  }

  private StateChange mark(Side side, Item item, Mark.Kind kind, boolean revisit) {
    return new StateChange.PutMark(
        new Mark(
            side,
            item.id(),
            kind,
            mapping.matchKey(side, item.fields()),
            contentOf(mapping, side, item),
            revisit,
            sink.now()));
  }

  /** Returns a fingerprint of all that counts of an item. */
  public static long contentOf(BoundMapping mapping, Side side, Item item) {
    List<Value> values = new ArrayList<>();
    Set<String> tracked = new LinkedHashSet<>(mapping.detector(side).tracked());
    for (String id : tracked) {
      Value value = item.fields().get(id);
      values.add(
          value == null
              ? Value.NULL
              : mapping.schema(side).byId(id).orElseThrow().type().canonical(value));
    }
    return mapping.detector(side).combined(values);
  }
}
