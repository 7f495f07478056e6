package com.puraify.sync.internal.history;

import com.puraify.sync.history.Change;
import com.puraify.sync.history.FieldChange;
import com.puraify.sync.internal.map.KnownPair;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what a write replaced where that was not read. If only the other side had changed the
 * field, this side still held what a run had written to it last.
 */
final class FormerValues {

  private static final String ONE_SIDE_CHANGED = "one_side_changed";

  private record Place(Side side, String item, String field) {}

  private final List<KnownPair> mapped;
  private final Map<Place, Value> written = new HashMap<>();

  private FormerValues(List<KnownPair> mapped) {
    this.mapped = mapped;
  }

  /** Returns whether a change has a field whose former value could be found. */
  static boolean lacking(Change change) {
    return change.fields().stream().anyMatch(FormerValues::lacking);
  }

  private static boolean lacking(FieldChange field) {
    return field.before() == null && field.rule().equals(ONE_SIDE_CHANGED);
  }

  /** Returns the changes of an item, newest first, with the former values that follow from them. */
  static List<Change> fill(List<Change> newestFirst, List<KnownPair> mapped) {
    FormerValues values = new FormerValues(mapped);
    List<Change> filled = new ArrayList<>();
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      filled.add(values.next(newestFirst.get(i)));
    }
    Collections.reverse(filled);
    return List.copyOf(filled);
  }

  private Change next(Change change) {
    List<FieldChange> fields = new ArrayList<>();
    for (FieldChange field : change.fields()) {
      fields.add(lacking(field) ? field.withBefore(written.get(place(change, field))) : field);
    }
    change.fields().forEach(field -> remember(change, field));
    return new Change(
        change.run(),
        change.at(),
        change.kind(),
        change.side(),
        change.localId(),
        change.remoteId(),
        change.reason(),
        fields);
  }

  /** What was written to one side had been edited on the other: what is known of that is past. */
  private void remember(Change change, FieldChange field) {
    Side side = change.side();
    Value after = field.after();
    if (after != null) {
      written.put(place(change, field), after);
    }
    String source = change.id(side.other()).orElse("");
    mapped.stream()
        .filter(pair -> pair.name(side).equals(field.field()))
        .forEach(pair -> written.remove(new Place(side.other(), source, pair.name(side.other()))));
  }

  private static Place place(Change change, FieldChange field) {
    return new Place(change.side(), change.id(change.side()).orElse(""), field.field());
  }
}
