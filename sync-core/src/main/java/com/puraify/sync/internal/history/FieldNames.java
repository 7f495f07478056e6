package com.puraify.sync.internal.history;

import com.puraify.sync.internal.map.KnownPair;
import com.puraify.sync.value.Side;
import java.util.List;

/** What the mapping calls the fields, as of the latest run. Immutable. */
record FieldNames(List<KnownPair> pairs) {

  /** Returns the name of a field, or its id if it is no longer mapped. */
  String of(Side side, String id) {
    for (KnownPair pair : pairs) {
      if (pair.id(side).equals(id)) {
        return pair.name(side);
      }
    }
    return id;
  }
}
