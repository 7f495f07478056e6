package com.puraify.sync.internal.job;

import com.puraify.sync.error.StateException;
import com.puraify.sync.internal.run.Settings;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue as the state store keeps it, shared by all engines on the store. Thread-safe. */
final class Queue {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.job");

  private final StateStore store;

  Queue(StateStore store) {
    this.store = store;
  }

  QueueEntry entry(String sync) {
    return QueueEntry.read(text(sync));
  }

  private @Nullable String text(String sync) {
    return store.load(sync).settings().get(Settings.QUEUE);
  }

  /** Returns every sync's entry, by sync id; without those that cannot be read. */
  Map<String, QueueEntry> entries() {
    Map<String, QueueEntry> entries = new TreeMap<>();
    store
        .settings(Settings.QUEUE)
        .forEach(
            (sync, text) -> {
              try {
                entries.put(sync, QueueEntry.read(text));
              } catch (StateException e) {
                LOG.warn("sync={} is left out of the queue: {}", sync, e.getMessage());
              }
            });
    return entries;
  }

  /**
   * Changes an entry, whoever else does so at the same time.
   *
   * @param step makes the new entry out of what is there; it may be asked several times, and the
   *     last time counts. What it throws ends the change.
   * @return the new entry
   */
  QueueEntry change(String sync, UnaryOperator<QueueEntry> step) {
    String before = text(sync);
    while (true) {
      QueueEntry after = step.apply(QueueEntry.read(before));
      String text = after.text();
      if (Objects.equals(text, before)) {
        return after;
      }
      try {
        store.commit(
            sync,
            List.of(
                new StateChange.ExpectSetting(Settings.QUEUE, before),
                new StateChange.PutSetting(Settings.QUEUE, text)));
        return after;
      } catch (StateException e) {
        String now = text(sync);
        if (Objects.equals(now, before)) {
          throw e; // nobody came in between
        }
        before = now;
      }
    }
  }
}
