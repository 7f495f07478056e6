package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.commit.ItemCommit;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.CaseDraft;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The creates of a sync whose outcome nobody knows, and what is known of each.
 *
 * <p>All of a side are settled against all unlinked items of it at once. An item belongs to the
 * create that it differs least from, if it is more like what that sent than unlike; where it
 * differs as little from what another sent, a person says whose it is. A create to which nothing
 * belongs, and which nothing is like, is proven absent once the side's visibility lag is over.
 * Until a create is settled nothing is done about its source, nor about what is like what was sent.
 */
final class CreatesInDoubt implements WritePreparation.CreateKeys {

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
  private final Map<String, Instant> called = new HashMap<>();
  private final Shadows shadows;
  private boolean proven;

  CreatesInDoubt(
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
    this.shadows = new Shadows(mapping);
  }

  /** One call that may have made the item. */
  private record Attempt(Intent intent, Intent.Entry entry) {}

  /** All that is known of the counterpart of one source: each call that may have made it. */
  private record Doubt(List<Attempt> attempts, Likeness likeness, CreateSuspects suspects) {

    /** Returns the attempt that an item differs least from, or null if it is like none. */
    @Nullable Attempt nearest(Item item) {
      Attempt nearest = null;
      for (Attempt each : attempts) {
        if (suspects.mayBeOf(each.intent, item)
            && likeness.isAlike(each.entry.content(), item)
            && (nearest == null || distance(each, item) < distance(nearest, item))) {
          nearest = each;
        }
      }
      return nearest;
    }

    private int distance(Attempt attempt, Item item) {
      return likeness.distance(attempt.entry.content(), item);
    }

    int distance(Item item) {
      Attempt nearest = nearest(item);
      return nearest == null ? Integer.MAX_VALUE : distance(nearest, item);
    }

    boolean isAlike(Item item) {
      return nearest(item) != null;
    }

    boolean isJust(Item item) {
      Attempt nearest = nearest(item);
      return nearest != null && likeness.isJust(nearest.entry.content(), item);
    }

    Intent.Entry entry() {
      return attempts.get(0).entry;
    }

    String source() {
      return Objects.requireNonNull(entry().sourceId());
    }
  }

  /** Settles what can be settled now. */
  void settle(List<Intent> creates) {
    shadows.clear();
    proven = false;
    for (Side side : Side.values()) {
      List<Intent> own = creates.stream().filter(each -> each.side() == side).toList();
      if (!own.isEmpty()) {
        new Settling(side, own).settle();
      }
    }
  }

  /** Returns whether the last settling proved something absent, which is to be made again. */
  boolean hasProvenAbsent() {
    return proven;
  }

  /**
   * Returns the time at which the youngest can be settled, or null if there is none. Called when no
   * create is under way.
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

  /** Returns whether nothing may be done about something now. */
  boolean concerns(Work work) {
    if (work instanceof Work.Single single) {
      return concerns(single.source(), single.item());
    }
    if (work instanceof Work.Pair pair) {
      return concerns(Side.LOCAL, pair.local()) || concerns(Side.REMOTE, pair.remote());
    }
    return work instanceof Work.Linked linked && shadows.covers(linked.link());
  }

  /** The counterpart of an unlinked item may have been created, or it may be what was created. */
  private boolean concerns(Side side, Item item) {
    return openKeys.contains(item.id()) || shadows.covers(side, item);
  }

  @Override
  public Intent.@Nullable Entry earlier(String targetAndSource) {
    return keys.get(targetAndSource);
  }

  @Override
  public String fresh() {
    return ledger.newId();
  }

  /**
   * Returns the time from which on the effect of an intent's call must be visible. An earlier run
   * may have made its call a little after it noted the intent; this one is known to be done with
   * it.
   */
  private Instant due(Intent intent) {
    Duration lag =
        safeguards.contains(Safeguard.VISIBILITY_LAG_WAIT)
            ? Visibility.after(survey(intent.side()).session().capabilities())
            : Duration.ZERO;
    return lag.isZero() || !intent.at().isBefore(begun)
        ? called.getOrDefault(intent.id(), intent.at()).plus(lag)
        : intent.at().plus(lag).plus(SideWriter.AGE);
  }

  private SideSurvey survey(Side side) {
    return Objects.requireNonNull(surveys.get(side));
  }

  /** The creates in doubt of one side, while they are settled. */
  private final class Settling {
    private final Side target;
    private final List<Intent> intents;
    private final Map<String, List<Attempt>> bySource = new LinkedHashMap<>();
    private final Set<String> kept = new HashSet<>();
    private final List<StateChange> changes = new ArrayList<>();

    Settling(Side target, List<Intent> intents) {
      this.target = target;
      this.intents = intents;
    }

    void settle() {
      collect();
      List<List<Attempt>> due = new ArrayList<>();
      List<List<Attempt>> early = new ArrayList<>();
      bySource.values().forEach(each -> (isDue(each) ? due : early).add(each));
      CreateSuspects suspects = due.isEmpty() ? null : suspects(due);
      if (suspects == null) {
        early.addAll(due);
      } else {
        Likeness likeness = new Likeness(target, mapping);
        List<Doubt> open = new ArrayList<>(doubts(due, likeness, suspects));
        List<Doubt> all = new ArrayList<>(open);
        all.addAll(doubts(early, likeness, suspects));
        find(open, all, suspects);
        conclude(open, all, suspects);
      }
      early.forEach(this::wait);
      for (Intent intent : intents) {
        List<Intent.Entry> left =
            intent.entries().stream().filter(entry -> kept.contains(entry.sourceId())).toList();
        if (left.isEmpty()) {
          changes.add(new StateChange.RemoveIntent(intent.id()));
        } else if (left.size() < intent.entries().size()) {
          changes.add(
              new StateChange.PutIntent(
                  new Intent(intent.id(), target, intent.action(), intent.at(), left)));
        }
      }
      ledger.commit(changes);
    }

    /** What has a counterpart by now is in doubt no more. */
    private void collect() {
      Set<String> sources = new HashSet<>();
      intents.forEach(
          intent ->
              intent.entries().stream()
                  .map(Intent.Entry::sourceId)
                  .filter(Objects::nonNull)
                  .forEach(sources::add));
      Map<String, Link> linked = new HashMap<>();
      store
          .links(sync, target.other(), sources)
          .forEach(link -> linked.put(link.id(target.other()), link));
      for (Intent intent : intents) {
        for (Intent.Entry entry : intent.entries()) {
          Link link = linked.get(entry.sourceId());
          // A source that is still in the link whose lost item is made anew has no counterpart yet.
          if (entry.sourceId() != null && (link == null || link.number() == entry.link())) {
            bySource
                .computeIfAbsent(entry.sourceId(), source -> new ArrayList<>())
                .add(new Attempt(intent, entry));
          }
        }
      }
    }

    private boolean isDue(List<Attempt> attempts) {
      Instant now = ledger.now();
      return attempts.stream().noneMatch(each -> now.isBefore(due(each.intent())));
    }

    private @Nullable CreateSuspects suspects(List<List<Attempt>> due) {
      Instant since =
          due.stream()
              .flatMap(List::stream)
              .map(each -> each.intent().at())
              .min(Instant::compareTo)
              .orElseThrow();
      return CreateSuspects.of(survey(target), store, sync, target, mapping, since);
    }

    private List<Doubt> doubts(
        List<List<Attempt>> some, Likeness likeness, CreateSuspects suspects) {
      return some.stream().map(each -> new Doubt(each, likeness, suspects)).toList();
    }

    /** Links what is found, and leaves in {@code open} what is not. */
    private void find(List<Doubt> open, List<Doubt> all, CreateSuspects suspects) {
      List<Doubt> unanswered = new ArrayList<>(open);
      open.clear();
      for (Doubt doubt : unanswered) {
        Item answered = answered(doubt, suspects);
        if (answered == null) {
          open.add(doubt);
        } else {
          found(doubt, answered, suspects);
          all.remove(doubt);
        }
      }
      for (Stage stage : Stage.values()) {
        for (Doubt doubt : List.copyOf(open)) {
          Item own = own(doubt, all, suspects, stage);
          if (own != null) {
            open.remove(doubt);
            all.remove(doubt);
            found(doubt, own, suspects);
            if (stage != Stage.LIKE) {
              tally.recovered();
            }
          }
        }
      }
    }

    /** Returns the item that a person chose, or null. */
    private @Nullable Item answered(Doubt doubt, CreateSuspects suspects) {
      return answer(doubt) instanceof Resolution.LinkItems link
          ? suspects.get(target == Side.LOCAL ? link.localId() : link.remoteId())
          : null;
    }

    private @Nullable Resolution answer(Doubt doubt) {
      return answers.find(caseOf(doubt), doubt.entry().key());
    }

    private String caseOf(Doubt doubt) {
      return "doubt|" + target + "|" + doubt.source();
    }

    /** Returns what a create made, as far as a stage can tell, or null. */
    private @Nullable Item own(Doubt doubt, List<Doubt> all, CreateSuspects suspects, Stage stage) {
      List<Item> alike = suspects.items().stream().filter(doubt::isAlike).toList();
      if (stage == Stage.LIKE) {
        return alike.size() == 1
                && isNearest(doubt, alike.get(0), all)
                && matches(doubt, alike.get(0))
            ? alike.get(0)
            : null;
      }
      for (Item item : alike) {
        boolean same =
            stage == Stage.EXACT
                ? doubt.distance(item) == 0
                : doubt.isJust(item) && isNearest(doubt, item, all);
        if (same) {
          return item;
        }
      }
      return null;
    }

    /** Returns whether an item differs more from whatever any other create sent. */
    private boolean isNearest(Doubt doubt, Item item, List<Doubt> all) {
      int distance = doubt.distance(item);
      return all.stream().allMatch(other -> other == doubt || other.distance(item) > distance);
    }

    private void found(Doubt doubt, Item item, CreateSuspects suspects) {
      Attempt nearest = doubt.nearest(item);
      changes.addAll(link(nearest == null ? doubt.entry() : nearest.entry(), item));
      changes.addAll(tally.closeCase(caseOf(doubt)));
      suspects.remove(item);
    }

    /** Decides about those of which nothing was found. */
    private void conclude(List<Doubt> open, List<Doubt> all, CreateSuspects suspects) {
      boolean keyed =
          survey(target).session().capabilities().createSafety() == Capabilities.CreateSafety.KEYED;
      Map<String, Item> sources = keyed && direction.flowsTo(target) ? there(open) : Map.of();
      Set<String> refused = refused(open, sources.values());
      for (Doubt doubt : open) {
        // What is just what another create sent is not taken for this one's.
        List<Item> alike =
            suspects.items().stream()
                .filter(doubt::isAlike)
                .filter(item -> all.stream().noneMatch(other -> isJustOf(other, doubt, item)))
                .toList();
        String source = doubt.source();
        boolean sendable = sources.containsKey(source) && !refused.contains(source);
        if (alike.isEmpty() || answer(doubt) instanceof Resolution.Retry) {
          again(doubt, refused);
          if (sendable) {
            kept.add(source); // until it is linked: its key is all that keeps it from being doubled
          }
        } else if (sendable) {
          again(doubt, refused);
          kept.add(source);
          shadows.standBack(target, contents(doubt.attempts())); // the key may turn out to name it
        } else if (refused.contains(source)) {
          changes.addAll(tally.closeCase(caseOf(doubt))); // its key was answered: it names nothing
        } else {
          wait(doubt.attempts());
          changes.addAll(tally.asked(question(doubt, alike.get(0))));
        }
      }
    }

    private boolean isJustOf(Doubt other, Doubt doubt, Item item) {
      return other != doubt && other.distance(item) == 0;
    }

    private void wait(List<Attempt> attempts) {
      Intent.Entry entry = attempts.get(0).entry();
      kept.add(Objects.requireNonNull(entry.sourceId()));
      shadows.cast(target, entry, contents(attempts));
    }

    private List<Base> contents(List<Attempt> attempts) {
      return attempts.stream().map(each -> each.entry().content()).toList();
    }

    /** Returns the sources that are there, and are to have a counterpart still. */
    private Map<String, Item> there(List<Doubt> doubts) {
      Side side = target.other();
      Map<String, Item> found = new HashMap<>();
      for (Lookup lookup : survey(side).lookup(doubts.stream().map(Doubt::source).toList())) {
        if (lookup instanceof Lookup.Found item && mapping.accepts(side, item.item().fields())) {
          found.put(item.id(), item.item());
        }
      }
      return found;
    }

    /** Returns which sources the target refused since, by an answer, as they are now. */
    private Set<String> refused(List<Doubt> doubts, Collection<Item> sources) {
      Side side = target.other();
      Map<String, Item> byId = new HashMap<>();
      sources.forEach(item -> byId.put(item.id(), item));
      Map<String, Mark> marks = new HashMap<>();
      store.marks(sync, side, byId.keySet()).forEach(mark -> marks.put(mark.id(), mark));
      Set<String> refused = new HashSet<>();
      for (Doubt doubt : doubts) {
        Item item = byId.get(doubt.source());
        Mark mark = marks.get(doubt.source());
        if (item != null
            && mark != null
            && mark.kind() == Mark.Kind.QUARANTINED
            && doubt.attempts().stream().allMatch(each -> mark.at().isAfter(each.intent().at()))
            && mark.content() == ItemCommit.contentOf(mapping, side, item)) {
          refused.add(mark.id());
        }
      }
      return refused;
    }

    /** Returns whether an item has the match key that the source has now. */
    private boolean matches(Doubt doubt, Item item) {
      long key = mapping.matchKey(target, item.fields());
      if (key == 0) {
        return false;
      }
      for (Lookup look : survey(target.other()).lookup(List.of(doubt.source()))) {
        if (look instanceof Lookup.Found found) {
          return mapping.matchKey(target.other(), found.item().fields()) == key;
        }
      }
      return false;
    }

    private CaseDraft question(Doubt doubt, Item alike) {
      List<String> source = List.of(doubt.source());
      List<String> found = List.of(alike.id());
      return new CaseDraft(
          caseOf(doubt),
          Case.Kind.DOUBTFUL_CREATE,
          "it is not known whether this item was created: one like it is there, but not the same;"
              + " link them, or answer retry to create it",
          target == Side.LOCAL ? found : source,
          target == Side.LOCAL ? source : found,
          null,
          null,
          null,
          doubt.entry().key());
    }

    /**
     * Links what was created, or turned out to be there. Only in what it holds of what was sent is
     * anything agreed: the rest may be the edit of a person since, or may never have been sent.
     */
    private List<StateChange> link(Intent.Entry entry, Item twin) {
      String source = Objects.requireNonNull(entry.sourceId());
      Likeness likeness = new Likeness(target, mapping);
      Base targetBase = entry.content().only(likeness.shown(entry.content(), twin));
      Base sourceBase = agreed(entry.sourceContent(), targetBase);
      boolean local = target == Side.LOCAL;
      List<StateChange> made = new ArrayList<>();
      for (Link former : former(entry)) {
        made.add(new StateChange.RemoveLink(former.number()));
        made.addAll(tally.parted(former));
        made.add(
            new StateChange.PutMark(
                new Mark(
                    target, former.id(target), Mark.Kind.TOMBSTONE, 0, 0, false, ledger.now())));
      }
      Link link =
          new Link(
              ledger.nextLink(),
              local ? twin.id() : source,
              local ? source : twin.id(),
              local ? targetBase : sourceBase,
              local ? sourceBase : targetBase,
              Link.Condition.SOUND.withRevisit(true));
      made.add(new StateChange.PutLink(link));
      made.add(new StateChange.RemoveMark(target, twin.id()));
      made.add(new StateChange.RemoveMark(target.other(), source));
      made.add(tally.foundCreated(target, link));
      made.addAll(tally.closeCases(local ? "" : source, local ? source : "", List.of()));
      return made;
    }

    /** Returns the link whose lost item a create replaces, if it is still there. */
    private List<Link> former(Intent.Entry entry) {
      return entry.link() == 0 ? List.of() : store.links(sync, List.of(entry.link()));
    }

    /** Of the source's fields, only those that were sent are agreed on. */
    private Base agreed(Base source, Base sent) {
      Set<String> agreed = new HashSet<>();
      mapping.fields().stream()
          .filter(field -> sent.has(field.field(target).id()))
          .forEach(field -> agreed.add(field.field(target.other()).id()));
      return source.only(agreed);
    }

    /**
     * The source counts as new again, and is looked at in this run. What was refused since stays
     * refused until it changes, or a person says so; it is sent with its key then. Of several
     * attempts under one key nobody knows which was made: what all sent counts.
     */
    private void again(Doubt doubt, Set<String> refused) {
      changes.addAll(tally.closeCase(caseOf(doubt)));
      proven = true;
      String source = doubt.source();
      for (Attempt each : doubt.attempts()) {
        keys.merge(target + "|" + source, each.entry(), CreatesInDoubt::common);
        openKeys.add(each.entry().key());
      }
      List<Link> former = former(doubt.entry());
      if (!former.isEmpty()) {
        Link link = former.get(0);
        changes.add(
            new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
      } else if (!refused.contains(source)) {
        changes.add(
            new StateChange.PutMark(
                new Mark(target.other(), source, Mark.Kind.UNLINKED, 0, 0, true, ledger.now())));
      }
    }
  }

  /** By what an item is known to be what a create made; the surest first. */
  private enum Stage {
    /** It holds all that was sent, and nothing else. */
    EXACT,
    /** It holds all that was sent, and differs more from what any other create sent. */
    JUST,
    /** It is the only one that is like it, it is like no other as much, and the match key fits. */
    LIKE
  }

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
}
