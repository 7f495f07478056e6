package com.puraify.sync.testkit.notion;

import com.puraify.sync.testkit.simulator.FixedWindow;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits of the connection and of the whole workspace, as the quirks say at the moment.
 */
final class Limits {
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private final InstantSource clock;
  private final NotionQuirks quirks;
  private int connectionLimit;
  private int workspaceLimit;
  private Duration workspaceLength = Duration.ZERO;
  private @Nullable FixedWindow connection;
  private @Nullable FixedWindow workspace;

  Limits(InstantSource clock, NotionQuirks quirks) {
    this.clock = clock;
    this.quirks = quirks;
  }

  /** Counts one request of the connection, or refuses it. */
  synchronized void admit() {
    refresh();
    refuse(connection, "public_api_request_rate_limit", 1);
    refuse(workspace, "public_api_space_request_rate_limit", 1);
  }

  /** Counts requests of other connections against the workspace, as many as fit. */
  synchronized void others(int requests) {
    refresh();
    FixedWindow shared = workspace;
    for (int i = 0; shared != null && i < requests; i++) {
      shared.take(1);
    }
  }

  private static void refuse(@Nullable FixedWindow window, String reason, int count) {
    Duration wait = window == null ? Duration.ZERO : window.take(count);
    if (!wait.isZero()) {
      throw NotionError.rateLimited(reason, wait);
    }
  }

  private void refresh() {
    if (quirks.rateLimit() != connectionLimit) {
      connectionLimit = quirks.rateLimit();
      connection = connectionLimit == 0 ? null : new FixedWindow(clock, connectionLimit, WINDOW);
    }
    if (quirks.workspaceLimit() != workspaceLimit
        || !quirks.workspaceWindow().equals(workspaceLength)) {
      workspaceLimit = quirks.workspaceLimit();
      workspaceLength = quirks.workspaceWindow();
      workspace =
          workspaceLimit == 0 ? null : new FixedWindow(clock, workspaceLimit, workspaceLength);
    }
  }
}
