package com.puraify.sync.testkit.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults that wait for their request. A request is struck by the first waiting fault that
 * concerns it, and by no other. Thread-safe.
 */
public final class Faults {
  private static final class Waiting {
    final Fault fault;
    int left;

    Waiting(Fault fault) {
      this.fault = fault;
      this.left = fault.times();
    }
  }

  private final List<Waiting> queue = new ArrayList<>();

  /** Creates an empty queue. */
  public Faults() {}

  /** Appends a fault. */
  public synchronized void next(Fault fault) {
    queue.add(new Waiting(fault));
  }

  /** Returns how many strikes still wait for their request. */
  public synchronized int waiting() {
    return queue.stream().mapToInt(w -> w.left).sum();
  }

  /** Forgets all waiting faults. */
  public synchronized void clear() {
    queue.clear();
  }

  synchronized @Nullable Fault take(Incoming request) {
    for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      if (waiting.fault.concerns(request)) {
        if (--waiting.left == 0) {
          all.remove();
        }
        return waiting.fault;
      }
    }
    return null;
  }
}
