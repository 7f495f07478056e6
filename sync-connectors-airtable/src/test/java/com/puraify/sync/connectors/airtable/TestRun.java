package com.puraify.sync.connectors.airtable;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.http.HttpTransport;
import com.puraify.sync.internal.run.RunContext;
import com.puraify.sync.value.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an engine does with a session, as far as these tests need it. */
final class TestRun {

  private TestRun() {}

  static ConnectorContext context(TimeSource time) {
    return new RunContext(
        new HttpTransport(time), new Budgets(time), time, Priority.DEFAULT, () -> false);
  }

  /** Reads to the end of a read, whatever that is. */
  static Read readAll(EntitySession session, ReadRequest first) {
    List<Page.Change> changes = new ArrayList<>();
    ReadRequest request = first;
    while (true) {
      Page page = session.read(request);
      changes.addAll(page.changes());
      if (!(page.next() instanceof Page.More more)) {
        return new Read(changes, page.next());
      }
      request = request.next(more);
    }
  }

  static Read readAll(EntitySession session, Set<String> fields) {
    return readAll(session, ReadRequest.all(fields));
  }

  /**
   * What a read brought.
   *
   * @param changes all pages' changes
   * @param end how it ended
   */
  record Read(List<Page.Change> changes, Page.Next end) {

    List<Item> items() {
      return changes.stream()
          .filter(Page.Present.class::isInstance)
          .map(change -> ((Page.Present) change).item())
          .toList();
    }

    List<String> ids() {
      return items().stream().map(Item::id).toList();
    }

    String checkpoint() {
      return ((Page.End) end).checkpoint();
    }
  }
}
