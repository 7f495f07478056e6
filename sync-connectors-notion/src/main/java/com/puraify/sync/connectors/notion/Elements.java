package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Value;
import java.util.Collection;
import java.util.List;

/** What the properties with several values have in common. */
final class Elements {

  /** How many elements Notion takes in one array. */
  static final int MAX = 100;

  private Elements() {}

  /** Returns the elements of a value; one that is not several counts as one. */
  static List<Value> of(Value value, String wanted) {
    if (value.isNull()) {
      return List.of();
    }
    if (value instanceof Value.Many many) {
      return many.elements();
    }
    if (value instanceof Value.Choice || value instanceof Value.Reference) {
      return List.of(value);
    }
    throw PropertyCodec.wrongKind(value, wanted);
  }

  /** Returns an array of elements, as many as Notion takes. */
  static Json array(Collection<Json> elements) {
    if (elements.size() > MAX) {
      throw new UnwritableException(
          elements.size() + " elements are more than the " + MAX + " that Notion takes at once");
    }
    return Json.array(List.copyOf(elements));
  }
}
