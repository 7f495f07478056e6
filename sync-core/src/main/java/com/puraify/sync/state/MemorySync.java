package com.puraify.sync.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link MemoryStateStore} holds of one sync. Confined to the store's lock. */
final class MemorySync {

  private final MemoryLease lease = new MemoryLease();
  private final MemoryLinks links = new MemoryLinks();
  private final MemoryMarks marks = new MemoryMarks();
  private final MemoryDocuments documents = new MemoryDocuments();
  private final Map<String, Intent> intents = new LinkedHashMap<>();
  private final Map<String, String> settings = new HashMap<>();

  MemoryLease lease() {
    return lease;
  }

  MemoryLinks links() {
    return links;
  }

  MemoryMarks marks() {
    return marks;
  }

  MemoryDocuments documents() {
    return documents;
  }

  Map<String, Intent> intents() {
    return intents;
  }

  Map<String, String> settings() {
    return settings;
  }

  SyncState load() {
    return new SyncState(settings, links.lastNumber(), links.count());
  }

  /** The sort is stable, so intents of one moment stay in the order in which they were put. */
  List<Intent> intentsInOrder() {
    List<Intent> ordered = new ArrayList<>(intents.values());
    ordered.sort(Comparator.comparing(Intent::at));
    return ordered;
  }
}
