package com.puraify.sync.testkit.world;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts of what really happened in worlds. Confined to one thread at a time. */
public final class Coverage {

  private final Map<String, Long> counts = new TreeMap<>();

  Coverage() {}

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** Counts a change of an item. */
  void count(Life.Event event) {
    if (!event.byEngine()) {
      count("changes by people");
    } else if (event.before() == null) {
      count("writes create");
    } else {
      count(event.after() == null ? "writes delete" : "writes update");
    }
  }

  void add(String what, long some) {
    counts.merge(what, some, Long::sum);
  }

  /** Keeps the largest number. */
  void most(String what, long number) {
    counts.merge(what, number, Math::max);
  }

  /** Adds what another one counted; names that begin with {@code max} keep the largest. */
  public void add(Coverage other) {
    other.counts.forEach(
        (what, number) ->
            counts.merge(what, number, what.startsWith("max") ? Math::max : Long::sum));
  }

  /** Returns how often something happened. */
  public long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Returns all counts by name. */
  public Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }
}
