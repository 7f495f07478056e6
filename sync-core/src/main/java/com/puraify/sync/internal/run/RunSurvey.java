package com.puraify.sync.internal.run;

import com.puraify.sync.FirstSync;
import com.puraify.sync.ItemSelection;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.match.Matcher;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.plan.GuardCheck;
import com.puraify.sync.internal.read.ItemLog;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What both sides show in a run, and what follows from it before anything is merged. */
final class RunSurvey implements AutoCloseable {

  private static final int BATCH = 1_000;

  private final StateStore store;
  private final SyncConfig config;
  private final BoundMapping mapping;
  private final SyncState state;
  private final String mappingPrint;
  private final Map<Side, SideSurvey> sides = new EnumMap<>(Side.class);
  private final Instant now;
  private final Map<Side, List<Long>> missing = new EnumMap<>(Side.class);
  private final Map<Side, Integer> shown = new EnumMap<>(Side.class);
  private final Map<Side, Set<Long>> counted = new EnumMap<>(Side.class);
  private final Map<Side, Long> due = new EnumMap<>(Side.class);
  private final @Nullable ItemSelection selection;
  private final Set<Side> unsearched = EnumSet.noneOf(Side.class);
  private List<Long> revisited = List.of();
  private long links;

  /**
   * Creates a survey.
   *
   * @param selection the items that the run is about, or null for everything; a sync that has not
   *     been read in full under its mapping is read in full nonetheless
   */
  RunSurvey(
      StateStore store,
      SyncConfig config,
      BoundMapping mapping,
      SyncState state,
      Map<Side, SideSurvey> sides,
      @Nullable ItemSelection selection,
      Instant now) {
    this.store = store;
    this.config = config;
    this.mapping = mapping;
    this.state = state;
    this.links = state.links();
    this.now = now;
    this.mappingPrint = print(mapping, config);
    this.selection = isFirst() || isRemapped() ? null : selection;
    this.sides.putAll(sides);
  }

  SideSurvey side(Side side) {
    return Objects.requireNonNull(sides.get(side));
  }

  /** Returns both sides. */
  Map<Side, SideSurvey> sides() {
    return sides;
  }

  /** Returns a fingerprint of the mapping; another one calls for a full compare. */
  String mappingPrint() {
    return mappingPrint;
  }

  /** Reads both sides at the same time, and looks at what has to be looked at besides. */
  void read(Workers workers, Runnable betweenPages, BiConsumer<Side, Long> onRead) {
    List<Runnable> readings = new ArrayList<>();
    for (Side side : Side.values()) {
      readings.add(() -> read(side, workers, betweenPages, count -> onRead.accept(side, count)));
    }
    workers.all(readings);
    if (isTargeted()) {
      lookAtCounterparts();
    }
    if (links > 0) {
      revisit();
    }
    if (!isFirst()) {
      for (Side side : Side.values()) {
        if (side(side).scope() != SideSurvey.Scope.ALL) {
          side(side)
              .lookAtUnlinked(
                  store.marksToRevisit(config.id()).stream()
                      .filter(mark -> mark.side() == side)
                      .toList());
        }
      }
    }
    for (Side side : Side.values()) {
      complement(side, workers, betweenPages, onRead);
    }
    checkFirstSync();
  }

  private void read(Side side, Workers workers, Runnable betweenPages, LongConsumer onRead) {
    SideSurvey.Scope scope = scope(side);
    if (scope == SideSurvey.Scope.NAMED) {
      side(side).readNamed(Objects.requireNonNull(selection).ids(side), betweenPages, onRead);
    } else {
      side(side)
          .read(scope, state.settings().get(Settings.cursor(side)), workers, betweenPages, onRead);
    }
  }

  /** What changed on one side is merged with what the other holds now, not with what it held. */
  private void lookAtCounterparts() {
    Map<Side, List<Link>> links = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      if (side(side).scope() == SideSurvey.Scope.NAMED) {
        List<Long> numbers =
            side(side.other()).mentioned().stream().filter(link -> !side(side).saw(link)).toList();
        links.put(side, store.links(config.id(), numbers));
      }
    }
    links.forEach(this::lookAt);
  }

  /** Returns whether just some items are read, by their ids. */
  boolean isTargeted() {
    return selection != null;
  }

  private boolean isRemapped() {
    return !mappingPrint.equals(state.settings().get(Settings.MAPPING));
  }

  private SideSurvey.Scope scope(Side side) {
    Capabilities capabilities = side(side).session().capabilities();
    String cursor = state.settings().get(Settings.cursor(side));
    boolean target = config.type().direction() == Direction.to(side);
    if (isFirst() || isRemapped()) {
      return SideSurvey.Scope.ALL;
    }
    if (target && config.drift() == Drift.KEEP) {
      return SideSurvey.Scope.NONE;
    }
    if (isTargeted()) {
      return SideSurvey.Scope.NAMED;
    }
    boolean sweep =
        capabilities.deletes() == Capabilities.DeleteVisibility.SWEEP && sweepIsDue(side);
    return cursor == null || !capabilities.incremental() || sweep
        ? SideSurvey.Scope.ALL
        : SideSurvey.Scope.CHANGES;
  }

  private boolean sweepIsDue(Side side) {
    if (!side(side).session().capabilities().metered()) {
      return true;
    }
    String swept = state.settings().get(Settings.swept(side));
    return swept == null
        || Duration.between(Instant.parse(swept), now).compareTo(config.sweepEvery()) >= 0;
  }

  /** Returns whether the state held a setting when the run began. */
  boolean hasSetting(String name) {
    return state.settings().containsKey(name);
  }

  /** Returns whether no run has matched the items of both sides yet. */
  boolean isFirst() {
    return !state.settings().containsKey(Settings.ADOPTED);
  }

  /** Returns whether both sides were read in full, to the end. */
  boolean isWhole() {
    return sides.values().stream()
        .allMatch(side -> side.scope() == SideSurvey.Scope.ALL && side.isComplete());
  }

  /** Looks at both items of the links that an earlier run left something to do about. */
  private void revisit() {
    List<Link> links = store.linksToRevisit(config.id());
    revisited = links.stream().map(Link::number).toList();
    for (Side side : Side.values()) {
      links.stream().filter(link -> link.hasLostId(side)).forEach(side(side)::isGone);
      if (side(side).scope() != SideSurvey.Scope.ALL) {
        lookAt(side, links.stream().filter(link -> !side(side).mentions(link.number())).toList());
      }
    }
  }

  private void lookAt(Side side, List<Link> links) {
    for (int from = 0; from < links.size(); from += BATCH) {
      side(side).lookAt(links.subList(from, Math.min(from + BATCH, links.size())));
    }
  }

  /** Brings in the unlinked items of a side that was not read in full and may match new ones. */
  private void complement(
      Side side, Workers workers, Runnable betweenPages, BiConsumer<Side, Long> onRead) {
    SideSurvey own = side(side);
    SideSurvey other = side(side.other());
    if (own.scope() == SideSurvey.Scope.ALL || mapping.matchKey().isEmpty()) {
      return;
    }
    Set<Long> keys = new LinkedHashSet<>();
    List<Value> values = new ArrayList<>();
    for (int position = 0; position < other.log().size(); position++) {
      if (other.log().link(position) == 0) {
        Item item = other.log().item(position);
        List<Value> key = mapping.matchValues(side.other(), item.fields());
        if (key != null) {
          keys.add(mapping.matchKey(side.other(), item.fields()));
          firstKeyValue(side, key.get(0)).forEach(values::add);
        }
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    if (own.scope() != SideSurvey.Scope.NONE) {
      own.lookAtUnlinked(store.marksByKey(config.id(), side, keys));
    }
    if (own.scope() == SideSurvey.Scope.CHANGES) {
      return;
    }
    boolean findable = own.session().capabilities().findable();
    if (own.scope() == SideSurvey.Scope.NAMED && !findable) {
      unsearched.add(side);
      return;
    }
    if (!findable) {
      own.read(
          SideSurvey.Scope.ALL, null, workers, betweenPages, count -> onRead.accept(side, count));
      return;
    }
    String field = mapping.matchFields(side).get(0);
    for (int from = 0; from < values.size(); from += BATCH) {
      List<Value> some = values.subList(from, Math.min(from + BATCH, values.size()));
      List<Item> found =
          own.session().find(new FindRequest(null, field, some, mapping.wanted(side)));
      Set<String> linked = new LinkedHashSet<>();
      store
          .links(config.id(), side, found.stream().map(Item::id).toList())
          .forEach(link -> linked.add(link.id(side)));
      found.stream().filter(item -> !linked.contains(item.id())).forEach(own::offer);
    }
  }

  private List<Value> firstKeyValue(Side side, Value remoteTerms) {
    if (side == Side.REMOTE) {
      return List.of(remoteTerms);
    }
    try {
      return List.of(mapping.matchKey().get(0).toLocal(remoteTerms));
    } catch (com.puraify.sync.mapping.ConversionException e) {
      return List.of();
    }
  }

  private void checkFirstSync() {
    if (isFirst()
        && state.links() == 0
        && mapping.matchKey().isEmpty()
        && config.firstSync() == FirstSync.MATCH
        && side(Side.LOCAL).freshCount() > 0
        && side(Side.REMOTE).freshCount() > 0
        && store.intents(config.id()).isEmpty()) { // else one side has what we created ourselves
      throw new MappingException(
          List.of(
              "both sides hold items already ("
                  + side(Side.LOCAL).freshCount()
                  + " local, "
                  + side(Side.REMOTE).freshCount()
                  + " remote) and the mapping does not say which are the same; declare"
                  + " matchOn(localField, remoteField), or firstSync(CREATE_ALL) to double none"
                  + " knowingly"));
    }
  }

  /** Sets how many links there are by now: recovery may have made some since the run began. */
  void countLinks(long now) {
    links = now;
  }

  /** Returns the limits that are reached, by what is missing on either side. */
  List<Guards.Tripped> guards(Predicate<Guards.Tripped> approved) {
    for (Side side : Side.values()) {
      missing.put(side, side(side).missing(links));
    }
    List<Guards.Tripped> tripped = check(approved);
    List<Guards.Tripped> left = !tripped.isEmpty() && listingLags() ? check(approved) : tripped;
    for (Side side : Side.values()) {
      counted.put(side, deleting(side));
    }
    return left;
  }

  /** Returns whether the limits were checked with the delete of a link's item on a side. */
  boolean wasCounted(Side side, long link) {
    return Objects.requireNonNull(counted.get(side)).contains(link);
  }

  /**
   * Looks directly at some of what a complete read did not show, and at the rest of it if any of
   * that is not deleted: a listing that lags is no loss, nor is an item that was archived, and both
   * are nothing to ask a person about.
   *
   * @return whether anything was found not to be deleted
   */
  private boolean listingLags() {
    boolean found = false;
    for (Side side : Side.values()) {
      List<Long> some = Objects.requireNonNull(missing.get(side));
      int sample = Math.min(side(side).session().capabilities().lookupBatch(), some.size());
      int alive = lookFor(side, some.subList(0, sample));
      List<Long> rest = some.subList(sample, some.size());
      if (alive > 0) {
        alive += lookFor(side, rest);
        rest = List.of();
        found = true;
      }
      shown.put(side, alive);
      missing.put(side, rest);
    }
    return found;
  }

  /** Looks at links' items; returns how many are not deleted. */
  private int lookFor(Side side, Collection<Long> links) {
    confirm(side, List.copyOf(links));
    return (int)
        links.stream()
            .filter(link -> !(side(side).absent().get(link) instanceof Delta.Removed))
            .count();
  }

  private List<Guards.Tripped> check(Predicate<Guards.Tripped> approved) {
    List<GuardCheck.SideCount> counts = new ArrayList<>();
    for (Side side : Side.values()) {
      SideSurvey survey = side(side);
      long deleting = deleting(side).size();
      due.put(side, deleting);
      if (deleting > 0) {
        deleting += deletedBefore(side);
      }
      counts.add(
          new GuardCheck.SideCount(
              side,
              survey.scope() == SideSurvey.Scope.ALL && survey.isComplete(),
              survey.readCount() + shown.getOrDefault(side, 0),
              survey.editedCount(),
              deleting));
    }
    return GuardCheck.check(config.guards(), state.links(), counts).stream()
        .filter(each -> !approved.test(each))
        .toList();
  }

  /**
   * Returns the links whose items would be deleted on a side, but were out of sight there when the
   * limits were checked.
   */
  Set<Long> cameLate(Side side) {
    Set<Long> late = deleting(side);
    late.removeIf(link -> wasCounted(side, link) || side(side).absent().containsKey(link));
    return late;
  }

  /** Returns the links whose items would be deleted on a side, as far as both sides show. */
  private Set<Long> deleting(Side side) {
    Set<Long> links = new HashSet<>();
    if (!config.type().direction().flowsTo(side)) {
      return links;
    }
    if (config.deletes() == DeletePolicy.PROPAGATE) {
      links.addAll(Objects.requireNonNull(missing.get(side.other())));
      links.removeAll(Set.copyOf(Objects.requireNonNull(missing.get(side))));
      links.addAll(absent(side.other(), Delta.Removed.class));
    }
    if (config.onLeave() == LeavePolicy.DELETE) {
      links.addAll(absent(side.other(), Delta.Left.class));
    }
    return links;
  }

  /**
   * Returns the limit that is reached if more items are deleted than the sides showed: an item
   * whose counterpart was edited is looked at only when it is merged.
   *
   * @param side the side on which they would be deleted
   * @param more how many
   */
  Optional<Guards.Tripped> guard(Side side, int more) {
    long deleting = more + deletedBefore(side) + Objects.requireNonNull(counted.get(side)).size();
    return GuardCheck.check(
            config.guards(),
            state.links(),
            List.of(new GuardCheck.SideCount(side, false, 0, 0, deleting)))
        .stream()
        .findFirst();
  }

  private List<Long> absent(Side side, Class<? extends Delta> how) {
    List<Long> links = new ArrayList<>();
    side(side)
        .absent()
        .forEach(
            (link, delta) -> {
              if (how.isInstance(delta)) {
                links.add(link);
              }
            });
    return links;
  }

  /** Returns how many deletes of earlier targeted runs count together with this one's. */
  private long deletedBefore(Side side) {
    String before = state.settings().get(Settings.targetedDeletes(side));
    return before == null || !isTargeted() ? 0 : Long.parseLong(before);
  }

  /**
   * Returns what has to be remembered of a targeted run before it writes: many runs that delete a
   * few items each must not get past a limit that holds for one run.
   */
  List<StateChange> targetedDeletes() {
    List<StateChange> changes = new ArrayList<>();
    due.forEach(
        (side, deleting) -> {
          if (deleting > 0) {
            changes.add(
                new StateChange.PutSetting(
                    Settings.targetedDeletes(side), Long.toString(deletedBefore(side) + deleting)));
          }
        });
    return changes;
  }

  /**
   * Confirms absence from a complete read by a direct look, before it counts. Called once the
   * limits are checked, since it may take a call for each item that is missing.
   */
  void confirmMissing(Set<Safeguard> safeguards) {
    if (safeguards.contains(Safeguard.SWEEP_CONFIRMATION)) {
      missing.forEach(this::confirm);
    } else {
      missing.forEach((side, links) -> side(side).presumeDead(links));
    }
  }

  private void confirm(Side side, List<Long> missing) {
    for (int from = 0; from < missing.size(); from += BATCH) {
      Collection<Long> some = missing.subList(from, Math.min(from + BATCH, missing.size()));
      side(side).lookAt(store.links(config.id(), some));
    }
  }

  /** What came of matching unlinked items. */
  @SuppressWarnings("ArrayRecordComponent") // a million boxed numbers would not fit
  record Matching(
      List<Matcher.Pair> pairs,
      int[] localOnly,
      int[] remoteOnly,
      List<CaseDraft> questions,
      List<Mark> marks,
      List<Work> waiting) {

    /** Returns the positions of a side's items without a counterpart. */
    int[] only(Side side) {
      return side == Side.LOCAL ? localOnly : remoteOnly;
    }
  }

  /** If one of an ambiguous group changed or went away, the others may be a match now, or new. */
  private void bringGroupsIn(OpenCases cases) {
    for (Case each : cases.ofKind(Case.Kind.AMBIGUOUS_MATCH)) {
      if (!side(Side.LOCAL).hasNewsOf(each.localIds())
          && !side(Side.REMOTE).hasNewsOf(each.remoteIds())) {
        continue;
      }
      for (Side side : Side.values()) {
        if (side(side).scope() != SideSurvey.Scope.ALL) {
          List<String> ids = side == Side.LOCAL ? each.localIds() : each.remoteIds();
          side(side).lookAtUnlinked(store.marks(config.id(), side, ids));
        }
      }
    }
  }

  /**
   * Matches the unlinked items of both sides, by their keys and by what people answered.
   *
   * @param doubts what it is not known of yet if it has a counterpart: where one of several items
   *     with the same key is such an item, they wait
   */
  Matching match(OpenCases cases, Doubts doubts) {
    bringGroupsIn(cases);
    Matcher.Matches matches =
        Matcher.match(
            side(Side.LOCAL).candidates(side(Side.REMOTE)),
            side(Side.REMOTE).candidates(side(Side.LOCAL)));
    sides.values().forEach(SideSurvey::endReading);
    List<Matcher.Pair> pairs = new ArrayList<>();
    List<Integer> localOnly = new ArrayList<>();
    List<Integer> remoteOnly = new ArrayList<>();
    boolean answered =
        cases.ofKind(Case.Kind.AMBIGUOUS_MATCH).stream().anyMatch(each -> each.answer() != null);
    List<Work> waiting = new ArrayList<>();
    for (Matcher.Pair pair : matches.pairs()) {
      if (waits(
          doubts, List.of(pair.local()), List.of(pair.remote()), localOnly, remoteOnly, waiting)) {
        continue;
      }
      if (answered && areDifferent(pair, cases)) {
        localOnly.add(pair.local());
        remoteOnly.add(pair.remote());
      } else {
        pairs.add(pair);
      }
    }
    List<CaseDraft> questions = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (Matcher.Ambiguity ambiguity : matches.ambiguities()) {
      if (waits(doubts, ambiguity.locals(), ambiguity.remotes(), localOnly, remoteOnly, waiting)) {
        continue;
      }
      CaseDraft question = question(ambiguity);
      Resolution answer = cases.findFor(question);
      if (answer instanceof Resolution.LinkItems link
          && link(ambiguity, link, pairs, localOnly, remoteOnly)) {
        continue;
      }
      if (answer instanceof Resolution.CreateAll) {
        localOnly.addAll(ambiguity.locals());
        remoteOnly.addAll(ambiguity.remotes());
      } else {
        questions.add(question);
        ambiguity.locals().forEach(at -> marks.add(mark(Side.LOCAL, ambiguity.key(), at)));
        ambiguity.remotes().forEach(at -> marks.add(mark(Side.REMOTE, ambiguity.key(), at)));
      }
    }
    return new Matching(
        pairs,
        with(matches.localOnly(), localOnly),
        with(matches.remoteOnly(), remoteOnly),
        questions,
        marks,
        waiting);
  }

  /** What is not known yet of items without a link. */
  interface Doubts {

    /** Nothing is in doubt. */
    Doubts NONE =
        new Doubts() {
          @Override
          public boolean concern(Work work) {
            return false;
          }

          @Override
          public boolean tells(Work.Single single) {
            return false;
          }

          @Override
          public boolean mayMatch(Work.Single single) {
            return false;
          }
        };

    /** Returns whether an item may have a counterpart, or be one, that is not known yet. */
    boolean concern(Work work);

    /** Returns whether a platform tells the counterpart of an item when it is sent once more. */
    boolean tells(Work.Single single);

    /** Returns whether an item is matched though something may be its counterpart already. */
    boolean mayMatch(Work.Single single);
  }

  /**
   * Returns whether items of the same key wait, since it is not known whether one of them has a
   * counterpart; except for those whose counterpart is told when they are sent once more.
   */
  private boolean waits(
      Doubts doubts,
      List<Integer> locals,
      List<Integer> remotes,
      List<Integer> localOnly,
      List<Integer> remoteOnly,
      List<Work> waiting) {
    List<Work> others = new ArrayList<>();
    List<Integer> localSent = new ArrayList<>();
    List<Integer> remoteSent = new ArrayList<>();
    for (Side side : Side.values()) {
      for (Integer at : side == Side.LOCAL ? locals : remotes) {
        Work.Single single = single(side, at);
        if (doubts.mayMatch(single)) {
          return false;
        }
        if (doubts.tells(single)) {
          (side == Side.LOCAL ? localSent : remoteSent).add(at);
        } else {
          others.add(single);
        }
      }
    }
    if (localSent.isEmpty() && remoteSent.isEmpty() && others.stream().noneMatch(doubts::concern)) {
      return false;
    }
    localOnly.addAll(localSent);
    remoteOnly.addAll(remoteSent);
    waiting.addAll(others);
    return true;
  }

  private Work.Single single(Side side, int position) {
    return new Work.Single(side, item(side, position));
  }

  /**
   * Two that are left of a group are no match if a person said that each of the group is a thing of
   * its own: the run that began to create their counterparts did not get to these.
   */
  private boolean areDifferent(Matcher.Pair pair, OpenCases cases) {
    long key = matchKey(Side.LOCAL, item(Side.LOCAL, pair.local()));
    return cases.findFor(
            question(new Matcher.Ambiguity(key, List.of(pair.local()), List.of(pair.remote()))))
        instanceof Resolution.CreateAll;
  }

  private static int[] with(int[] some, List<Integer> more) {
    if (more.isEmpty()) {
      return some;
    }
    int[] all = java.util.Arrays.copyOf(some, some.length + more.size());
    for (int i = 0; i < more.size(); i++) {
      all[some.length + i] = more.get(i);
    }
    return all;
  }

  /**
   * Two of an ambiguous group are the same; if just one kind of rest is left, it is new.
   *
   * @return false if one of the two is not there any more: that is no answer then
   */
  private boolean link(
      Matcher.Ambiguity ambiguity,
      Resolution.LinkItems link,
      List<Matcher.Pair> pairs,
      List<Integer> localOnly,
      List<Integer> remoteOnly) {
    List<Integer> locals = new ArrayList<>(ambiguity.locals());
    List<Integer> remotes = new ArrayList<>(ambiguity.remotes());
    Integer local = at(Side.LOCAL, locals, link.localId());
    Integer remote = at(Side.REMOTE, remotes, link.remoteId());
    if (local == null || remote == null) {
      return false;
    }
    pairs.add(new Matcher.Pair(local, remote));
    locals.remove(local);
    remotes.remove(remote);
    if (locals.isEmpty() || remotes.isEmpty()) {
      localOnly.addAll(locals);
      remoteOnly.addAll(remotes);
    }
    return true;
  }

  private @Nullable Integer at(Side side, List<Integer> positions, String id) {
    for (Integer position : positions) {
      if (item(side, position).id().equals(id)) {
        return position;
      }
    }
    return null;
  }

  private CaseDraft question(Matcher.Ambiguity ambiguity) {
    List<String> locals = ids(Side.LOCAL, ambiguity.locals());
    List<String> remotes = ids(Side.REMOTE, ambiguity.remotes());
    return new CaseDraft(
        "match|" + Long.toHexString(ambiguity.key()),
        Case.Kind.AMBIGUOUS_MATCH,
        locals.size()
            + " local and "
            + remotes.size()
            + " remote items have the same match key; which of them are the same thing?",
        locals,
        remotes,
        null,
        null,
        null,
        String.join(",", locals) + "|" + String.join(",", remotes));
  }

  private List<String> ids(Side side, List<Integer> positions) {
    return positions.stream().map(position -> item(side, position).id()).sorted().toList();
  }

  /** Returns the fingerprint of an item's match key, or 0 if it has none. */
  long matchKey(Side side, Item item) {
    return mapping.matchKey(side, item.fields());
  }

  /** Hands out everything that has to be merged. */
  void handOut(Matching matching, Consumer<List<Work>> action) {
    Chunks chunks = chunks(action);
    if (unsearched.isEmpty()) {
      chunks.pairs(matching.pairs());
    }
    chunks.linkedAnd(revisited);
    for (Side source : Side.values()) {
      SideSurvey other = side(source.other());
      boolean recheck = other.freshCount() > 0;
      boolean listed =
          other.scope() == SideSurvey.Scope.ALL || other.scope() == SideSurvey.Scope.CHANGES;
      boolean known =
          (listed ? other.isComplete() : !unsearched.contains(source.other()))
              || side(source).freshCount() == 0;
      if (config.type().direction().flowsTo(source.other()) && known) {
        chunks.singles(source, matching.only(source), recheck);
      }
    }
  }

  /**
   * Returns how many new items wait for a run that reads their counterparts' side: it cannot be
   * asked for items by what they hold.
   */
  int waiting() {
    return unsearched.stream().mapToInt(side -> side(side.other()).freshCount()).sum();
  }

  /** Hands out the links with some numbers. */
  void handOut(Collection<Long> links, Consumer<List<Work>> action) {
    chunks(action).linked(links);
  }

  private Chunks chunks(Consumer<List<Work>> action) {
    return new Chunks(store, config.id(), side(Side.LOCAL), side(Side.REMOTE), action);
  }

  private Mark mark(Side side, long key, int position) {
    return new Mark(side, item(side, position).id(), Mark.Kind.AMBIGUOUS, key, 0, false, now);
  }

  private Item item(Side side, int position) {
    ItemLog log = side(side).log();
    return log.item(position);
  }

  private static String print(BoundMapping mapping, SyncConfig config) {
    StringBuilder text = new StringBuilder(config.type().name());
    mapping
        .fields()
        .forEach(
            field ->
                text.append(';')
                    .append(field.local().id())
                    .append(field.direction())
                    .append(field.remote().id()));
    mapping
        .matchKey()
        .forEach(
            pair ->
                text.append('=').append(pair.local().id()).append('~').append(pair.remote().id()));
    for (Side side : Side.values()) {
      text.append('?').append(config.mapping().filter(side));
    }
    return Long.toHexString(
        mapping.detector(Side.LOCAL).combined(List.of(Value.text(text.toString()))));
  }

  @Override
  public void close() {
    sides.values().forEach(SideSurvey::close);
  }
}
