package com.puraify.sync.testkit;

import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.connector.Write;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of a {@link MemoryEntity}: their histories, who holds which value, and the log of
 * changes. Not thread-safe.
 *
 * <p>Changes can be grouped, so that all of them are taken back if one of them fails.
 */
final class ItemStore {

  private final ItemHistory.Lag lag;
  private final Map<String, ItemHistory> byId = new HashMap<>();
  private final NavigableMap<Long, ItemHistory> bySequence = new TreeMap<>();
  private final Map<String, Map<Value, Set<String>>> holders = new HashMap<>();
  private final List<MemoryChange> log = new ArrayList<>();
  private final Deque<ItemHistory> group = new ArrayDeque<>();
  private boolean grouping;
  private long sequences;
  private int live;

  ItemStore(ItemHistory.Lag lag) {
    this.lag = lag;
  }

  /** Returns the history of an item, or null if there never was one. */
  @Nullable ItemHistory find(String id) {
    return byId.get(id);
  }

  /** Returns the latest version of an item if it is there, else null. */
  @Nullable ItemVersion live(String id) {
    ItemHistory history = byId.get(id);
    ItemVersion latest = history == null ? null : history.latest();
    return latest != null && latest.isLive() ? latest : null;
  }

  /** Returns all histories after a place in the order of listings. */
  Collection<ItemHistory> after(long sequence) {
    return bySequence.tailMap(sequence, false).values();
  }

  /** Returns all histories up to a place in the order of listings, backwards. */
  Collection<ItemHistory> backFrom(long sequence) {
    return bySequence.headMap(sequence, true).descendingMap().values();
  }

  /** Returns how many items are there. */
  int size() {
    return live;
  }

  /** Returns the ids of the items that hold a value in a field now. */
  Set<String> holding(String field, Value value) {
    Map<Value, Set<String>> index = holders.get(field);
    if (index == null) {
      index = new HashMap<>();
      holders.put(field, index);
      for (ItemHistory history : bySequence.values()) {
        ItemVersion latest = history.latest();
        if (latest != null && latest.isLive()) {
          add(index, latest.fields().get(field), history.id());
        }
      }
    }
    return Set.copyOf(index.getOrDefault(value, Set.of()));
  }

  /** Returns what an item last held, or nothing if there never was one. */
  Fields lastHeld(String id) {
    ItemHistory history = byId.get(id);
    ItemVersion latest = history == null ? null : history.latest();
    return latest == null ? Fields.empty() : latest.fields();
  }

  /** Makes an item hold something, whether it was there before or not. */
  void hold(String id, Fields fields, Instant now, @Nullable Write write) {
    ItemVersion before = live(id);
    Instant createdAt = before == null ? now : before.createdAt();
    push(id, new ItemVersion(next(id), createdAt, now, fields, null, null), write);
  }

  /** Makes an item go away, keeping what it last held. */
  void lose(String id, Reason reason, @Nullable String into, Instant now, @Nullable Write write) {
    ItemHistory history = byId.get(id);
    ItemVersion latest = history == null ? null : history.latest();
    if (latest == null) {
      throw new IllegalArgumentException("there is no item " + id);
    }
    push(
        id,
        new ItemVersion(next(id), latest.createdAt(), now, latest.fields(), reason, into),
        write);
  }

  /** Begins a group of changes that are kept or taken back together. */
  void beginGroup() {
    grouping = true;
    group.clear();
  }

  /** Ends a group, and takes its changes back unless they are to be kept. */
  void endGroup(boolean keep) {
    grouping = false;
    while (!group.isEmpty()) {
      ItemHistory history = group.pop();
      if (!keep) {
        ItemVersion undone = history.latest();
        history.pop();
        reindex(history.id(), undone, history.latest());
        log.remove(log.size() - 1);
      }
    }
  }

  /** Returns the changes so far. */
  List<MemoryChange> log() {
    return List.copyOf(log);
  }

  /** Returns the changes after the first so many. */
  List<MemoryChange> logAfter(int known) {
    return log.size() == known ? List.of() : List.copyOf(log.subList(known, log.size()));
  }

  private long next(String id) {
    ItemHistory history = byId.get(id);
    ItemVersion latest = history == null ? null : history.latest();
    return latest == null ? 1 : latest.number() + 1;
  }

  private void push(String id, ItemVersion version, @Nullable Write write) {
    ItemHistory history = byId.get(id);
    if (history == null) {
      history = new ItemHistory(id, ++sequences);
      byId.put(id, history);
      bySequence.put(history.sequence(), history);
    }
    ItemVersion before = history.latest();
    history.push(version, lag);
    reindex(id, before, version);
    log.add(
        new MemoryChange(
            log.size() + 1L,
            version.at(),
            id,
            before == null ? null : before.content(),
            version.content(),
            write));
    if (grouping) {
      group.push(history);
    }
  }

  private void reindex(String id, @Nullable ItemVersion before, @Nullable ItemVersion after) {
    Fields old = before == null ? null : before.content();
    Fields current = after == null ? null : after.content();
    live += (current == null ? 0 : 1) - (old == null ? 0 : 1);
    holders.forEach(
        (field, index) -> {
          if (old != null) {
            remove(index, old.get(field), id);
          }
          if (current != null) {
            add(index, current.get(field), id);
          }
        });
  }

  private static void add(Map<Value, Set<String>> index, @Nullable Value value, String id) {
    if (value != null && !value.isNull()) {
      index.computeIfAbsent(value, held -> new LinkedHashSet<>()).add(id);
    }
  }

  private static void remove(Map<Value, Set<String>> index, @Nullable Value value, String id) {
    Set<String> ids = value == null ? null : index.get(value);
    if (ids != null && ids.remove(id) && ids.isEmpty()) {
      index.remove(value);
    }
  }
}
