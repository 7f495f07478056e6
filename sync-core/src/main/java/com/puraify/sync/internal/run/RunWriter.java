package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

  RunWriter(
      StateStore store,
      SyncConfig config,
      RunSurvey survey,
      Recovery recovery,
      ChunkMerger chunks,
      ChunkWriter writer,
      RunLedger ledger,
      RunTally tally) {
    this.store = store;
    this.config = config;
    this.survey = survey;
    this.recovery = recovery;
    this.chunks = chunks;
    this.writer = writer;
    this.ledger = ledger;
    this.tally = tally;
  }

  /**
   * Writes what matching and merging call for.
   *
   * @param wanted which of it is written
   */
  void write(RunSurvey.Matching matching, Predicate<ItemPlan> wanted) {
    List<StateChange> found = new ArrayList<>();
    matching.questions().forEach(question -> found.addAll(tally.asked(question)));
    matching.marks().forEach(mark -> found.add(new StateChange.PutMark(mark)));
    survey.sides().values().forEach(side -> found.addAll(side.repairs()));
    ledger.commit(found);
    if (!matching.questions().isEmpty()) {
      tally.leftOut(matching.questions().size() + " matches are ambiguous and wait for a person");
    }
    Set<Long> deletes = new LinkedHashSet<>();
    survey.handOut(
        matching,
        works -> {
          ledger.pause();
          List<Work> first = new ArrayList<>();
          for (Work work : recovery.certain(works)) {
            if (work instanceof Work.Linked linked && linked.removal()) {
              deletes.add(linked.link().number());
            } else {
              first.add(work);
            }
          }
          write(chunks.merge(first), wanted, deletes);
        });
    settleDoubts();
    again();
    survey.handOut(
        deletes,
        works -> {
          ledger.pause();
          writer.write(
              chunks.merge(recovery.certain(works)).stream().filter(wanted).toList());
        });
    if (!deletes.isEmpty()) {
      settleDoubts(); // an item that was deleted there and changed here is made anew that late
    }
    List<StateChange> last = leftUnlinked(matching);
    last.addAll(tally.closeMatches(survey.isWhole())); // an answer is done with once it took effect
    ledger.commit(last);
  }

  /** Writes what is planned, but for deletes, which come last. */
  private void write(List<ItemPlan> plans, Predicate<ItemPlan> wanted, Set<Long> deletes) {
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
  private List<StateChange> leftUnlinked(RunSurvey.Matching matching) {
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
                      ledger.now())));
        }
      }
    }
    return changes;
  }

  /** Goes once more over what turned out to need another look while writing. */
  private void again() {
    List<Long> numbers = new ArrayList<>(tally.takeLookAgain());
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
      writer.write(
          chunks.merge(recovery.certain(works)).stream()
              .filter(plan -> plan.kind() != ItemPlan.Kind.DELETE)
              .toList());
    }
    Set<Long> left = tally.takeLookAgain();
    if (!left.isEmpty()) {
      tally.leftOut(
          left.size()
              + " items changed while they were written, or refer to items that"
              + " are not linked; the next run looks again");
    }
  }

  /** Creates whose outcome is unknown are settled in this run if that takes but a moment. */
  private void settleDoubts() {
    Instant due = recovery.settledBy();
    if (due == null) {
      return;
    }
    Duration wait = Duration.between(ledger.now(), due);
    if (wait.compareTo(SETTLE_WAIT) <= 0) {
      ledger.sleep(wait);
      recovery.settle();
    }
    if (recovery.settledBy() != null) {
      tally.leftOut("the outcome of some creates is unknown yet; the next run settles it first");
    }
  }
}
