package com.puraify.sync.testkit.world;

import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.value.Side;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of everything that happened in a world, in its order: the same in every process.
 * Confined to one thread.
 *
 * <p>The hash codes of enum constants differ from process to process, so names stand for them.
 */
final class Digest {

  private static final long PRIME = 0x100000001B3L;

  /** Whether everything that happens is told, for people who look into a failure. */
  static final String TRACE = "sync.trace";

  private final boolean traced = Boolean.getBoolean(TRACE);

  private long hash = 0xCBF29CE484222325L;

  void add(String text) {
    if (traced) {
      System.out.println("    " + text);
    }
    mix(text);
  }

  /** Adds a change of an item. */
  void add(Side side, MemoryChange change) {
    if (traced) {
      String who = change.byEngine() ? "engine" : "person";
      trace(who, side, change.id(), change.at(), change.after());
    }
    mix(change.byEngine());
    mix(side);
    mix(change.id());
    mix(change.at());
    mix(change.after());
  }

  /** Adds how a run ended. */
  void add(int run, @Nullable SyncReport report, @Nullable Throwable thrown) {
    if (traced) {
      trace("run ", run, report == null ? thrown : report.toJson());
    }
    mix(run);
    mix(report == null ? String.valueOf(thrown) : report.status().name());
  }

  /** Adds something that was committed. */
  void add(StateChange change) {
    if (traced) {
      trace(change);
    }
    if (change instanceof StateChange.PutDocument put) {
      add(put.document());
    } else if (change instanceof StateChange.PutMark put) {
      add(put.mark());
    } else if (change instanceof StateChange.RemoveMark remove) {
      mix(remove.side());
      mix(remove.id());
    } else if (change instanceof StateChange.PutIntent put) {
      add(put.intent());
    } else if (change instanceof StateChange.PruneDocuments prune) {
      mix(prune.kind());
      mix(prune.before());
    } else if (change instanceof StateChange.PruneMarks prune) {
      mix(prune.kind());
      mix(prune.before());
    } else {
      mix(change); // there are no constants in links, numbers, ids and settings
    }
  }

  private void add(Document document) {
    mix(document.kind());
    mix(document.id());
    mix(document.open());
    mix(document.text());
  }

  private void add(Mark mark) {
    mix(mark.side());
    mix(mark.id());
    mix(mark.kind());
    mix(mark.key());
    mix(mark.content());
    mix(mark.revisit());
    mix(mark.at());
  }

  private void add(Intent intent) {
    mix(intent.id());
    mix(intent.side());
    mix(intent.action());
    mix(intent.at());
    mix(intent.entries());
  }

  private void mix(Enum<?> constant) {
    mix(constant.name());
  }

  private void mix(@Nullable Object value) {
    hash = (hash ^ (value == null ? 0 : value.hashCode())) * PRIME;
  }

  private void trace(@Nullable Object... parts) {
    StringBuilder text = new StringBuilder("   ");
    for (Object part : parts) {
      text.append(' ').append(part);
    }
    System.out.println(text);
  }

  long value() {
    return hash;
  }
}
