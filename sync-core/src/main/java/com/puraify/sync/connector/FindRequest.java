package com.puraify.sync.connector;

import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which items to find. A connector may use either condition, or both, to narrow its search; the
 * engine compares what comes back. Immutable.
 *
 * @param createdSince only items created at or after this time on the platform's clock matter, or
 *     null for any
 * @param field the id of a field to compare, or null for none
 * @param values the values of that field that matter; empty if there is no field
 * @param fields the ids of the fields that are wanted
 */
public record FindRequest(
    @Nullable Instant createdSince,
    @Nullable String field,
    List<Value> values,
    Set<String> fields) {

  /** Copies the lists. */
  public FindRequest {
    values = List.copyOf(values);
    fields = Set.copyOf(fields);
  }
}
