package com.puraify.sync.internal.history;

import com.puraify.sync.connector.Json;
import com.puraify.sync.history.Change;
import com.puraify.sync.history.Explanation;
import com.puraify.sync.history.History;
import com.puraify.sync.internal.map.KnownPair;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.report.JournalEntry;
import com.puraify.sync.internal.report.JournalJson;
import com.puraify.sync.internal.report.ReportJson;
import com.puraify.sync.internal.report.TraceJson;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The history of one sync, read from its journal and traces. */
public final class StoredHistory implements History {

  private static final int ALL = Integer.MAX_VALUE;
  private static final int PAGE = 1_000;

  private final StateStore store;
  private final String sync;
  private final String fieldsSetting;

  /**
   * Creates a history.
   *
   * @param fieldsSetting the setting that holds the pairs of fields that were bound last
   */
  public StoredHistory(StateStore store, String sync, String fieldsSetting) {
    this.store = store;
    this.sync = sync;
    this.fieldsSetting = fieldsSetting;
  }

  /** Two items that are linked, or were. */
  record Pair(String localId, String remoteId, @Nullable Long link) {

    static Pair of(Link link) {
      return new Pair(link.localId(), link.remoteId(), link.number());
    }

    String id(Side side) {
      return side == Side.LOCAL ? localId : remoteId;
    }
  }

  /** A journal entry where it was found. */
  private record Found(Document document, JournalEntry entry) {}

  @Override
  public List<SyncReport> runs(int limit) {
    return store.documents(sync, Document.Kind.RUN, null, false, Math.max(0, limit)).stream()
        .map(document -> ReportJson.read(document.text()))
        .toList();
  }

  @Override
  public Optional<SyncReport> run(String id) {
    return store
        .document(sync, Document.Kind.RUN, id)
        .map(document -> ReportJson.read(document.text()));
  }

  @Override
  public List<Change> changes(String run) {
    Instant since = run(run).map(SyncReport::startedAt).orElse(Instant.MIN);
    ChangeReader reader = new ChangeReader(names());
    List<Found> found = new ArrayList<>();
    for (Document document : since(Document.Kind.JOURNAL, since)) {
      JournalEntry entry = JournalJson.read(document.text());
      if (entry.run().equals(run)) {
        found.add(new Found(document, entry));
      }
    }
    List<Change> many = new ArrayList<>();
    Map<Long, Pair> parted = new HashMap<>();
    for (Document document : since(Document.Kind.TRACE, since)) {
      Json json = JournalJson.parse(document.text());
      if (TraceJson.isParted(json)) {
        TraceJson.Parted pair = TraceJson.readParted(json);
        parted.put(pair.link(), new Pair(pair.localId(), pair.remoteId(), pair.link()));
      } else if (TraceJson.isCreated(json)) {
        TraceJson.Created created = TraceJson.readCreated(json);
        if (created.run().equals(run)) {
          many.addAll(createdAmongMany(document, created, parted));
        }
      } else {
        JournalEntry entry = JournalJson.read(json);
        if (entry.run().equals(run)) {
          found.add(new Found(document, entry));
        }
      }
    }
    List<Change> changes = new ArrayList<>();
    made(found).forEach(each -> changes.add(reader.change(each.document(), each.entry())));
    changes.addAll(many);
    changes.sort(Comparator.comparing(Change::at).reversed());
    return changes.stream().map(this::withFormer).toList();
  }

  /** Returns a change of a run with the former values that the item's own history knows. */
  private Change withFormer(Change change) {
    String localId = change.localId();
    String remoteId = change.remoteId();
    if (localId == null || remoteId == null || !FormerValues.lacking(change)) {
      return change;
    }
    return changes(Set.of(new Pair(localId, remoteId, null))).stream()
        .filter(each -> each.at().equals(change.at()) && each.run().equals(change.run()))
        .filter(each -> each.side() == change.side())
        .findFirst()
        .orElse(change);
  }

  private List<Change> createdAmongMany(
      Document document, TraceJson.Created created, Map<Long, Pair> parted) {
    List<Change> changes = new ArrayList<>();
    for (long[] range : created.ranges()) {
      for (long from = range[0]; from <= range[1]; from += PAGE) {
        List<Long> numbers = new ArrayList<>();
        for (long number = from; number <= Math.min(range[1], from + PAGE - 1); number++) {
          numbers.add(number);
        }
        Map<Long, Pair> pairs = new HashMap<>();
        store.links(sync, numbers).forEach(link -> pairs.put(link.number(), Pair.of(link)));
        for (long number : numbers) {
          Pair pair = pairs.getOrDefault(number, parted.get(number));
          changes.add(
              ChangeReader.createdAmongMany(
                  document,
                  created.run(),
                  created.side(),
                  pair == null ? null : pair.localId(),
                  pair == null ? null : pair.remoteId()));
        }
      }
    }
    return changes;
  }

  @Override
  public List<Change> changes(Side side, String id, int limit) {
    List<Change> all = changes(pairs(side, id));
    return all.subList(0, Math.min(all.size(), Math.max(0, limit)));
  }

  @Override
  public Explanation explain(Side side, String id) {
    Set<Pair> pairs = pairs(side, id);
    return new Explainer(store, sync, names().pairs(), side, id)
        .explain(link(side, id), pairs, changes(pairs));
  }

  private @Nullable Link link(Side side, String id) {
    return store.links(sync, side, List.of(id)).stream().findFirst().orElse(null);
  }

  /** Returns the pairs that an item is in or was in, the present one first. */
  private Set<Pair> pairs(Side side, String id) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    Link link = link(side, id);
    if (link != null) {
      pairs.put(CaseDraft.subject(link.localId(), link.remoteId()), Pair.of(link));
    }
    String subject = TraceJson.subject(side, id);
    for (Document document : store.documents(sync, Document.Kind.TRACE, subject, false, ALL)) {
      Json json = JournalJson.parse(document.text());
      if (TraceJson.isParted(json)) {
        TraceJson.Parted pair = TraceJson.readParted(json);
        pairs.putIfAbsent(
            CaseDraft.subject(pair.localId(), pair.remoteId()),
            new Pair(pair.localId(), pair.remoteId(), pair.link()));
      }
    }
    return new LinkedHashSet<>(pairs.values());
  }

  private List<Change> changes(Set<Pair> pairs) {
    ChangeReader reader = new ChangeReader(names());
    List<Change> changes = new ArrayList<>();
    for (Pair pair : pairs) {
      String subject = CaseDraft.subject(pair.localId(), pair.remoteId());
      List<Found> found = new ArrayList<>();
      for (Document.Kind kind : List.of(Document.Kind.JOURNAL, Document.Kind.TRACE)) {
        for (Document document : store.documents(sync, kind, subject, false, ALL)) {
          Json json = JournalJson.parse(document.text());
          if (!TraceJson.isParted(json)) {
            found.add(new Found(document, JournalJson.read(json)));
          }
        }
      }
      List<Found> made = made(found);
      made.forEach(each -> changes.add(reader.change(each.document(), each.entry())));
      if (made.stream().noneMatch(each -> each.entry().action().equals(JournalEntry.CREATE))) {
        amongMany(pair).ifPresent(changes::add);
      }
    }
    changes.sort(Comparator.comparing(Change::at).reversed());
    return FormerValues.fill(changes, names().pairs());
  }

  private Optional<Change> amongMany(Pair pair) {
    Long link = pair.link();
    if (link == null) {
      return Optional.empty();
    }
    for (Document document :
        store.documents(sync, Document.Kind.TRACE, TraceJson.MANY, false, ALL)) {
      TraceJson.Created created = TraceJson.readCreated(JournalJson.parse(document.text()));
      if (created.has(link)) {
        return Optional.of(
            ChangeReader.createdAmongMany(
                document, created.run(), created.side(), pair.localId(), pair.remoteId()));
      }
    }
    return Optional.empty();
  }

  /**
   * Leaves out what was intended and not made, and of two entries for one write the earlier one:
   * the later one knows better what was overwritten. The documents come newest first.
   */
  private static List<Found> made(List<Found> found) {
    record Write(String run, Side side, String id, String action, Fields after) {}
    Set<Write> seen = new LinkedHashSet<>();
    List<Found> made = new ArrayList<>();
    for (Found each : found) {
      JournalEntry entry = each.entry();
      if (entry.made()
          && seen.add(
              new Write(entry.run(), entry.side(), entry.id(), entry.action(), entry.after()))) {
        made.add(each);
      }
    }
    return made;
  }

  /** Returns the documents of a kind that are not older than a time, newest first. */
  private List<Document> since(Document.Kind kind, Instant time) {
    int limit = PAGE;
    while (true) {
      List<Document> newest = store.documents(sync, kind, null, false, limit);
      if (newest.size() < limit
          || limit == ALL
          || newest.get(newest.size() - 1).at().isBefore(time)) {
        return newest.stream().filter(document -> !document.at().isBefore(time)).toList();
      }
      limit = limit > ALL / 8 ? ALL : limit * 8;
    }
  }

  private FieldNames names() {
    String known = store.load(sync).settings().get(fieldsSetting);
    return new FieldNames(known == null ? List.of() : KnownPair.read(known));
  }
}
