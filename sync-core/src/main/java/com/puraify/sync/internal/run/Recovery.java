package com.puraify.sync.internal.run;

import com.puraify.sync.connector.Lookup;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.Oscillation;
import com.puraify.sync.internal.write.SideWriter;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles writes whose outcome nobody knows: those that a crash cut off, and those that the
 * platform did not answer.
 *
 * <p>Updates and deletes are looked at again and derived anew from content. Creates are looked for
 * ({@link CreatesInDoubt}).
 */
final class Recovery {

  private final StateStore store;
  private final String sync;
  private final BoundMapping mapping;
  private final Map<Side, SideSurvey> surveys;
  private final RunLedger ledger;
  private final CreatesInDoubt creates;

  Recovery(RecoveryParts parts, CreatesInDoubt creates) {
    this.store = parts.store();
    this.sync = parts.sync();
    this.mapping = parts.mapping();
    this.surveys = parts.surveys();
    this.ledger = parts.ledger();
    this.creates = creates;
  }

  /** Settles what can be settled now. */
  void settle() {
    List<Intent> intents = store.intents(sync);
    for (Intent intent : intents) {
      ledger.checkCancelled();
      if (intent.action() != Intent.Action.CREATE) {
        settleOthers(intent);
      }
    }
    ledger.checkCancelled();
    creates.settle(intents.stream().filter(each -> each.action() == Intent.Action.CREATE).toList());
  }

  /** Returns the links that the last settling made: their items have not been compared yet. */
  Set<Long> found() {
    return creates.found();
  }

  /** Settles the updates of this run whose outcome is unknown, before their items are merged. */
  void settleUpdates() {
    for (Intent intent : store.intents(sync)) {
      if (intent.action() != Intent.Action.CREATE) {
        settleOthers(intent);
      }
    }
  }

  /**
   * Takes notice of those updates without an answer that are seen to be made, when nothing more is
   * written: until the next run a person may put back what was there before. What is not seen is
   * looked for then.
   */
  void noteUpdatesMade() {
    for (Intent intent : store.intents(sync)) {
      if (intent.action() == Intent.Action.UPDATE) {
        Map<Long, Link> links = links(intent);
        boolean all = takeOver(intent, links);
        List<StateChange> changes = put(links);
        if (all) {
          changes.add(new StateChange.RemoveIntent(intent.id()));
        }
        ledger.commit(changes);
      }
    }
  }

  /**
   * The next look at the items of updates and deletes tells what is still due. But where an update
   * was made, that has to be known before: a person may edit the other side's item meanwhile, and
   * what we wrote must not pass for somebody's opinion then.
   */
  private void settleOthers(Intent intent) {
    Map<Long, Link> links = links(intent);
    takeOver(intent, links);
    List<StateChange> changes = put(links);
    changes.add(new StateChange.RemoveIntent(intent.id()));
    ledger.commit(changes);
  }

  /** Returns the links of an intent, to be looked at again. */
  private Map<Long, Link> links(Intent intent) {
    Map<Long, Link> links = new LinkedHashMap<>();
    store
        .links(sync, intent.entries().stream().map(Intent.Entry::link).toList())
        .forEach(
            link ->
                links.put(link.number(), link.withCondition(link.condition().withRevisit(true))));
    return links;
  }

  private static List<StateChange> put(Map<Long, Link> links) {
    List<StateChange> changes = new ArrayList<>();
    links.values().forEach(link -> changes.add(new StateChange.PutLink(link)));
    return changes;
  }

  /**
   * Looks at what an intent's updates are about, and notes in the links what was made.
   *
   * @return whether all of it is seen to be made
   */
  private boolean takeOver(Intent intent, Map<Long, Link> links) {
    Map<String, Item> written = new HashMap<>();
    List<String> ids =
        intent.entries().stream()
            .filter(entry -> links.containsKey(entry.link()) && !entry.content().fields().isEmpty())
            .map(Intent.Entry::targetId)
            .filter(id -> id != null)
            .distinct()
            .toList();
    for (Lookup lookup : survey(intent.side()).lookup(ids)) {
      if (lookup instanceof Lookup.Found found) {
        written.put(found.id(), found.item());
      }
    }
    Likeness likeness = new Likeness(intent.side(), mapping);
    boolean all = true;
    for (Intent.Entry entry : intent.entries()) {
      Item item = written.get(entry.targetId());
      if (item != null) {
        links.computeIfPresent(entry.link(), (number, link) -> agreed(link, intent, entry, item));
      }
      all &= item != null && likeness.isJust(entry.content(), item);
    }
    return all;
  }

  /**
   * Returns a link with what both sides agreed on by the fields of an update that are seen to be
   * made. Of a field that is written on both sides one is made: the other then counts as unchanged,
   * so that it follows.
   */
  private Link agreed(Link link, Intent intent, Intent.Entry entry, Item item) {
    Side side = intent.side();
    DeltaDetector detector = mapping.detector(side);
    boolean both = entry.key().startsWith(Intent.Entry.BOTH_SIDES);
    Map<String, Long> own = new LinkedHashMap<>();
    Map<String, Long> other = new LinkedHashMap<>();
    mapping
        .fields()
        .forEach(
            field -> {
              String id = field.field(side).id();
              String from = field.field(side.other()).id();
              Value value = item.fields().get(id);
              int at = entry.sourceContent().fields().indexOf(from);
              if (value == null
                  || at < 0
                  || !entry.content().matches(id, detector.fingerprint(id, value))) {
                return;
              }
              if (!both) {
                own.put(id, detector.fingerprint(id, value));
              }
              other.put(from, entry.sourceContent().fingerprints()[at]);
            });
    Link.Condition condition = link.condition();
    return link.withBase(side, link.base(side).with(own))
        .withBase(side.other(), link.base(side.other()).with(other))
        .withCondition(other.isEmpty() ? condition : made(intent, condition));
  }

  /** That it was written is remembered: a read that lags may still show what was there before. */
  private static Link.Condition made(Intent intent, Link.Condition condition) {
    Instant latest = intent.at().plus(SideWriter.AGE);
    return condition
        .withRejected(intent.side(), 0)
        .withRecent(Oscillation.remember(condition.recent(), 0, latest));
  }

  /**
   * Returns how long it takes until the youngest doubtful create can be settled, or null if there
   * is none. Called when no create is under way.
   */
  @Nullable Duration settledIn() {
    return creates.settledIn();
  }

  /** Returns whether creates that the run itself made turned out not to be there. */
  boolean hasProvenAbsent() {
    return creates.hasProvenAbsent();
  }

  /** Returns the works about which no create is in doubt. */
  List<Work> certain(List<Work> works) {
    return works.stream().filter(work -> !creates.concern(work)).toList();
  }

  /** Returns whether any create is in doubt. */
  boolean hasDoubts() {
    return creates.any();
  }

  /** Returns whether a create is in doubt that something may be about. */
  boolean isInDoubt(Work work) {
    return creates.concern(work);
  }

  /** Returns the names under which counterparts are created. */
  WritePreparation.CreateKeys createKeys() {
    return creates;
  }

  private SideSurvey survey(Side side) {
    return java.util.Objects.requireNonNull(surveys.get(side));
  }
}
