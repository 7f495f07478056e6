package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record is at one moment. Immutable.
 *
 * @param values the values by property name; empty ones are absent
 * @param updatedAt when a property was last written
 * @param number grows with every state of any record
 */
record RecordState(Map<String, String> values, Instant updatedAt, long number) {

  @Nullable String value(String property) {
    return values.get(property);
  }

  /** Returns the state with some values changed; an empty one is removed. */
  RecordState with(Map<String, String> changes, Instant at, long next) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changes.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            changed.remove(name);
          } else {
            changed.put(name, value);
          }
        });
    return new RecordState(changed, at, next);
  }
}
