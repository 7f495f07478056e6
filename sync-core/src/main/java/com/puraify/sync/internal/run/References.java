package com.puraify.sync.internal.run;

import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks up, for a chunk of items at once, what their references are on the other side. */
final class References {

  private final StateStore store;
  private final BoundMapping mapping;
  private final String own;
  private final Map<Side, SideSurvey> surveys;
  private final List<BoundField> translated;

  References(StateStore store, BoundMapping mapping, String own, Map<Side, SideSurvey> surveys) {
    this.store = store;
    this.mapping = mapping;
    this.own = own;
    this.surveys = surveys;
    this.translated =
        mapping.fields().stream().filter(field -> field.referenceSync() != null).toList();
  }

  /** Returns the counterparts of everything that some items refer to. */
  ReferenceTable table(Map<Side, List<Item>> items) {
    if (translated.isEmpty()) {
      return ReferenceTable.EMPTY;
    }
    Map<Side, Map<String, Set<String>>> wanted = new EnumMap<>(Side.class);
    items.forEach(
        (side, some) ->
            some.forEach(
                item ->
                    translated.forEach(
                        field -> {
                          Value value =
                              inRemoteTerms(field, side, item.fields().get(field.field(side).id()));
                          if (value != null && field.referenceSync() != null) {
                            collect(
                                side,
                                value,
                                field.field(side).type(),
                                wanted
                                    .computeIfAbsent(side, key -> new HashMap<>())
                                    .computeIfAbsent(
                                        field.referenceSync(), key -> new HashSet<>()));
                          }
                        })));
    Map<String, String> table = new HashMap<>();
    wanted.forEach(
        (side, bySync) ->
            bySync.forEach(
                (sync, ids) ->
                    store.links(sync, side, new ArrayList<>(ids)).stream()
                        .filter(link -> !sync.equals(own) || isThere(side.other(), link))
                        .forEach(
                            link ->
                                table.put(key(sync, side, link.id(side)), link.id(side.other())))));
    return (sync, from, id) -> table.get(key(sync, from, id));
  }

  /** What refers to an item that is out of sight waits: no platform takes such a reference. */
  private boolean isThere(Side side, Link link) {
    Delta delta = Objects.requireNonNull(surveys.get(side)).absent().get(link.number());
    return !(delta instanceof Delta.Away) && !(delta instanceof Delta.Removed);
  }

  private static String key(String sync, Side side, String id) {
    return side + "|" + sync + "|" + id;
  }

  /** A local field may hold references in its own way, such as a list of ids in a JSON column. */
  private static @Nullable Value inRemoteTerms(BoundField field, Side side, @Nullable Value value) {
    if (value == null || side == Side.REMOTE) {
      return value;
    }
    try {
      return field.converter().toRemote(value);
    } catch (RuntimeException e) { // a host's converter may do anything; merging will say so
      return null;
    }
  }

  /** A text or a number may be a reference too, when the other side's field is one. */
  private static void collect(Side side, Value value, FieldType type, Set<String> to) {
    @Nullable String id =
        value instanceof Value.Reference reference
            ? reference.id()
            : value instanceof Value.Text text
                ? text.value()
                : value instanceof Value.Num number ? number.value().toPlainString() : null;
    if (id != null) {
      to.add(id);
    } else if (value instanceof Value.Many many) {
      many.elements().forEach(element -> collect(side, element, type, to));
    }
  }

  /** Returns whether any field has references to translate. */
  boolean any() {
    return !translated.isEmpty();
  }

  BoundMapping mapping() {
    return mapping;
  }
}
