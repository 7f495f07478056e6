package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.error.StateException;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run keeps beside its items: checkpoints, links that moved, its report. */
final class RunRecords {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.run");

  /** How long tombstones are kept: longer than any checkpoint stays in use. */
  private static final Duration TOMBSTONES = Duration.ofDays(90);

  private final StateStore store;
  private final SyncConfig config;
  private final RunLedger ledger;

  RunRecords(StateStore store, SyncConfig config, RunLedger ledger) {
    this.store = store;
    this.config = config;
    this.ledger = ledger;
  }

  /** Returns what makes the next run go on from here. */
  List<StateChange> checkpoints(RunSurvey survey, RunTally tally) {
    List<StateChange> changes = new ArrayList<>();
    boolean complete = true;
    // What one side shows as new waits until the other was read to its end: neither is passed.
    boolean whole =
        survey.sides().values().stream()
            .allMatch(side -> side.scope() == SideSurvey.Scope.NONE || side.isComplete());
    for (Side side : Side.values()) {
      SideSurvey own = survey.side(side);
      if (own.scope() == SideSurvey.Scope.NONE) {
        continue;
      }
      if (!own.isComplete()) {
        complete = false;
        tally.leftOut(
            "the "
                + side.name().toLowerCase(Locale.ROOT)
                + " side was not read to the end: "
                + own.cutOff());
        continue;
      }
      if (!whole) {
        continue;
      }
      changes.addAll(checkpoint(survey, side));
      if (own.scope() == SideSurvey.Scope.ALL) {
        changes.add(new StateChange.PutSetting(Settings.swept(side), ledger.now().toString()));
      }
      if (survey.hasSetting(Settings.targetedDeletes(side.other()))) {
        changes.add(new StateChange.PutSetting(Settings.targetedDeletes(side.other()), null));
      }
    }
    if (complete) {
      changes.add(new StateChange.PutSetting(Settings.ADOPTED, ledger.now().toString()));
      changes.add(new StateChange.PutSetting(Settings.MAPPING, survey.mappingPrint()));
    }
    return changes;
  }

  /**
   * Changes of which not everything was shown are read once more; but not for ever, if a platform
   * keeps some fields of some items to itself.
   */
  private static List<StateChange> checkpoint(RunSurvey survey, Side side) {
    boolean kept = survey.hasSetting(Settings.keptBack(side));
    if (survey.side(side).hidAny() && !kept) {
      return List.of(new StateChange.PutSetting(Settings.keptBack(side), "a field was not shown"));
    }
    List<StateChange> changes = new ArrayList<>();
    changes.add(new StateChange.PutSetting(Settings.cursor(side), survey.side(side).checkpoint()));
    if (kept) {
      changes.add(new StateChange.PutSetting(Settings.keptBack(side), null));
    }
    return changes;
  }

  /**
   * A link whose item was merged into another goes over to that one, if it is free. Unless it is
   * known whose counterpart that is, it is not. Of several, the one goes over whose item it differs
   * least from: a platform may give what it merges a new id, under which one of them lives on.
   */
  void relink(RunSurvey survey, Recovery recovery) {
    for (Side side : Side.values()) {
      SideSurvey own = survey.side(side);
      Map<Long, String> merged = own.merged();
      if (merged.isEmpty()) {
        continue;
      }
      Set<String> taken = new HashSet<>();
      store.links(config.id(), side, merged.values()).forEach(link -> taken.add(link.id(side)));
      Map<String, List<Link>> claims = new TreeMap<>();
      for (Link link : store.links(config.id(), merged.keySet())) {
        String into = merged.get(link.number());
        if (into != null && !taken.contains(into)) {
          claims.computeIfAbsent(into, id -> new ArrayList<>()).add(link);
        }
      }
      claims.forEach((into, links) -> relink(own, side, nearest(own, into, links), into, recovery));
    }
  }

  private void relink(SideSurvey survey, Side side, Link link, String into, Recovery recovery) {
    Link.Condition again = link.condition().withRevisit(true);
    if (isBeingCreated(side, into) || isInDoubt(survey, side, into, recovery)) {
      ledger.commit(List.of(new StateChange.PutLink(link.withCondition(again))));
      return;
    }
    Link moved = link.withId(side, into).withCondition(again);
    List<StateChange> changes = new ArrayList<>(ItemTrace.parted(link, ledger.now()));
    changes.add(new StateChange.PutLink(moved));
    changes.add(new StateChange.RemoveMark(side, into));
    ledger.commit(changes);
    survey.relinked(moved);
  }

  /** Returns the link whose agreed values an item differs least from; of several the oldest. */
  private static Link nearest(SideSurvey survey, String id, List<Link> links) {
    links.sort(Comparator.comparingLong(Link::number));
    if (links.size() > 1) {
      for (Lookup look : survey.lookup(List.of(id))) {
        if (look instanceof Lookup.Found found) {
          return Collections.min(
              links,
              Comparator.comparingInt(link -> survey.sight(link, found.item()).changed().size()));
        }
      }
    }
    return links.get(0);
  }

  /** Returns what keeps a report. */
  static StateChange kept(SyncReport done, Instant at) {
    return new StateChange.PutDocument(
        new Document(Document.Kind.RUN, done.run(), null, at, false, done.toJson()));
  }

  /** Returns whether the counterpart of an item may have been created without an answer. */
  private boolean isBeingCreated(Side side, String id) {
    return store.intents(config.id()).stream()
        .filter(each -> each.action() == Intent.Action.CREATE && each.side() == side.other())
        .flatMap(each -> each.entries().stream())
        .anyMatch(entry -> id.equals(entry.sourceId()));
  }

  private static boolean isInDoubt(SideSurvey survey, Side side, String id, Recovery recovery) {
    return recovery.hasDoubts()
        && survey.lookup(List.of(id)).stream()
            .anyMatch(
                look ->
                    look instanceof Lookup.Found found
                        && recovery.isInDoubt(new Work.Single(side, found.item())));
  }

  /** Keeps the report, passes new questions on, and forgets what is too old. */
  void remember(RunTally tally, SyncReport done) {
    Instant at = ledger.now();
    List<StateChange> changes = new ArrayList<>();
    changes.add(kept(done, at));
    if (tally.hasToReview()) {
      changes.add(new StateChange.PutSetting(Settings.TO_REVIEW, null));
    }
    for (Case answered : tally.review()) {
      changes.add(
          new StateChange.PutDocument(
              OpenCases.document(answered, Answering.subject(answered), true)));
      changes.addAll(Answering.revisit(store, answered, at));
    }
    for (Document.Kind kind : Document.Kind.values()) {
      changes.add(new StateChange.PruneDocuments(kind, at.minus(config.keepJournal())));
    }
    changes.add(new StateChange.PruneMarks(Mark.Kind.TOMBSTONE, at.minus(TOMBSTONES)));
    try {
      ledger.commit(changes);
    } catch (StateException e) {
      LOG.warn(
          "sync={} run={} the report could not be kept: {}",
          config.id(),
          done.run(),
          e.getMessage());
    }
  }
}
