package com.puraify.sync.testkit.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the requests by kind and keeps the latest {@value #KEPT} of them. A request is counted
 * when its answer is decided, whatever the answer; requests to the control endpoint are not.
 * Thread-safe.
 */
public final class RequestLog {
  /** How many requests are kept in full. */
  public static final int KEPT = 10_000;

  private final Deque<RecordedRequest> latest = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long total;

  /** Creates an empty log. */
  public RequestLog() {}

  synchronized void add(RecordedRequest request) {
    total++;
    counts.merge(request.kind(), 1L, Long::sum);
    latest.addLast(request);
    if (latest.size() > KEPT) {
      latest.removeFirst();
    }
  }

  /** Returns the number of requests since the start or the last {@link #clear()}. */
  public synchronized long total() {
    return total;
  }

  /** Returns the number of requests of a kind, such as {@code POST /v1/pages}. */
  public synchronized long count(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Returns the number of requests by kind; kinds never asked for are absent. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Returns the latest requests, the oldest first. */
  public synchronized List<RecordedRequest> latest() {
    return List.copyOf(latest);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    latest.clear();
    counts.clear();
    total = 0;
  }
}
