package com.puraify.sync.internal.run;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.match.Matcher;
import com.puraify.sync.internal.read.ItemLog;
import com.puraify.sync.internal.read.LongMap;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one side shows in a run: which linked items changed or are gone, and which items are new.
 *
 * <p>Memory holds the changes (the log spills past a bound), a bit for each link that was seen, and
 * sixteen bytes for each item that is new or changed. Confined to one thread at a time.
 */
final class SideSurvey implements AutoCloseable {

  private static final int SCAN = 10_000;

  /** What a side is asked for. */
  enum Scope {
    /** Nothing. */
    NONE,
    /** Some items, by their ids. */
    NAMED,
    /** What changed since the checkpoint. */
    CHANGES,
    /** Everything. */
    ALL
  }

  private final Side side;
  private final EntitySession session;
  private final BoundMapping mapping;
  private final StateStore store;
  private final String sync;
  private final boolean blank;
  private final ItemLog log;
  private final LongMap byLink = new LongMap();
  private LongMap fresh = new LongMap();
  private final Map<Long, Delta> absent = new HashMap<>();
  private final Map<Long, String> merged = new HashMap<>();
  private final BitSet passive = new BitSet();
  private final BitSet known = new BitSet();
  private final BitSet seen = new BitSet();
  private final BitSet edited = new BitSet();
  private final Set<String> stirred = new HashSet<>();
  private final List<String> doubtedDead = new ArrayList<>();
  private final List<StateChange> repairs = new ArrayList<>();
  private final List<String> carried;
  private boolean hidAny;
  private Scope scope = Scope.NONE;
  private long read;
  private boolean complete;
  private @Nullable String checkpoint;
  private @Nullable String cutOff;

  /**
   * Creates a survey.
   *
   * @param blank whether nothing is remembered yet, so that nothing need be looked up
   * @param memoryBound about how many bytes of items are kept in memory
   */
  SideSurvey(
      Side side,
      EntitySession session,
      BoundMapping mapping,
      StateStore store,
      String sync,
      boolean blank,
      long memoryBound) {
    this.side = side;
    this.session = session;
    this.mapping = mapping;
    this.store = store;
    this.sync = sync;
    this.blank = blank;
    this.log = new ItemLog(memoryBound);
    this.carried =
        mapping.fields().stream()
            .filter(field -> field.direction().flowsTo(side.other()))
            .map(field -> field.field(side).id())
            .toList();
  }

  /**
   * Reads the side, page by page, to the end. The next page is on its way while one is taken in.
   */
  void read(
      Scope wanted,
      @Nullable String since,
      Workers workers,
      Runnable betweenPages,
      LongConsumer onRead) {
    scope = wanted;
    if (wanted == Scope.NONE) {
      return;
    }
    ReadRequest request =
        wanted == Scope.CHANGES && since != null
            ? ReadRequest.changes(since, mapping.wanted(side))
            : ReadRequest.all(mapping.wanted(side));
    betweenPages.run();
    Page page = session.read(request);
    while (page.next() instanceof Page.More more) {
      if (more.token().equals(request.token())) {
        throw new ConnectorException(
            ConnectorException.Kind.PROTOCOL,
            "the " + name() + " side gave the same page token twice; reading would never end");
      }
      request = request.next(more);
      ReadRequest following = request;
      try (Pending<Page> next = workers.begin(() -> session.read(following))) {
        take(page.changes());
        onRead.accept(page.changes().size());
        betweenPages.run();
        page = next.get();
      }
    }
    take(page.changes());
    onRead.accept(page.changes().size());
    if (page.next() instanceof Page.End end) {
      complete = true;
      checkpoint = end.checkpoint();
    } else if (page.next() instanceof Page.CutOff cut) {
      cutOff = cut.reason();
    }
    lookAtTheDead();
  }

  /** Reads some items by their ids, whether they are linked or not. */
  void readNamed(Collection<String> ids, Runnable betweenCalls, LongConsumer onRead) {
    scope = Scope.NAMED;
    List<String> some = List.copyOf(ids);
    for (int from = 0; from < some.size(); from += SCAN) {
      List<String> chunk = some.subList(from, Math.min(from + SCAN, some.size()));
      Map<String, Link> links = new HashMap<>();
      store.links(sync, side, chunk).forEach(link -> links.put(link.id(side), link));
      Map<String, Mark> marks = new HashMap<>();
      store.marks(sync, side, chunk).forEach(mark -> marks.put(mark.id(), mark));
      betweenCalls.run();
      for (Lookup lookup : lookup(chunk)) {
        Link link = links.get(lookup.id());
        if (lookup instanceof Lookup.Found found) {
          read++;
          onRead.accept(1);
          present(found.item(), link, alive(marks.get(found.id())), false);
        } else if (lookup instanceof Lookup.Gone gone && link != null) {
          gone(link, gone);
        }
      }
    }
  }

  /** An item that was just seen is not dead, whatever is remembered of it. */
  private @Nullable Mark alive(@Nullable Mark mark) {
    if (mark == null || mark.kind() != Mark.Kind.TOMBSTONE) {
      return mark;
    }
    repairs.add(new StateChange.RemoveMark(side, mark.id()));
    return null;
  }

  /** Returns the links whose items changed here or are not here any more. */
  List<Long> mentioned() {
    List<Long> numbers = new ArrayList<>(absent.keySet());
    for (int position = 0; position < log.size(); position++) {
      if (log.link(position) > 0 && shows(log.link(position))) {
        numbers.add(log.link(position));
      }
    }
    return numbers;
  }

  private void take(List<Page.Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Map<String, Link> links = blank ? Map.of() : linksOf(changes);
    Map<String, Mark> marks = blank ? Map.of() : marksOf(changes, links);
    for (Page.Change change : changes) {
      Link link = links.get(change.id());
      Mark mark = marks.get(change.id());
      if (mark != null && mark.kind() == Mark.Kind.AMBIGUOUS) {
        stirred.add(change.id());
      }
      if (change instanceof Page.Present present) {
        read++;
        present(present.item(), link, mark, false);
      } else if (change instanceof Page.Removed removed && link != null) {
        gone(link, removed.gone());
      }
    }
  }

  private Map<String, Mark> marksOf(List<Page.Change> changes, Map<String, Link> links) {
    List<String> unlinked = new ArrayList<>();
    for (Page.Change change : changes) {
      if (!links.containsKey(change.id())) {
        unlinked.add(change.id());
      }
    }
    Map<String, Mark> marks = new HashMap<>();
    if (!unlinked.isEmpty()) {
      store.marks(sync, side, unlinked).forEach(mark -> marks.put(mark.id(), mark));
    }
    return marks;
  }

  private Map<String, Link> linksOf(List<Page.Change> changes) {
    Map<String, Link> links = new HashMap<>();
    store
        .links(sync, side, changes.stream().map(Page.Change::id).toList())
        .forEach(link -> links.put(link.id(side), link));
    return links;
  }

  /** Takes an item that is there. */
  private void present(Item item, @Nullable Link link, @Nullable Mark mark, boolean keep) {
    if (link == null) {
      fresh(item, mark);
      return;
    }
    int number = Math.toIntExact(link.number());
    seen.set(number);
    absent.remove(link.number());
    forget(byLink.get(number));
    if (!mapping.accepts(side, item.fields())) {
      absent.put(link.number(), Delta.LEFT);
      byLink.put(number, log.add(number, item));
      return;
    }
    hidAny |= hides(item, link);
    Delta delta = mapping.detector(side).compare(link.base(side), item.fields());
    // What is written to an item that an earlier run left unsettled may be over a value that nobody
    // else tells of: it is kept, so that the journal can.
    if (keep || link.condition().revisit() || delta instanceof Delta.Changed) {
      byLink.put(number, log.add(number, item));
    }
    if (delta instanceof Delta.Changed changed
        && !link.condition().revisit() // what a run that was cut off wrote is no edit
        && changed.fields().stream().anyMatch(link.base(side)::has)) {
      edited.set(number);
    }
  }

  /** Returns whether an item does not show a field that was agreed on, and that goes from here. */
  boolean hides(Item item, Link link) {
    for (String field : carried) {
      if (!item.fields().mentions(field) && link.base(side).has(field)) {
        return true;
      }
    }
    return false;
  }

  private void forget(long position) {
    if (position != LongMap.NONE) {
      log.forget((int) position);
    }
  }

  private void fresh(Item item, @Nullable Mark mark) {
    long idHash = idHash(item.id());
    long before = fresh.get(idHash);
    forget(before);
    if (!mapping.accepts(side, item.fields())) {
      return;
    }
    if (mark != null && mark.kind() == Mark.Kind.TOMBSTONE) {
      doubtedDead.add(item.id());
      return;
    }
    int position = log.add(0, item);
    fresh.put(idHash, position);
    if (mark == null) {
      return;
    }
    boolean refused =
        mark.kind() == Mark.Kind.QUARANTINED
            && mark.content()
                == com.puraify.sync.internal.commit.ItemCommit.contentOf(mapping, side, item);
    boolean old = refused || mark.kind() == Mark.Kind.UNLINKED;
    known.set(position, old);
    long key = mapping.matchKey(side, item.fields());
    if (key != mark.key()) { // whoever looks for its counterpart later must find it
      repairs.add(new StateChange.PutMark(mark.withKey(key)));
    }
    passive.set(position, old && !mark.revisit());
  }

  private void gone(Link link, Lookup.Gone gone) {
    int number = Math.toIntExact(link.number());
    seen.set(number);
    forget(byLink.get(number));
    if (gone.reason() == Lookup.Reason.MERGED && gone.into() != null) {
      absent.put(link.number(), new Delta.Away(Lookup.Reason.MERGED));
      merged.put(link.number(), gone.into());
    } else {
      absent.put(
          link.number(),
          gone.reason() == Lookup.Reason.DELETED ? Delta.REMOVED : new Delta.Away(gone.reason()));
    }
  }

  /** Returns the links whose item was merged into another, with the other's id. */
  Map<Long, String> merged() {
    return merged;
  }

  /** An item that is known to be dead and shows up in a listing is believed only after a look. */
  private void lookAtTheDead() {
    for (Lookup lookup : lookup(doubtedDead)) {
      if (lookup instanceof Lookup.Found found) {
        repairs.add(new StateChange.RemoveMark(side, found.id()));
        fresh(found.item(), null);
      }
    }
    doubtedDead.clear();
  }

  /** Returns the numbers of the links that a complete read did not show. */
  List<Long> missing(long links) {
    if (scope != Scope.ALL || !complete || seen.cardinality() >= links) {
      return List.of();
    }
    List<Long> missing = new ArrayList<>();
    List<Link> some = store.linksAfter(sync, 0, SCAN);
    while (!some.isEmpty()) {
      for (Link link : some) {
        if (!seen.get(Math.toIntExact(link.number()))) {
          missing.add(link.number());
        }
      }
      some = store.linksAfter(sync, some.get(some.size() - 1).number(), SCAN);
    }
    return missing;
  }

  /** Takes links whose items were not listed for dead, without a look. */
  void presumeDead(Collection<Long> links) {
    links.forEach(link -> absent.put(link, Delta.REMOVED));
  }

  /** Looks directly at linked items, and takes over what is found. */
  void lookAt(Collection<Link> links) {
    Map<String, Link> byId = new LinkedHashMap<>();
    links.forEach(link -> byId.put(link.id(side), link));
    for (Lookup lookup : lookup(new ArrayList<>(byId.keySet()))) {
      Link link = byId.get(lookup.id());
      if (link == null) {
        continue;
      }
      if (lookup instanceof Lookup.Found found) {
        present(found.item(), link, null, true);
      } else if (lookup instanceof Lookup.Gone gone) {
        gone(link, gone);
      }
    }
  }

  /** Takes a link that went over to another item, which may have been read as a new one. */
  void relinked(Link link) {
    long position = fresh.get(idHash(link.id(side)));
    absent.remove(link.number());
    if (position == LongMap.NONE || log.link((int) position) != 0) {
      lookAt(List.of(link));
      return;
    }
    Item item = log.item((int) position);
    log.forget((int) position);
    present(item, link, null, true);
  }

  private long idHash(String id) {
    return mapping.detector(side).combined(List.of(Value.text(id)));
  }

  /**
   * Looks directly at unlinked items that were not just read, and takes over those that are there.
   */
  void lookAtUnlinked(Collection<Mark> marks) {
    Map<String, Mark> byId = new LinkedHashMap<>(); // who came first is offered first
    for (Mark mark : marks) {
      if (!fresh.has(idHash(mark.id()))) {
        byId.put(mark.id(), mark);
      }
    }
    for (Link link : store.links(sync, side, byId.keySet())) {
      byId.remove(link.id(side)); // linked since: nothing new
      repairs.add(new StateChange.RemoveMark(side, link.id(side)));
    }
    for (Lookup lookup : lookup(new ArrayList<>(byId.keySet()))) {
      if (lookup instanceof Lookup.Found found) {
        fresh(found.item(), byId.get(found.id()));
      } else {
        repairs.add(new StateChange.RemoveMark(side, lookup.id()));
      }
    }
  }

  /** Returns which of some items of an ambiguous group were read, changed or gone. */
  boolean hasNewsOf(Collection<String> ids) {
    return ids.stream().anyMatch(stirred::contains);
  }

  /** Takes over unlinked items of a side that is not read, to be matched but not created. */
  void offer(Item item) {
    long idHash = idHash(item.id());
    if (!fresh.has(idHash) && mapping.accepts(side, item.fields())) {
      int position = log.add(0, item);
      fresh.put(idHash, position);
      passive.set(position);
    }
  }

  /** Takes a link's item for gone. */
  void isGone(Link link) {
    gone(link, new Lookup.Gone(link.id(side), Lookup.Reason.DELETED, null));
  }

  /** Looks items up, in batches. What lost its id is gone. */
  List<Lookup> lookup(List<String> all) {
    List<Lookup> found = new ArrayList<>();
    List<String> ids = all;
    if (all.stream().anyMatch(Link::isLost)) {
      ids = all.stream().filter(id -> !Link.isLost(id)).toList();
      all.stream()
          .filter(Link::isLost)
          .forEach(id -> found.add(new Lookup.Gone(id, Lookup.Reason.DELETED, null)));
    }
    int batch = session.capabilities().lookupBatch();
    for (int from = 0; from < ids.size(); from += batch) {
      found.addAll(
          session.lookup(
              ids.subList(from, Math.min(from + batch, ids.size())), mapping.wanted(side)));
    }
    return found;
  }

  /** Returns what the side shows of a linked item. */
  Sighting sighting(Link link) {
    Delta gone = absent.get(link.number());
    Item item = shows(link.number()) ? log.item((int) byLink.get(link.number())) : null;
    if (gone != null) {
      return new Sighting(gone, item);
    }
    return item == null ? Sighting.UNCHANGED : sight(link, item);
  }

  /** Returns what an item shows against its link. */
  Sighting sight(Link link, Item item) {
    return new Sighting(mapping.detector(side).compare(link.base(side), item.fields()), item);
  }

  /** Returns what a direct look shows against a link. */
  Sighting sight(Link link, Lookup lookup) {
    if (lookup instanceof Lookup.Found found) {
      return mapping.accepts(side, found.item().fields())
          ? sight(link, found.item())
          : new Sighting(Delta.LEFT, found.item());
    }
    Lookup.Gone gone = (Lookup.Gone) lookup;
    if (gone.reason() == Lookup.Reason.MERGED && gone.into() != null) {
      merged.put(link.number(), gone.into());
    }
    return gone.reason() == Lookup.Reason.DELETED
        ? Sighting.REMOVED
        : new Sighting(new Delta.Away(gone.reason()), null);
  }

  /** Returns whether the values of a linked item are at hand. */
  boolean shows(long link) {
    long position = byLink.get(link);
    return position != LongMap.NONE && log.link((int) position) != ItemLog.FORGOTTEN;
  }

  /** Returns whether a link's item was seen, or is known to be gone. */
  boolean saw(long link) {
    return seen.get(Math.toIntExact(link));
  }

  /** Returns whether this side says anything about a link. */
  boolean mentions(long link) {
    return absent.containsKey(link) || shows(link);
  }

  /** Returns the unlinked items with their match keys, which nobody needs if the other has none. */
  Matcher.Candidates candidates(SideSurvey other) {
    boolean alone = other.freshCount() == 0;
    Matcher.Candidates candidates = new Matcher.Candidates();
    for (int position = 0; position < log.size(); position++) {
      if (log.link(position) == 0) {
        candidates.add(
            alone ? Matcher.NO_KEY : mapping.matchKey(side, log.item(position).fields()), position);
      }
    }
    return candidates;
  }

  /** Forgets what is needed while more may be read, which at a million new items is a lot. */
  void endReading() {
    fresh = new LongMap();
  }

  /** Returns how many unlinked items there are. */
  int freshCount() {
    return log.unlinked();
  }

  /** Returns whether an unlinked item is only matched, never created on the other side. */
  boolean isPassive(int position) {
    return passive.get(position);
  }

  /** Returns whether an unlinked item is remembered as one from an earlier run. */
  boolean isKnown(int position) {
    return known.get(position);
  }

  /** Returns the items that something has to be done about. */
  ItemLog log() {
    return log;
  }

  /** Returns the links whose items are gone, left or away. */
  Map<Long, Delta> absent() {
    return absent;
  }

  /** Returns what the survey mends in the state, to be committed with the run's other changes. */
  List<StateChange> repairs() {
    return repairs;
  }

  /** Returns what was asked for. */
  Scope scope() {
    return scope;
  }

  /** Returns how many items were read. */
  long readCount() {
    return read;
  }

  /** Returns whether people changed, removed or added anything here. */
  boolean showsNews() {
    if (!edited.isEmpty() || absent.containsValue(Delta.REMOVED)) {
      return true;
    }
    for (int position = 0; position < log.size(); position++) {
      if (log.link(position) == 0 && !known.get(position)) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many linked items differ from what was agreed; new fields do not count. */
  long editedCount() {
    return edited.cardinality();
  }

  /** Returns whether the read came to its end. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the checkpoint for the next run, if the platform gave one. */
  @Nullable String checkpoint() {
    return checkpoint;
  }

  /**
   * Returns whether a linked item did not show a field that it once did, as when a person takes the
   * field away, and back, while the side is read: what had changed in it is not known.
   */
  boolean hidAny() {
    return hidAny;
  }

  /** Returns why the read did not come to its end, or null if it did. */
  @Nullable String cutOff() {
    return cutOff;
  }

  /** Returns the session. */
  EntitySession session() {
    return session;
  }

  private String name() {
    return side.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() {
    log.close();
  }
}
