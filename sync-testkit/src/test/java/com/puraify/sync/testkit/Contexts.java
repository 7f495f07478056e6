package com.puraify.sync.testkit;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.http.HttpTransport;
import com.puraify.sync.internal.run.RunContext;

/** Contexts as an engine makes them. */
final class Contexts {

  private Contexts() {}

  static ConnectorContext on(TimeSource time) {
    return new RunContext(
        new HttpTransport(time), new Budgets(time), time, Priority.DEFAULT, () -> false);
  }
}
