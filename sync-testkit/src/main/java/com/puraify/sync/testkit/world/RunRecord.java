package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.Lease;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one run. Confined to one thread. */
final class RunRecord {

  /** Stands between the side and the source in the name of what is to be created. */
  static final String COUNTERPART = " counterpart of ";

  final int number;
  final long begun;
  final Duration begunAt;
  private final Map<Side, ReadRequest.Scope> scopes = new EnumMap<>(Side.class);
  private final Set<Side> complete = EnumSet.noneOf(Side.class);
  private final Set<Side> cutOff = EnumSet.noneOf(Side.class);
  private final Set<Side> revoked = EnumSet.noneOf(Side.class);
  private @Nullable Lease lease;
  private @Nullable SyncReport report;
  private @Nullable Throwable thrown;
  private boolean disturbed;
  private int calls;
  private int staleWrites;
  private final Map<String, String> sources = new HashMap<>();
  private final Set<String> contested = new HashSet<>();
  private final Set<String> refused = new LinkedHashSet<>();
  private int unknown;
  private final Map<Side, Integer> deletes = new EnumMap<>(Side.class);

  RunRecord(int number, long begun, Duration begunAt) {
    this.number = number;
    this.begun = begun;
    this.begunAt = begunAt;
  }

  void called(Side side) {
    calls++;
  }

  int calls() {
    return calls;
  }

  boolean revoked(Side side) {
    return revoked.contains(side);
  }

  void revoke(Side side) {
    revoked.add(side);
  }

  void read(Side side, ReadRequest request, Page page) {
    scopes.merge(side, request.scope(), (one, other) -> one.compareTo(other) < 0 ? one : other);
    if (request.token() == null) {
      complete.remove(side);
      cutOff.remove(side); // read once more, from its beginning
    }
    if (page.next() instanceof Page.End) {
      complete.add(side);
    } else if (page.next() instanceof Page.CutOff) {
      cutOff.add(side);
    }
  }

  /** Returns whether a side was read, and to its end. */
  boolean complete(Side side) {
    return complete.contains(side);
  }

  /** Returns whether a listing of a side stopped before its end. */
  boolean cutOff(Side side) {
    return cutOff.contains(side);
  }

  /** Returns what was asked of a side, or null for nothing. */
  ReadRequest.@Nullable Scope scope(Side side) {
    return scopes.get(side);
  }

  void answered(Side side, Iterable<? extends Write> batch, Iterable<WriteResult> results) {
    Iterator<? extends Write> writes = batch.iterator();
    for (WriteResult result : results) {
      String item = name(side, writes.next());
      if (result instanceof WriteResult.Rejected rejected
          && rejected.reason() != WriteResult.Reason.GONE) {
        if (!isContested(rejected) || !contested.add(item)) {
          refused.add(item);
        }
      } else if (result instanceof WriteResult.Done) {
        refused.remove(item);
      } else if (result instanceof WriteResult.Unknown) {
        unknown++;
      }
    }
  }

  /** Takes notice of the item that another is going to be created for under a key. */
  void creating(String key, String source) {
    sources.put(key, source);
  }

  /** Of a create it is the source that counts: each attempt may have a key of its own. */
  private String name(Side side, Write write) {
    if (write instanceof Write.Create create) {
      return side + COUNTERPART + sources.getOrDefault(create.key(), create.key());
    }
    return side
        + " "
        + (write instanceof Write.Update update ? update.id() : ((Write.Delete) write).id());
  }

  private static boolean isContested(WriteResult.Rejected rejected) {
    return rejected.reason() == WriteResult.Reason.DUPLICATE
        || rejected.reason() == WriteResult.Reason.MISSING_REFERENCE;
  }

  /**
   * Returns the items that were refused, and not taken when they were tried again. What is refused
   * on account of another item counts only when it is refused once more.
   */
  Set<String> refused() {
    return refused;
  }

  int unknown() {
    return unknown;
  }

  void lease(Lease held) {
    lease = held;
  }

  @Nullable Lease lease() {
    return lease;
  }

  /** Counts a call that writes though the lease is somebody else's by now. */
  int staleWrite() {
    return ++staleWrites;
  }

  /** Counts a delete. */
  int deleted(Side side) {
    return deletes.merge(side, 1, Integer::sum);
  }

  void disturbed() {
    disturbed = true;
  }

  /** Returns whether anything happened in the run that is not the engine's own doing. */
  boolean isDisturbed() {
    return disturbed;
  }

  void ended(@Nullable SyncReport result, @Nullable Throwable failure) {
    report = result;
    thrown = failure;
  }

  /** Returns the report, or null if there is none. */
  @Nullable SyncReport report() {
    return report;
  }

  /** Returns what the engine threw, or null. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  boolean killed() {
    return thrown instanceof ProcessDeath;
  }
}
