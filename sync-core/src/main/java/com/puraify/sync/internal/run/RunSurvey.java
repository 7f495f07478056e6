package com.puraify.sync.internal.run;

import com.puraify.sync.FirstSync;
import com.puraify.sync.ItemSelection;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.state.Link;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final @Nullable ItemSelection selection;
  private final Set<Side> unsearched = EnumSet.noneOf(Side.class);
  private final DeleteLimits limits;
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
    this.limits = new DeleteLimits(store, config, state, this.sides, this.selection != null);
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

  /** Returns the limits that are reached. */
  List<Guards.Tripped> guards(Predicate<Guards.Tripped> approved) {
    return limits.check(links, approved);
  }

  /** Returns what is missing, and the limits on what is done about it. */
  DeleteLimits limits() {
    return limits;
  }

  /** Matches the unlinked items of both sides; see {@link UnlinkedMatching}. */
  Matching match(OpenCases cases, Doubts doubts) {
    return new UnlinkedMatching(store, config.id(), mapping, sides, now, doubts).match(cases);
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
      if (mapping.filters(side)) { // what left it under another policy was not told again since
        text.append(config.onLeave());
      }
    }
    return Long.toHexString(
        mapping.detector(Side.LOCAL).combined(List.of(Value.text(text.toString()))));
  }

  @Override
  public void close() {
    sides.values().forEach(SideSurvey::close);
  }
}
