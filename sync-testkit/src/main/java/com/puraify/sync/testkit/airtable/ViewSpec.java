package com.puraify.sync.testkit.airtable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of a table. Immutable.
 *
 * @param filter a formula that the shown records fulfil, or null for all
 * @param sorts the order, or none for the order of creation
 */
record ViewSpec(
    String id, String name, String type, @Nullable Expression filter, List<SortKey> sorts) {
  static final String GRID = "grid";

  boolean isCalled(String nameOrId) {
    return id.equals(nameOrId) || name.equals(nameOrId);
  }
}
