package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The writing part of a run: matches, updates and creates first, chunk by chunk; then what turned
 * out to need another look; deletes last.
 */
final class RunWriter {

  /** How long a run waits to settle creates whose outcome it did not learn. */
  private static final Duration SETTLE_WAIT = Duration.ofSeconds(10);

  private final StateStore store;
  private final SyncConfig config;
  private final RunSurvey survey;
  private final Recovery recovery;
  private final ChunkMerger chunks;
  private final ChunkWriter writer;
  private final RunLedger ledger;
  private final RunTally tally;
  private final Predicate<Guards.Tripped> approved;
  private final Map<Side, Set<Long>> late = new EnumMap<>(Side.class);
  private final Set<Long> waitingLinks = new HashSet<>();

  RunWriter(
      StateStore store,
      SyncConfig config,
      RunSurvey survey,
      Recovery recovery,
      ChunkMerger chunks,
      ChunkWriter writer,
      RunLedger ledger,
      RunTally tally,
      Predicate<Guards.Tripped> approved) {
    this.store = store;
    this.config = config;
    this.survey = survey;
    this.recovery = recovery;
    this.chunks = chunks;
    this.writer = writer;
    this.ledger = ledger;
    this.tally = tally;
    this.approved = approved;
  }

  /**
   * Writes what matching and merging call for.
   *
   * @param wanted which of it is written
   * @throws ConnectorException if a platform fails; what was written without an answer is looked
   *     for first, if it can be
   */
  void write(Matching matching, Predicate<ItemPlan> wanted) {
    try {
      writeAll(matching, wanted);
    } catch (ConnectorException failure) {
      try {
        recovery.noteUpdatesMade();
      } catch (ConnectorException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  private void writeAll(Matching matching, Predicate<ItemPlan> wanted) {
    List<StateChange> found = new ArrayList<>();
    survey.sides().values().forEach(side -> found.addAll(side.repairs()));
    Map<Side, List<Case>> waiting = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      List<Case> cases = tally.contestedCases(side);
      if (!cases.isEmpty()) {
        waiting.put(side, cases);
        found.add(new StateChange.PutSetting(Settings.CONTESTED, ledger.now().toString()));
        if (survey.hasSetting(Settings.CONTESTED)) {
          found.addAll(revisit(cases));
        }
      }
    }
    matching.questions().forEach(question -> found.addAll(tally.asked(question)));
    matching.marks().forEach(mark -> found.add(new StateChange.PutMark(mark)));
    leaveAlone(matching.waiting(), List.of());
    ledger.commit(found);
    if (!matching.questions().isEmpty()) {
      tally.leftOut(matching.questions().size() + " matches are ambiguous and wait for a person");
    }
    for (Side side : Side.values()) {
      rememberUnlinked(matching, side);
    }
    Set<Long> deletes = new LinkedHashSet<>();
    for (Side side : Side.values()) {
      late.put(side, new LinkedHashSet<>(survey.limits().cameLate(side)));
    }
    survey.handOut(
        matching,
        works -> {
          ledger.pause();
          List<Work> first = new ArrayList<>();
          List<Work> certain = recovery.certain(works);
          leaveAlone(works, certain);
          for (Work work : certain) {
            if (work instanceof Work.Linked linked && linked.removal()) {
              deletes.add(linked.link().number());
            } else {
              first.add(work);
            }
          }
          write(chunks.merge(first), wanted, deletes);
        });
    settleDoubts();
    lookAt(List.copyOf(tally.takeLookAgain()), deletes);
    leaveLateDeletes(deletes);
    survey.handOut(
        deletes,
        works -> {
          ledger.pause();
          List<ItemPlan> plans = chunks.mergeLast(recovery.certain(works));
          noteWaiting(plans);
          writer.write(plans.stream().filter(wanted).toList());
        });
    settleContested();
    settleDoubts(); // what is tried again, or made anew for a lost one, is created that late
    leaveTheRest();
    List<StateChange> last = new ArrayList<>();
    waiting.forEach(
        (side, cases) -> {
          if (tally.made(side) > 0 || survey.side(side).showsNews()) {
            last.addAll(revisit(cases));
          }
        });
    if (!waiting.isEmpty() || survey.hasSetting(Settings.CONTESTED)) {
      last.add(new StateChange.PutSetting(Settings.CONTESTED, null));
    }
    // An answer is done with once it took effect.
    last.addAll(tally.closeMatches(survey.isWhole(), this::rest));
    ledger.commit(last);
  }

  /**
   * What is left alone because of a create in doubt is looked at again in the next run. A mark that
   * it has already tells since when it is known, and is kept.
   */
  private void leaveAlone(List<Work> works, List<Work> certain) {
    if (certain.size() == works.size()) {
      return;
    }
    Set<Work> done = Collections.newSetFromMap(new IdentityHashMap<>());
    done.addAll(certain);
    List<StateChange> changes = new ArrayList<>();
    for (Work work : works) {
      if (done.contains(work)) {
        continue;
      }
      if (work instanceof Work.Linked linked) {
        Link link = linked.link();
        changes.add(
            new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
      } else if (work instanceof Work.Single single) {
        changes.add(later(single.source(), single.item()));
      } else if (work instanceof Work.Pair pair) {
        changes.add(later(Side.LOCAL, pair.local()));
        changes.add(later(Side.REMOTE, pair.remote()));
      }
    }
    ledger.commit(changes);
  }

  /** What is left of a group that nobody is asked about any more is looked at again. */
  private List<StateChange> rest(Case group) {
    List<StateChange> changes = new ArrayList<>();
    for (Side side : Side.values()) {
      List<String> ids = side == Side.LOCAL ? group.localIds() : group.remoteIds();
      for (Mark mark : store.marks(config.id(), side, ids)) {
        if (mark.kind() == Mark.Kind.AMBIGUOUS) {
          changes.add(new StateChange.PutMark(mark.withRevisit(true)));
        }
      }
    }
    return changes;
  }

  /** An item that people left without a counterpart gets none for having waited. */
  private StateChange later(Side side, Item item) {
    return store.marks(config.id(), side, List.of(item.id())).stream()
        .findFirst()
        .map(mark -> mark.kind() == Mark.Kind.UNLINKED ? mark : mark.withRevisit(true))
        .<StateChange>map(StateChange.PutMark::new)
        .orElseGet(() -> unlinked(side, item, true));
  }

  private StateChange unlinked(Side side, Item item, boolean revisit) {
    return new StateChange.PutMark(
        new Mark(
            side,
            item.id(),
            Mark.Kind.UNLINKED,
            survey.matchKey(side, item),
            0,
            revisit,
            ledger.now()));
  }

  /** Writes what is planned, but for deletes, which come last. */
  private void write(List<ItemPlan> plans, Predicate<ItemPlan> wanted, Set<Long> deletes) {
    List<ItemPlan> first = new ArrayList<>();
    for (ItemPlan plan : plans) {
      Link link = plan.link();
      if (plan.kind() == ItemPlan.Kind.DELETE && link != null) {
        deletes.add(link.number());
        noteIfLate(plan, link, wanted);
      } else if (wanted.test(plan)) {
        first.add(plan);
      }
    }
    writer.write(first);
  }

  /** The limits were checked without a delete whose cause was found only when it was merged. */
  private void noteIfLate(ItemPlan plan, Link link, Predicate<ItemPlan> wanted) {
    Side target = plan.target();
    if (target != null && wanted.test(plan) && !survey.limits().wasCounted(target, link.number())) {
      Objects.requireNonNull(late.get(target)).add(link.number());
    }
  }

  /**
   * Leaves out what was found late if it goes beyond a limit; the next run looks at it before it
   * checks the limits, and asks.
   */
  private void leaveLateDeletes(Set<Long> deletes) {
    List<StateChange> changes = new ArrayList<>();
    late.forEach(
        (side, links) -> {
          links.retainAll(deletes);
          if (!links.isEmpty()
              && survey
                  .limits()
                  .reached(side, links.size())
                  .filter(approved.negate())
                  .isPresent()) {
            deletes.removeAll(links);
            for (Link link : store.links(config.id(), links)) {
              changes.add(
                  new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
            }
            tally.leftOut(
                links.size() + " deletes would go beyond a limit; the next run asks before it");
          }
        });
    ledger.commit(changes);
  }

  /**
   * Remembers the unlinked items of a side before anything is created there: if the outcome of a
   * create is not learned, what was there before is not taken for what was created. Those on the
   * target of a one-way sync have no counterpart to wait for: they are remembered to be matched
   * later.
   */
  private void rememberUnlinked(Matching matching, Side side) {
    SideSurvey own = survey.side(side);
    boolean waits = config.type().direction().flowsTo(side.other());
    if (waits ? !mayCreate(matching, side) : own.scope() == SideSurvey.Scope.NONE) {
      return;
    }
    List<StateChange> changes = new ArrayList<>();
    for (int position : matching.only(side)) {
      if (!own.isPassive(position) && !(waits && own.isKnown(position))) {
        changes.add(unlinked(side, own.log().item(position), waits));
        if (changes.size() >= Chunks.SIZE) {
          ledger.commit(changes);
          changes.clear();
        }
      }
    }
    ledger.commit(changes);
  }

  /** Returns whether the other side has items that this one lacks, or lost. */
  private boolean mayCreate(Matching matching, Side side) {
    return config.type().direction().flowsTo(side)
        && (matching.only(side.other()).length > 0 || !survey.side(side).absent().isEmpty());
  }

  /**
   * Tries again what was refused on account of another item that may have given way since: a value
   * that must be unique goes from one item to another, or an item that is referred to was created
   * later. What is refused twice, and nothing was written in between, is refused.
   */
  private void settleContested() {
    List<RunTally.Contested> open = tally.takeContested(false);
    while (!open.isEmpty()) {
      ledger.pause();
      boolean moved = open.stream().anyMatch(each -> each.writes() < tally.made(each.side()));
      tally.takeContested(!moved);
      Set<Long> links = new LinkedHashSet<>();
      Map<Side, List<String>> sources = new EnumMap<>(Side.class);
      for (RunTally.Contested each : open) {
        if (each.link() != 0) {
          links.add(each.link());
        } else {
          sources
              .computeIfAbsent(each.side().other(), side -> new ArrayList<>())
              .add(each.source());
        }
      }
      lookAt(List.copyOf(links), Set.of());
      sources.forEach(this::create);
      open = tally.takeContested(false);
    }
  }

  /**
   * What a side refused in an earlier run on account of another item is tried again in the next one
   * if anything changed on that side: the other item may have given way.
   */
  private List<StateChange> revisit(List<Case> waiting) {
    List<StateChange> changes = new ArrayList<>();
    for (Case each : waiting) {
      if (tally.isOpen(each)) {
        changes.addAll(Answering.revisit(store, each, ledger.now()));
      }
    }
    return changes;
  }

  /** Creates the counterparts of items that are still there. */
  private void create(Side source, List<String> ids) {
    for (int from = 0; from < ids.size(); from += Chunks.SIZE) {
      List<Work> works = new ArrayList<>();
      for (Lookup lookup :
          survey.side(source).lookup(ids.subList(from, Math.min(from + Chunks.SIZE, ids.size())))) {
        if (lookup instanceof Lookup.Found found) {
          works.add(new Work.Single(source, found.item()));
        }
      }
      writer.write(chunks.merge(works));
    }
  }

  /**
   * Looks at both items of links, and does about them what that calls for; but what is to be
   * deleted is left to the next run, which checks the limits with it.
   *
   * @param deletes the links of which an item is deleted by this run yet
   */
  private void lookAt(List<Long> numbers, Set<Long> deletes) {
    if (!numbers.isEmpty()) {
      recovery.settleUpdates();
    }
    for (int from = 0; from < numbers.size(); from += Chunks.SIZE) {
      List<Link> links =
          store.links(
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
      List<ItemPlan> plans = chunks.merge(recovery.certain(works));
      noteWaiting(plans);
      writeAllButDeletes(plans, deletes);
    }
  }

  private void writeAllButDeletes(List<ItemPlan> plans, Set<Long> deletes) {
    List<ItemPlan> others = new ArrayList<>();
    List<StateChange> left = new ArrayList<>();
    for (ItemPlan plan : plans) {
      Link link = plan.link();
      if (plan.kind() != ItemPlan.Kind.DELETE || link == null) {
        others.add(plan);
      } else if (!deletes.contains(link.number())) {
        left.add(new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
        tally.lookAgain(link.number());
      }
    }
    ledger.commit(left);
    writer.write(others);
  }

  private void noteWaiting(List<ItemPlan> plans) {
    for (ItemPlan plan : plans) {
      Link link = plan.link();
      if (plan.kind() == ItemPlan.Kind.WAIT && link != null) {
        waitingLinks.add(link.number());
      }
    }
  }

  /** What is still to be looked at when nothing more is written waits for the next run. */
  private void leaveTheRest() {
    if (!waitingLinks.isEmpty()) {
      tally.leftOut(
          waitingLinks.size()
              + " items do not show all that they hold, or may show what they held before they were"
              + " written; the next run looks again");
    }
    Set<Long> left = tally.takeLookAgain();
    if (!left.isEmpty()) {
      recovery.noteUpdatesMade();
      tally.leftOut(
          left.size()
              + " items changed while they were written, or refer to items that"
              + " are not linked; the next run looks again");
    }
  }

  /** Creates whose outcome is unknown are settled in this run if that takes but a moment. */
  private void settleDoubts() {
    Duration wait = recovery.settledIn();
    if (wait == null) {
      return;
    }
    if (wait.compareTo(SETTLE_WAIT) <= 0) {
      ledger.sleep(wait);
      recovery.settle();
      recovery.found().forEach(tally::lookAgain);
      if (recovery.hasProvenAbsent()) {
        tally.leftOut("some creates turned out not to have been made; the next run makes them");
      }
    }
    if (recovery.settledIn() != null) {
      tally.leftOut("the outcome of some creates is unknown yet; the next run settles it first");
    }
  }
}
