package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.internal.commit.ItemCommit;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.Oscillation;
import com.puraify.sync.internal.write.SideWriter;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles writes whose outcome nobody knows: those that a crash cut off, and those that the
 * platform did not answer.
 *
 * <p>Updates and deletes are looked at again and derived anew from content. A create is looked for:
 * among the unlinked items of the side, once its visibility lag is over, by exactly what was sent.
 * If it is found it is linked; if it is not, it is proven absent and may be made again; if
 * something like it is there, a person is asked. What is known to have been there before the create
 * was sent is not what was created, however much it is like it.
 */
final class Recovery implements WritePreparation.CreateKeys {

  private final StateStore store;
  private final String sync;
  private final Direction direction;
  private final BoundMapping mapping;
  private final Map<Side, SideSurvey> surveys;
  private final RunLedger ledger;
  private final RunTally tally;
  private final Answers answers;
  private final Instant begun;
  private final Set<Safeguard> safeguards;
  private final Map<String, Intent.Entry> keys = new HashMap<>();
  private final Set<String> openKeys = new HashSet<>();
  private final Set<String> doubtful = new HashSet<>();
  private final Map<String, Instant> called = new HashMap<>();
  private final Set<Long> doubtfulLinks = new HashSet<>();
  private final Map<Side, List<Base>> alike = new EnumMap<>(Side.class);

  Recovery(
      StateStore store,
      String sync,
      Direction direction,
      BoundMapping mapping,
      Map<Side, SideSurvey> surveys,
      RunLedger ledger,
      RunTally tally,
      Answers answers,
      Set<Safeguard> safeguards) {
    this.store = store;
    this.sync = sync;
    this.direction = direction;
    this.mapping = mapping;
    this.surveys = surveys;
    this.ledger = ledger;
    this.tally = tally;
    this.answers = answers;
    this.begun = ledger.now();
    this.safeguards = safeguards;
  }

  /** Settles what can be settled now. */
  void settle() {
    doubtful.clear();
    doubtfulLinks.clear();
    alike.clear();
    List<Intent> intents = store.intents(sync);
    for (Intent intent : intents) {
      ledger.checkCancelled();
      if (intent.action() == Intent.Action.CREATE) {
        settleCreates(intent, rivals(intents, intent));
      } else {
        settleOthers(intent);
      }
    }
  }

  /** Returns what all creates on the same side sent whose outcome is unknown. */
  private static List<Intent.Entry> rivals(List<Intent> intents, Intent own) {
    return intents.stream()
        .filter(each -> each.side() == own.side())
        .filter(each -> each.action() == Intent.Action.CREATE)
        .flatMap(each -> each.entries().stream())
        .toList();
  }

  /**
   * The next look at the items of updates and deletes tells what is still due. But where an update
   * was made, that has to be known before: a person may edit the other side's item meanwhile, and
   * what we wrote must not pass for somebody's opinion then.
   */
  private void settleOthers(Intent intent) {
    Map<Long, Link> links = new LinkedHashMap<>();
    store
        .links(sync, intent.entries().stream().map(Intent.Entry::link).toList())
        .forEach(
            link ->
                links.put(link.number(), link.withCondition(link.condition().withRevisit(true))));
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
    for (Intent.Entry entry : intent.entries()) {
      Item item = written.get(entry.targetId());
      if (item != null) {
        links.computeIfPresent(entry.link(), (number, link) -> agreed(link, intent, entry, item));
      }
    }
    List<StateChange> changes = new ArrayList<>();
    links.values().forEach(link -> changes.add(new StateChange.PutLink(link)));
    changes.add(new StateChange.RemoveIntent(intent.id()));
    ledger.commit(changes);
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
   * Returns the time at which the youngest doubtful create can be settled, or null if there is
   * none. Called when no create is under way.
   */
  @Nullable Instant settledBy() {
    Instant latest = null;
    for (Intent intent : store.intents(sync)) {
      if (intent.action() == Intent.Action.CREATE) {
        called.putIfAbsent(intent.id(), ledger.now());
        Instant due = due(intent);
        latest = latest == null || due.isAfter(latest) ? due : latest;
      }
    }
    return latest;
  }

  /** Returns the works about which no create is in doubt. */
  List<Work> certain(List<Work> works) {
    return works.stream().filter(work -> !inDoubt(work)).toList();
  }

  private boolean inDoubt(Work work) {
    return work instanceof Work.Single single
        ? inDoubt(single.source(), single.item())
        : work instanceof Work.Linked linked && doubtfulLinks.contains(linked.link().number());
  }

  /**
   * Returns whether nothing may be done about an unlinked item: its counterpart may have been
   * created, or it may itself be what was created.
   */
  private boolean inDoubt(Side side, Item item) {
    if (doubtful.isEmpty() && openKeys.isEmpty() && alike.isEmpty()) {
      return false;
    }
    if (doubtful.contains(side + "|" + item.id()) || openKeys.contains(item.id())) {
      return true;
    }
    return alike.getOrDefault(side, List.of()).stream()
        .anyMatch(content -> isAlike(mapping.detector(side), content, item));
  }

  @Override
  public Intent.@Nullable Entry earlier(String targetAndSource) {
    return keys.get(targetAndSource);
  }

  @Override
  public String fresh() {
    return ledger.newId();
  }

  private void settleCreates(Intent intent, List<Intent.Entry> rivals) {
    Side target = intent.side();
    Map<String, Link> linked = new HashMap<>();
    List<String> sources =
        intent.entries().stream().map(Intent.Entry::sourceId).filter(id -> id != null).toList();
    store
        .links(sync, target.other(), sources)
        .forEach(link -> linked.put(link.id(target.other()), link));
    List<Intent.Entry> open =
        intent.entries().stream().filter(entry -> isOpen(entry, linked)).toList();
    if (open.isEmpty()) {
      ledger.commit(List.of(new StateChange.RemoveIntent(intent.id())));
      return;
    }
    if (ledger.now().isBefore(due(intent))) {
      open.forEach(entry -> doubt(target, entry));
      return;
    }
    look(intent, target, open, rivals);
  }

  /** A source that is still in the link whose lost item is made anew has no counterpart yet. */
  private static boolean isOpen(Intent.Entry entry, Map<String, Link> linked) {
    Link link = linked.get(entry.sourceId());
    return link == null || link.number() == entry.link();
  }

  private void doubt(Side target, Intent.Entry entry) {
    if (entry.link() != 0) {
      doubtfulLinks.add(entry.link());
    }
    doubtful.add(target.other() + "|" + entry.sourceId());
    standBack(target, entry);
  }

  /** Nothing is created for items that look like what was sent. */
  private void standBack(Side target, Intent.Entry entry) {
    alike.computeIfAbsent(target, side -> new ArrayList<>()).add(entry.content());
  }

  private boolean keyed(Side side) {
    return survey(side).session().capabilities().createSafety() == Capabilities.CreateSafety.KEYED;
  }

  /**
   * Returns the time from which on the effect of an intent's call must be visible. An earlier run
   * may have made its call a little after it noted the intent; this one is known to be done with
   * it.
   */
  private Instant due(Intent intent) {
    Duration lag =
        safeguards.contains(Safeguard.VISIBILITY_LAG_WAIT) ? lag(intent.side()) : Duration.ZERO;
    return lag.isZero() || !intent.at().isBefore(begun)
        ? called.getOrDefault(intent.id(), intent.at()).plus(lag)
        : intent.at().plus(lag).plus(SideWriter.AGE);
  }

  private Duration lag(Side side) {
    return Visibility.after(survey(side).session().capabilities());
  }

  private void look(
      Intent intent, Side target, List<Intent.Entry> open, List<Intent.Entry> rivals) {
    List<Item> candidates = candidates(intent, target);
    if (candidates == null) {
      open.forEach(entry -> doubt(target, entry)); // what was not listed is not proven absent
      return;
    }
    List<Item> unlinked = unlinked(target, candidates);
    List<Item> suspects = suspects(intent, unlinked);
    DeltaDetector detector = mapping.detector(target);
    List<StateChange> changes = new ArrayList<>();
    List<Intent.Entry> left = new ArrayList<>(open);
    for (boolean bare : List.of(true, false)) {
      for (Intent.Entry entry : List.copyOf(left)) {
        Item twin = twin(target, entry, suspects, rivals, bare);
        if (twin != null) {
          left.remove(entry);
          unlinked.remove(twin);
          suspects.remove(twin);
          changes.addAll(link(target, entry, twin));
          tally.recovered();
        }
      }
    }
    // What is just what another create sent is not taken for this one's, however much it is like
    // it.
    suspects.removeIf(item -> isJustWhatAnotherSent(intent, item, rivals));
    List<Intent.Entry> doubts = new ArrayList<>();
    Map<String, Item> sources =
        keyed(target) && direction.flowsTo(target) ? there(target.other(), left) : Map.of();
    Set<String> refused = refused(intent, sources.values());
    for (Intent.Entry entry : left) {
      List<Item> alike =
          suspects.stream().filter(item -> isAlike(detector, entry.content(), item)).toList();
      String id = "doubt|" + target + "|" + entry.sourceId();
      Item chosen = chosen(target, answers.find(id, entry.key()), entry, alike, unlinked);
      if (chosen != null) {
        unlinked.remove(chosen);
        suspects.remove(chosen);
        changes.addAll(link(target, entry, chosen));
        changes.addAll(tally.closeCase(id));
      } else if (alike.isEmpty() || answers.find(id, entry.key()) instanceof Resolution.Retry) {
        changes.addAll(again(target, entry, refused));
        changes.addAll(tally.closeCase(id));
        if (sources.containsKey(entry.sourceId()) && !refused.contains(entry.sourceId())) {
          doubts.add(entry); // until it is linked: its key is all that keeps it from being doubled
        }
      } else if (refused.contains(entry.sourceId())) {
        changes.addAll(tally.closeCase(id)); // its key was answered: it names nothing
      } else if (sources.containsKey(entry.sourceId())) {
        changes.addAll(again(target, entry, refused));
        changes.addAll(tally.closeCase(id));
        standBack(target, entry); // what is like it may be what the key will turn out to name
        doubts.add(entry);
      } else {
        doubts.add(entry);
        doubt(target, entry);
        changes.addAll(tally.asked(question(id, target, entry, alike.get(0))));
      }
    }
    changes.add(
        doubts.isEmpty()
            ? new StateChange.RemoveIntent(intent.id())
            : new StateChange.PutIntent(
                new Intent(intent.id(), target, intent.action(), intent.at(), doubts)));
    ledger.commit(changes);
  }

  /**
   * Returns the item that holds all that was sent, or null if there is none.
   *
   * @param bare whether it must hold nothing in the fields that were not sent, either
   */
  private @Nullable Item twin(
      Side target,
      Intent.Entry entry,
      List<Item> suspects,
      List<Intent.Entry> rivals,
      boolean bare) {
    DeltaDetector detector = mapping.detector(target);
    for (Item item : suspects) {
      if (isJust(detector, entry.content(), item)
          && (!bare || isBare(target, entry.content(), item))
          && !belongsToAnother(detector, entry.content(), item, rivals)) {
        return item;
      }
    }
    return null;
  }

  private boolean isJustWhatAnotherSent(Intent intent, Item item, List<Intent.Entry> rivals) {
    DeltaDetector detector = mapping.detector(intent.side());
    return rivals.stream()
        .filter(rival -> !intent.entries().contains(rival))
        .map(Intent.Entry::content)
        .anyMatch(sent -> isJust(detector, sent, item) && isBare(intent.side(), sent, item));
  }

  private boolean isBare(Side target, Base content, Item item) {
    return mapping.fields().stream()
        .filter(field -> field.creates(target) && !content.has(field.field(target).id()))
        .map(field -> item.fields().get(field.field(target).id()))
        .allMatch(value -> value == null || value.isNull());
  }

  /** Returns the sources of creates that are there, and are to have a counterpart still. */
  private Map<String, Item> there(Side side, List<Intent.Entry> entries) {
    Map<String, Item> found = new HashMap<>();
    for (Lookup lookup :
        survey(side)
            .lookup(
                entries.stream().map(Intent.Entry::sourceId).filter(id -> id != null).toList())) {
      if (lookup instanceof Lookup.Found item && mapping.accepts(side, item.item().fields())) {
        found.put(item.id(), item.item());
      }
    }
    return found;
  }

  /** Returns which sources the other side refused since, by an answer, as they are now. */
  private Set<String> refused(Intent intent, Collection<Item> sources) {
    Side side = intent.side().other();
    Map<String, Item> byId = new HashMap<>();
    sources.forEach(item -> byId.put(item.id(), item));
    Set<String> refused = new HashSet<>();
    for (Mark mark : store.marks(sync, side, byId.keySet())) {
      Item item = byId.get(mark.id());
      if (mark.kind() == Mark.Kind.QUARANTINED
          && mark.at().isAfter(intent.at())
          && item != null
          && mark.content() == ItemCommit.contentOf(mapping, side, item)) {
        refused.add(mark.id());
      }
    }
    return refused;
  }

  /**
   * Returns the item that is what was created, though it is not the same any more: the one that a
   * person chose, or else the only one that is like it and has the source's match key.
   */
  private @Nullable Item chosen(
      Side target,
      @Nullable Resolution answer,
      Intent.Entry entry,
      List<Item> alike,
      List<Item> unlinked) {
    if (answer instanceof Resolution.LinkItems link) {
      String id = target == Side.LOCAL ? link.localId() : link.remoteId();
      return unlinked.stream().filter(item -> item.id().equals(id)).findFirst().orElse(null);
    }
    return alike.size() == 1 && matches(target, entry, alike.get(0)) ? alike.get(0) : null;
  }

  private static CaseDraft question(String id, Side target, Intent.Entry entry, Item alike) {
    List<String> source = entry.sourceId() == null ? List.of() : List.of(entry.sourceId());
    List<String> found = List.of(alike.id());
    return new CaseDraft(
        id,
        Case.Kind.DOUBTFUL_CREATE,
        "it is not known whether this item was created: one like it is there, but not the same;"
            + " link them, or answer retry to create it",
        target == Side.LOCAL ? found : source,
        target == Side.LOCAL ? source : found,
        null,
        null,
        null,
        entry.key());
  }

  private boolean matches(Side target, Intent.Entry entry, Item item) {
    long key = mapping.matchKey(target, item.fields());
    Item source = key == 0 ? null : source(target, entry);
    return source != null && mapping.matchKey(target.other(), source.fields()) == key;
  }

  /** Returns the item that the create was for, as it is now, or null if it is not there. */
  private @Nullable Item source(Side target, Intent.Entry entry) {
    String source = entry.sourceId();
    if (source == null) {
      return null;
    }
    for (Lookup look : survey(target.other()).lookup(List.of(source))) {
      if (look instanceof Lookup.Found found) {
        return found.item();
      }
    }
    return null;
  }

  /** An item is alike if more than half of what was sent is the same: too much for chance. */
  private static boolean isAlike(DeltaDetector detector, Base content, Item item) {
    return same(detector, content, item) * 2 > content.fields().size();
  }

  /** An item that shows all of what two creates sent is that of the one which sent more. */
  private static boolean belongsToAnother(
      DeltaDetector detector, Base content, Item item, List<Intent.Entry> rivals) {
    return rivals.stream()
        .anyMatch(
            rival ->
                rival.content().fields().size() > content.fields().size()
                    && isJust(detector, rival.content(), item));
  }

  private static boolean isJust(DeltaDetector detector, Base content, Item item) {
    return same(detector, content, item) == content.fields().size();
  }

  private static int same(DeltaDetector detector, Base content, Item item) {
    return shown(detector, content, item).size();
  }

  /** Returns the ids of the fields in which an item holds what was sent. */
  private static Set<String> shown(DeltaDetector detector, Base content, Item item) {
    Set<String> same = new HashSet<>();
    for (String field : content.fields()) {
      Value value = item.fields().get(field);
      if (value != null && content.matches(field, detector.fingerprint(field, value))) {
        same.add(field);
      }
    }
    return same;
  }

  /** Returns what may have been created, or null if the side could not be read to its end. */
  private @Nullable List<Item> candidates(Intent intent, Side target) {
    SideSurvey survey = survey(target);
    List<Item> found = new ArrayList<>();
    if (survey.session().capabilities().findable()) {
      // Not narrowed by the match key: both the item and its source may have got another since.
      found.addAll(
          survey
              .session()
              .find(
                  new FindRequest(
                      intent.at().minus(Visibility.CLOCK_MARGIN),
                      null,
                      List.of(),
                      mapping.wanted(target))));
      return found;
    }
    ReadRequest request = ReadRequest.all(mapping.wanted(target));
    while (true) {
      Page page = survey.session().read(request);
      for (Page.Change change : page.changes()) {
        if (change instanceof Page.Present present) {
          found.add(present.item());
        }
      }
      if (!(page.next() instanceof Page.More more)) {
        return page.next() instanceof Page.End ? found : null;
      }
      found = new ArrayList<>(unlinked(target, found));
      request = request.next(more);
    }
  }

  private List<Item> unlinked(Side target, List<Item> items) {
    Map<String, Item> byId = new LinkedHashMap<>();
    items.forEach(item -> byId.put(item.id(), item));
    store.links(sync, target, byId.keySet()).forEach(link -> byId.remove(link.id(target)));
    return new ArrayList<>(byId.values());
  }

  /** Returns the items that an intent's call may have made: those not marked before it was sent. */
  private List<Item> suspects(Intent intent, List<Item> unlinked) {
    Set<String> before = new HashSet<>();
    for (Mark mark : store.marks(sync, intent.side(), unlinked.stream().map(Item::id).toList())) {
      if (!mark.at().isAfter(intent.at())) { // later runs' marks are; see RunLedger.beginAfter
        before.add(mark.id());
      }
    }
    List<Item> suspects = new ArrayList<>(unlinked);
    suspects.removeIf(item -> before.contains(item.id()));
    return suspects;
  }

  /**
   * Links what was created, or turned out to be there. Only in what it holds of what was sent is
   * anything agreed: the rest may be the edit of a person since, or may never have been sent to it.
   */
  private List<StateChange> link(Side target, Intent.Entry entry, Item twin) {
    String source = java.util.Objects.requireNonNull(entry.sourceId());
    Base targetBase = entry.content().only(shown(mapping.detector(target), entry.content(), twin));
    Base sourceBase = agreed(entry.sourceContent(), target, targetBase);
    boolean local = target == Side.LOCAL;
    Link link =
        new Link(
            ledger.nextLink(),
            local ? twin.id() : source,
            local ? source : twin.id(),
            local ? targetBase : sourceBase,
            local ? sourceBase : targetBase,
            Link.Condition.SOUND.withRevisit(true));
    List<StateChange> changes = new ArrayList<>();
    for (Link former : former(entry)) {
      changes.add(new StateChange.RemoveLink(former.number()));
      changes.addAll(tally.parted(former));
      changes.add(
          new StateChange.PutMark(
              new Mark(target, former.id(target), Mark.Kind.TOMBSTONE, 0, 0, false, ledger.now())));
    }
    changes.add(new StateChange.PutLink(link));
    changes.add(new StateChange.RemoveMark(target, twin.id()));
    changes.add(new StateChange.RemoveMark(target.other(), source));
    changes.add(tally.foundCreated(target, link));
    changes.addAll(tally.closeCases(local ? "" : source, local ? source : "", List.of()));
    return changes;
  }

  /** Returns the link whose lost item a create replaces, if it is still there. */
  private List<Link> former(Intent.Entry entry) {
    return entry.link() == 0 ? List.of() : store.links(sync, List.of(entry.link()));
  }

  /** Of the source's fields, only those that were sent are agreed on. */
  private Base agreed(Base source, Side target, Base sent) {
    Set<String> agreed = new HashSet<>();
    mapping.fields().stream()
        .filter(field -> sent.has(field.field(target).id()))
        .forEach(field -> agreed.add(field.field(target.other()).id()));
    return source.only(agreed);
  }

  /**
   * The source counts as new again, and is looked at in this run. What was refused since stays
   * refused until it changes, or a person says so; it is sent with its key then.
   */
  private List<StateChange> again(Side target, Intent.Entry entry, Set<String> refused) {
    String source = entry.sourceId();
    if (source == null) {
      return List.of();
    }
    keys.merge(target + "|" + source, entry, Recovery::common);
    openKeys.add(entry.key());
    List<Link> former = former(entry);
    if (!former.isEmpty()) {
      Link link = former.get(0);
      return List.of(
          new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
    }
    return refused.contains(source)
        ? List.of()
        : List.of(
            new StateChange.PutMark(
                new Mark(target.other(), source, Mark.Kind.UNLINKED, 0, 0, true, ledger.now())));
  }

  /** Of two attempts under one key nobody knows which was made: what both sent counts. */
  private static Intent.Entry common(Intent.Entry one, Intent.Entry other) {
    return new Intent.Entry(
        one.key(),
        one.link(),
        one.sourceId(),
        one.targetId(),
        common(one.content(), other.content()),
        common(one.sourceContent(), other.sourceContent()));
  }

  private static Base common(Base one, Base other) {
    Set<String> same = new HashSet<>();
    for (int i = 0; i < one.fields().size(); i++) {
      if (other.matches(one.fields().get(i), one.fingerprints()[i])) {
        same.add(one.fields().get(i));
      }
    }
    return one.only(same);
  }

  private SideSurvey survey(Side side) {
    return java.util.Objects.requireNonNull(surveys.get(side));
  }
}
