package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.error.SyncCancelledException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** A context whose run can be cancelled, and whose clock is far off: nothing may go by it. */
final class TestContext implements ConnectorContext {

  final AtomicBoolean cancelled = new AtomicBoolean();

  @Override
  public HttpCalls http(HttpSettings settings) {
    throw new UnsupportedOperationException("a database has no HTTP");
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Instant.parse("1999-01-01T00:00:00Z"));
  }

  @Override
  public void checkCancelled() {
    if (cancelled.get()) {
      throw new SyncCancelledException("cancelled");
    }
  }
}
