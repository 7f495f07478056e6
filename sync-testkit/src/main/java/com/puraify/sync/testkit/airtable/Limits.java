package com.puraify.sync.testkit.airtable;

import com.puraify.sync.testkit.simulator.FixedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits per base and per user with their thirty seconds of refusals, and the monthly quota.
 * Guarded by the lock of the workspace.
 */
final class Limits {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration PENALTY = Duration.ofSeconds(30);

  /** One window and the end of its refusals. */
  private static final class Gate {
    final int limit;
    final FixedWindow window;
    Instant closedUntil = Instant.MIN;

    Gate(Workspace workspace, int limit) {
      this.limit = limit;
      this.window = new FixedWindow(workspace.clock, limit, WINDOW);
    }
  }

  private final Workspace workspace;
  private final Map<String, Gate> gates = new HashMap<>();
  private @Nullable YearMonth month;
  private long calls;

  Limits(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Counts a request of a user, and refuses it when there were too many. */
  void admitUser(String userId) {
    admit(userId, workspace.quirks.userLimit());
  }

  /** Counts a request to a base, and refuses it when there were too many. */
  void admitBase(String baseId) {
    admit(baseId, workspace.quirks.baseLimit());
  }

  /** Counts requests of others to a base; they can be what closes it. */
  void others(String baseId, int requests) {
    for (int i = 0; i < requests; i++) {
      try {
        admitBase(baseId);
      } catch (AirtableError refused) {
        // The others are refused from here on, and so is everybody.
        return;
      }
    }
  }

  private void admit(String id, int limit) {
    if (limit == 0) {
      return;
    }
    Gate gate = gates.get(id);
    if (gate == null || gate.limit != limit) {
      gate = new Gate(workspace, limit);
      gates.put(id, gate);
    }
    Instant now = workspace.now();
    if (now.isBefore(gate.closedUntil)) {
      throw AirtableError.rateLimited();
    }
    if (!gate.window.take(1).isZero()) {
      gate.closedUntil = now.plus(PENALTY);
      throw AirtableError.rateLimited();
    }
  }

  /** Counts a call for the plan, and refuses it when the month's are used up. */
  void bill() {
    YearMonth current = YearMonth.from(workspace.now().atOffset(ZoneOffset.UTC));
    if (!current.equals(month)) {
      month = current;
      calls = 0;
    }
    int quota = workspace.quirks.monthlyQuota();
    if (quota > 0 && calls >= quota) {
      throw AirtableError.quotaExceeded();
    }
    calls++;
  }
}
