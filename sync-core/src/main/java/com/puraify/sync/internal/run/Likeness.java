package com.puraify.sync.internal.run;

import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.HashSet;
import java.util.Set;

/** How like an item is to what a create sent. Pure; confined to one thread. */
final class Likeness {

  private final Side side;
  private final BoundMapping mapping;
  private final DeltaDetector detector;

  Likeness(Side side, BoundMapping mapping) {
    this.side = side;
    this.mapping = mapping;
    this.detector = mapping.detector(side);
  }

  /** Returns the ids of the fields in which an item holds what was sent. */
  Set<String> shown(Base content, Item item) {
    Set<String> same = new HashSet<>();
    for (String field : content.fields()) {
      Value value = item.fields().get(field);
      if (value != null && content.matches(field, detector.fingerprint(field, value))) {
        same.add(field);
      }
    }
    return same;
  }

  /** Returns whether an item holds all that was sent. */
  boolean isJust(Base content, Item item) {
    return shown(content, item).size() == content.fields().size();
  }

  /**
   * An item is alike if more than half of what was sent and is shown is the same: too much for
   * chance. A field that was taken away since tells nothing; then half of the others is enough.
   */
  boolean isAlike(Base content, Item item) {
    long told = content.fields().stream().filter(id -> item.fields().get(id) != null).count();
    long same = shown(content, item).size() * 2L;
    return same > told || (same == told && told > 0 && told < content.fields().size());
  }

  /**
   * Returns in how many fields an item differs from what the create would have made: those that
   * hold something else than was sent, and those that hold something though nothing was sent.
   */
  int distance(Base content, Item item) {
    long unsent =
        mapping.fields().stream()
            .filter(field -> field.creates(side) && !content.has(field.field(side).id()))
            .map(field -> item.fields().get(field.field(side).id()))
            .filter(value -> value != null && !isNothing(value))
            .count();
    return content.fields().size() - shown(content, item).size() + (int) unsent;
  }

  private static boolean isNothing(Value value) {
    return value.isNull() || (value instanceof Value.Many many && many.elements().isEmpty());
  }
}
