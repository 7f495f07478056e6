package com.puraify.sync.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The documents of one sync in memory. */
final class MemoryDocuments {

  private record Place(Document.Kind kind, String id) {}

  /** A document, and how many were put before it: of one moment, the one put last is newest. */
  private record Stored(Document document, long turn) {}

  private static final Comparator<Stored> OLDEST_FIRST =
      Comparator.comparing((Stored stored) -> stored.document().at())
          .thenComparingLong(Stored::turn);

  private final Map<Place, Stored> byPlace = new HashMap<>();
  private final Map<Document.Kind, TreeSet<Stored>> newestFirst = new HashMap<>();
  private long turns;

  void put(Document document) {
    Place place = new Place(document.kind(), document.id());
    TreeSet<Stored> ordered =
        newestFirst.computeIfAbsent(
            document.kind(), kind -> new TreeSet<>(OLDEST_FIRST.reversed()));
    Stored old = byPlace.get(place);
    if (old != null) {
      ordered.remove(old);
    }
    Stored stored = new Stored(document, old == null ? ++turns : old.turn());
    byPlace.put(place, stored);
    ordered.add(stored);
  }

  void prune(Document.Kind kind, Instant before) {
    TreeSet<Stored> ordered = newestFirst.get(kind);
    if (ordered == null) {
      return;
    }
    ordered.removeIf(
        stored -> {
          Document document = stored.document();
          boolean prune = !document.open() && document.at().isBefore(before);
          if (prune) {
            byPlace.remove(new Place(kind, document.id()));
          }
          return prune;
        });
  }

  Optional<Document> get(Document.Kind kind, String id) {
    return Optional.ofNullable(byPlace.get(new Place(kind, id))).map(Stored::document);
  }

  List<Document> list(Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    TreeSet<Stored> ordered = newestFirst.get(kind);
    if (ordered == null) {
      return List.of();
    }
    List<Document> found = new ArrayList<>();
    for (Stored stored : ordered) {
      Document document = stored.document();
      if (found.size() == limit) {
        break;
      }
      if ((subject == null || subject.equals(document.subject()))
          && (!openOnly || document.open())) {
        found.add(document);
      }
    }
    return Collections.unmodifiableList(found);
  }
}
