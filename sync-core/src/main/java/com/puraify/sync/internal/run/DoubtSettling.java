package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The creates in doubt of one side, while they are settled against all its unlinked items at once.
 * Confined to one thread, and used once.
 */
final class DoubtSettling {
  private final CreatesInDoubt owner;
  private final RecoveryParts parts;
  private final Side target;
  private final List<Intent> intents;
  private final LostIds lostIds;
  private final Map<String, List<Doubt.Attempt>> bySource = new LinkedHashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final List<StateChange> changes = new ArrayList<>();
  private KeyedCreates keyed;

  DoubtSettling(CreatesInDoubt owner, RecoveryParts parts, Side target, List<Intent> intents) {
    this.owner = owner;
    this.parts = parts;
    this.target = target;
    this.intents = intents;
    this.lostIds = new LostIds(parts.ledger(), parts.tally(), parts.surveys());
    this.keyed = new KeyedCreates(parts, target, List.of());
  }

  void settle() {
    collect();
    List<List<Doubt.Attempt>> ripe = new ArrayList<>();
    List<List<Doubt.Attempt>> early = new ArrayList<>();
    bySource.values().forEach(each -> (isDue(each) ? ripe : early).add(each));
    CreateSuspects suspects = ripe.isEmpty() ? null : suspects(ripe);
    if (suspects == null) {
      early.addAll(ripe);
    } else {
      Likeness likeness = new Likeness(target, parts.mapping());
      List<Doubt> open = new ArrayList<>(doubts(ripe, likeness, suspects));
      open.sort(Comparator.comparing(Doubt::since).reversed());
      keyed = new KeyedCreates(parts, target, open);
      List<Doubt> all = new ArrayList<>(open);
      all.addAll(doubts(early, likeness, suspects));
      find(open, all, suspects);
      findUnderOldIds(open, all, suspects);
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
    parts.ledger().commit(changes);
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
    parts
        .store()
        .links(parts.sync(), target.other(), sources)
        .forEach(link -> linked.put(link.id(target.other()), link));
    for (Intent intent : intents) {
      for (Intent.Entry entry : intent.entries()) {
        Link link = linked.get(entry.sourceId());
        // A source that is still in the link whose lost item is made anew has no counterpart yet.
        if (entry.sourceId() != null && (link == null || link.number() == entry.link())) {
          bySource
              .computeIfAbsent(entry.sourceId(), source -> new ArrayList<>())
              .add(new Doubt.Attempt(intent, entry));
        }
      }
    }
  }

  private boolean isDue(List<Doubt.Attempt> attempts) {
    return attempts.stream()
        .map(each -> owner.left(each.intent()))
        .allMatch(left -> left.isZero() || left.isNegative());
  }

  private @Nullable CreateSuspects suspects(List<List<Doubt.Attempt>> due) {
    Instant since =
        due.stream()
            .flatMap(List::stream)
            .map(each -> each.intent().at())
            .min(Instant::compareTo)
            .orElseThrow();
    return CreateSuspects.of(
        parts.survey(target), parts.store(), parts.sync(), target, parts.mapping(), since);
  }

  private List<Doubt> doubts(
      List<List<Doubt.Attempt>> some, Likeness likeness, CreateSuspects suspects) {
    return some.stream().map(each -> new Doubt(each, likeness, suspects)).toList();
  }

  /**
   * Links what is found, and leaves in {@code open} what is not. Who was sent last chooses first:
   * what was known by then is not its, but may be that of one that was sent before.
   */
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
            parts.tally().recovered();
          }
        }
      }
    }
  }

  /** Links what was made under ids that are in links, and leaves in {@code open} what was not. */
  private void findUnderOldIds(List<Doubt> open, List<Doubt> all, CreateSuspects suspects) {
    for (Doubt doubt : List.copyOf(open)) {
      Item own = underOldId(doubt, all, suspects);
      if (own != null) {
        open.remove(doubt);
        all.remove(doubt);
        found(doubt, own, suspects);
        parts.tally().recovered();
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
    return parts.answers().find(caseOf(doubt), doubt.entry().key());
  }

  private String caseOf(Doubt doubt) {
    return "doubt|" + target + "|" + doubt.source();
  }

  /** Returns what a create made, as far as a stage can tell, or null. */
  private @Nullable Item own(Doubt doubt, List<Doubt> all, CreateSuspects suspects, Stage stage) {
    List<Item> alike = suspects.items().stream().filter(doubt::isAlike).toList();
    if (alike.stream().anyMatch(item -> isTold(doubt, item, all))) {
      return null;
    }
    if (stage == Stage.LIKE) {
      return alike.size() == 1 && isOnlyMatch(doubt, alike.get(0), all) ? alike.get(0) : null;
    }
    List<Item> same =
        alike.stream()
            .filter(
                item ->
                    stage == Stage.EXACT
                        ? doubt.distance(item) == 0
                            && !(keyed.isAnswering() && isJustOfAnother(doubt, item, all))
                        : doubt.isJust(item) && isNearest(doubt, item, all))
            .toList();
    return same.isEmpty() || (same.size() > 1 && keyed.tells(doubt)) ? null : same.get(0);
  }

  /**
   * Returns whether an item is also like what another create sent, and the platform can be asked
   * whose it is: a person may have edited the one to hold what was sent of the other.
   */
  private boolean isTold(Doubt doubt, Item item, List<Doubt> all) {
    return keyed.isAnswering()
        && all.stream()
            .filter(other -> !other.isOf(doubt.source()) && other.isAlike(item))
            .anyMatch(other -> keyed.tells(doubt) || keyed.tells(other));
  }

  private static boolean isJustOfAnother(Doubt doubt, Item item, List<Doubt> all) {
    return all.stream().anyMatch(other -> isJustOf(other, doubt, item));
  }

  /** Returns whether an item differs more from whatever any other create sent. */
  private boolean isNearest(Doubt doubt, Item item, List<Doubt> all) {
    int distance = doubt.distance(item);
    return all.stream()
        .allMatch(other -> other.isOf(doubt.source()) || other.distance(item) > distance);
  }

  /**
   * Returns whether an item differs more from whatever any other create sent, and has the match key
   * of no other that it is like: an edit may have brought it nearer to one that did not make it.
   */
  private boolean isOnlyMatch(Doubt doubt, Item item, List<Doubt> all) {
    return isNearest(doubt, item, all)
        && matches(doubt, item)
        && all.stream()
            .filter(other -> !other.isOf(doubt.source()) && other.isAlike(item))
            .noneMatch(other -> matches(other, item));
  }

  /**
   * Returns what a create made under an id that is in a link, or null. That is not to be told from
   * the linked item, edited to hold all that was sent: what nobody does is ruled out.
   */
  private @Nullable Item underOldId(Doubt doubt, List<Doubt> all, CreateSuspects suspects) {
    return suspects.changed().stream()
        .filter(item -> doubt.isJust(item) && isNearest(doubt, item, all))
        .findFirst()
        .orElse(null);
  }

  private void found(Doubt doubt, Item item, CreateSuspects suspects) {
    Link holder = suspects.holder(item);
    if (holder != null && holder.number() != doubt.entry().link()) {
      changes.addAll(lostIds.take(holder, target));
    }
    Doubt.Attempt nearest = doubt.nearest(item);
    changes.addAll(link(nearest == null ? doubt.entry() : nearest.entry(), item));
    changes.addAll(parts.tally().closeCase(caseOf(doubt)));
    suspects.remove(item);
  }

  /** Decides about those of which nothing was found. */
  private void conclude(List<Doubt> open, List<Doubt> all, CreateSuspects suspects) {
    Set<String> askedAbout = new HashSet<>();
    for (Doubt doubt : open) {
      List<Item> alike = suspects.items().stream().filter(doubt::isAlike).toList();
      // What is just what another create sent is not taken for this one's.
      List<Item> own = alike.stream().filter(item -> !isJustOfAnother(doubt, item, all)).toList();
      String source = doubt.source();
      if (keyed.tells(doubt)) {
        again(doubt);
        kept.add(source); // until it is linked: its key is all that keeps it from being doubled
        if (!alike.isEmpty()) { // the key may turn out to name one of them
          boolean mayMatch =
              own.size() == 1
                  && isNearest(doubt, own.get(0), all)
                  && alike.stream().noneMatch(item -> isTold(doubt, item, all));
          owner.isToBeSent(target.other(), source, mayMatch);
          owner.shadows().standBack(target, contents(doubt.attempts()));
        }
      } else if (isAnotherAsked(doubt, alike, open)) {
        wait(doubt.attempts()); // what turns out not to be the other's is this one's
      } else if (own.isEmpty() || answer(doubt) instanceof Resolution.Retry) {
        again(doubt);
      } else if (keyed.isRefused(source)) {
        changes.addAll(
            parts.tally().closeCase(caseOf(doubt))); // its key was answered: it names nothing
      } else {
        wait(doubt.attempts());
        changes.addAll(parts.tally().asked(question(doubt, nearest(doubt, own, askedAbout))));
      }
    }
  }

  /** Returns what a create made most likely; of several creates each is asked about another. */
  private static Item nearest(Doubt doubt, List<Item> own, Set<String> askedAbout) {
    Item nearest =
        own.stream()
            .filter(item -> !askedAbout.contains(item.id()))
            .min(Comparator.comparingInt(doubt::distance))
            .orElse(own.get(0));
    askedAbout.add(nearest.id());
    return nearest;
  }

  /** Returns whether the platform is asked whose an item is, by the key of another create. */
  private boolean isAnotherAsked(Doubt doubt, List<Item> alike, List<Doubt> open) {
    return open.stream()
        .filter(other -> !other.isOf(doubt.source()) && keyed.tells(other))
        .anyMatch(other -> alike.stream().anyMatch(other::isAlike));
  }

  private static boolean isJustOf(Doubt other, Doubt doubt, Item item) {
    return !other.isOf(doubt.source()) && other.distance(item) == 0;
  }

  private void wait(List<Doubt.Attempt> attempts) {
    Intent.Entry entry = attempts.get(0).entry();
    kept.add(Objects.requireNonNull(entry.sourceId()));
    bringIn(entry);
    owner.shadows().cast(target, entry, contents(attempts));
  }

  /**
   * A source that no listing of changes shows any more is brought in nonetheless: what matches it
   * must wait as it does, rather than be taken for new.
   */
  private void bringIn(Intent.Entry entry) {
    String source = Objects.requireNonNull(entry.sourceId());
    Side side = target.other();
    if (entry.link() == 0 && parts.store().marks(parts.sync(), side, List.of(source)).isEmpty()) {
      changes.add(
          new StateChange.PutMark(
              new Mark(side, source, Mark.Kind.UNLINKED, 0, 0, true, parts.ledger().now())));
    }
  }

  private List<Base> contents(List<Doubt.Attempt> attempts) {
    return attempts.stream().map(each -> each.entry().content()).toList();
  }

  /**
   * Returns whether an item has the match key that the source has now, or had when it was there.
   */
  private boolean matches(Doubt doubt, Item item) {
    long key = parts.mapping().matchKey(target, item.fields());
    if (key == 0) {
      return false;
    }
    for (Lookup look : parts.survey(target.other()).lookup(List.of(doubt.source()))) {
      if (look instanceof Lookup.Found found) {
        return parts.mapping().matchKey(target.other(), found.item().fields()) == key;
      }
    }
    Doubt.Attempt nearest = doubt.nearest(item);
    return nearest != null
        && new Likeness(target, parts.mapping())
            .shown(nearest.entry().content(), item)
            .containsAll(parts.mapping().matchFields(target));
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
    Likeness likeness = new Likeness(target, parts.mapping());
    Base targetBase = entry.content().only(likeness.shown(entry.content(), twin));
    Base sourceBase = agreed(entry.sourceContent(), targetBase);
    boolean local = target == Side.LOCAL;
    List<StateChange> made = new ArrayList<>();
    for (Link former : parts.former(entry)) {
      made.add(new StateChange.RemoveLink(former.number()));
      made.addAll(parts.tally().parted(former));
      if (!former.hasLostId(target) && !former.id(target).equals(twin.id())) {
        made.add(new StateChange.PutMark(released(former.id(target))));
      }
    }
    Link link =
        new Link(
            parts.ledger().nextLink(),
            local ? twin.id() : source,
            local ? source : twin.id(),
            local ? targetBase : sourceBase,
            local ? sourceBase : targetBase,
            Link.Condition.SOUND.withRevisit(true));
    made.add(new StateChange.PutLink(link));
    owner.isFound(link);
    made.add(new StateChange.RemoveMark(target, twin.id()));
    made.add(new StateChange.RemoveMark(target.other(), source));
    made.add(parts.tally().foundCreated(target, link));
    made.addAll(parts.tally().closeCases(local ? "" : source, local ? source : "", List.of()));
    return made;
  }

  /** A lost item that came back, even if a checkpoint has passed it, is a new one, not a dead. */
  private Mark released(String id) {
    boolean back =
        parts.survey(target).lookup(List.of(id)).stream().anyMatch(Lookup.Found.class::isInstance);
    Mark.Kind kind = back ? Mark.Kind.UNLINKED : Mark.Kind.TOMBSTONE;
    return new Mark(target, id, kind, 0, 0, back, parts.ledger().now());
  }

  /** Of the source's fields, only those that were sent are agreed on. */
  private Base agreed(Base source, Base sent) {
    Set<String> agreed = new HashSet<>();
    parts.mapping().fields().stream()
        .filter(field -> sent.has(field.field(target).id()))
        .forEach(field -> agreed.add(field.field(target.other()).id()));
    return source.only(agreed);
  }

  /**
   * The source counts as new again, and is looked at in this run. What was refused since stays
   * refused until it changes, or a person says so; it is sent with its key then. Of several
   * attempts under one key nobody knows which was made: what all sent counts.
   */
  private void again(Doubt doubt) {
    changes.addAll(parts.tally().closeCase(caseOf(doubt)));
    owner.isSentAgain(target, doubt);
    String source = doubt.source();
    List<Link> former = parts.former(doubt.entry());
    if (!former.isEmpty()) {
      Link link = former.get(0);
      changes.add(new StateChange.PutLink(link.withCondition(link.condition().withRevisit(true))));
    } else if (!keyed.isRefused(source)) {
      changes.add(
          new StateChange.PutMark(
              new Mark(
                  target.other(), source, Mark.Kind.UNLINKED, 0, 0, true, knownSince(source))));
    }
  }

  /** A source was there before what was sent since; that must not be forgotten. */
  private Instant knownSince(String source) {
    return parts.store().marks(parts.sync(), target.other(), List.of(source)).stream()
        .map(Mark::at)
        .findFirst()
        .orElseGet(() -> parts.ledger().now());
  }

  /** By what an item is known to be what a create made; the surest first. */
  private enum Stage {
    /** It holds all that was sent, and nothing else. */
    EXACT,
    /** It holds all that was sent, and differs more from what any other create sent. */
    JUST,
    /** It is the only one that is like it, and has the match key of no other that it is like. */
    LIKE
  }
}
